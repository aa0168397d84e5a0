using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Insights.Web.Tests.Edge;

/// <summary>A page as it came.</summary>
internal sealed record SeenPage(string Address, HttpResponseMessage Answer, IHtmlDocument Document);

/// <summary>Somebody at a browser without script: cookies, the headers a browser sets by itself, and no following of redirects.</summary>
internal sealed partial class Browsing : IDisposable
{
    private static readonly HtmlParser Parser = new();
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    public Browsing(Uri address) => Client = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public HttpClient Client { get; }

    public static async Task<Browsing> AsAsync(Uri address, string persona)
    {
        var browsing = new Browsing(address);
        var page = await browsing.GetAsync("/sign-in");
        using var answer = await browsing.PostAsync("/sign-in", [("handle", persona), ("returnTo", "/"), .. Sending.TokenOf(page.Document.Forms[0])]);
        return answer.Headers.Location?.ToString() is "/" ? browsing : throw new InvalidOperationException("The sign-in failed.");
    }

    public async Task<SeenPage> GetAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html");
        return await ReadAsync(address, await Client.SendAsync(request));
    }

    public Task<HttpResponseMessage> PostAsync(string address, IEnumerable<(string Name, string Value)> fields, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("Accept", "text/html");
        foreach (var (name, value) in headers is [] ? [("Sec-Fetch-Site", "same-origin")] : headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public static async Task<SeenPage> ReadAsync(string address, HttpResponseMessage answer) => new(address, answer, Parser.ParseDocument(await answer.Content.ReadAsStringAsync()));

    /// <summary>Walks the pages by their links from these on; of pages of one kind only some.</summary>
    public async IAsyncEnumerable<SeenPage> WalkAsync(int ofAKind, params string[] from)
    {
        var seen = new Dictionary<string, int>();
        var waiting = new Queue<string>(from);
        var known = new HashSet<string>(waiting);
        while (waiting.TryDequeue(out var address))
        {
            var kind = Digits().Replace(address.Split('?')[0], "#");
            seen[kind] = seen.GetValueOrDefault(kind) + 1;
            if (seen[kind] > ofAKind)
                continue;
            var page = await GetAsync(address);
            yield return page;
            foreach (var link in page.Document.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]).Append(page.Answer.Headers.Location?.ToString() ?? ""))
            {
                if (link is ['/', ..] && known.Add(link))
                    waiting.Enqueue(link);
            }
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex(@"(?<=[a-z]{3}_)[0-9A-Z]{26}|\d+")]
    public static partial Regex Digits();
}

/// <summary>What a browser sends when a form is filled in and a button of it is pressed.</summary>
internal static class Sending
{
    public const string Token = "__RequestVerificationToken";

    public static IEnumerable<(string Name, string Value)> TokenOf(IHtmlFormElement form) =>
        form.QuerySelectorAll($"input[name={Token}]").Select(e => (Token, e.GetAttribute("value") ?? ""));

    /// <summary>What a form carries along unseen, its token among it.</summary>
    public static IEnumerable<(string Name, string Value)> HiddenIn(IElement form) =>
        form.QuerySelectorAll("input[type=hidden]").Cast<IHtmlInputElement>().Select(h => (h.Name!, h.Value));

    /// <summary>What two forms have in common that differ in numbers and ids alone.</summary>
    public static string KindOf(IHtmlFormElement form, string action) =>
        $"{Browsing.Digits().Replace(action, "#")} {string.Join(' ', form.Elements.Select(e => Browsing.Digits().Replace(e.GetAttribute("name") ?? "", "#")).Distinct().Order())}";

    /// <summary>The fields with something typed into each that takes text; the first choice where there is one to make.</summary>
    /// <returns>What is sent, without the token; and of it what a person put there.</returns>
    public static (List<(string Name, string Value)> Sent, List<(string Name, string Value)> Typed) Fill(IHtmlFormElement form, Func<string, string> words)
    {
        List<(string Name, string Value)> sent = [], typed = [];
        var button = form.QuerySelectorAll("button[name]").FirstOrDefault(b => b.GetAttribute("type") is "submit" or null && b.GetAttribute("name") is not "as");
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || name == Token || element.HasAttribute("disabled"))
                continue;
            switch (element)
            {
                case IHtmlTextAreaElement:
                    Put(name, words(name));
                    break;
                case IHtmlSelectElement select when select.Options.Select(o => o.Value).FirstOrDefault(v => v.Length > 0) is { } value:
                    Put(name, value);
                    break;
                case IHtmlInputElement { Type: "hidden" } hidden:
                    sent.Add((name, hidden.Value));
                    break;
                case IHtmlInputElement { Type: "date" }:
                    Put(name, "2027-03-04");
                    break;
                case IHtmlInputElement { Type: "number" }:
                    Put(name, "3");
                    break;
                case IHtmlInputElement { Type: "checkbox" } tick:
                    Put(name, tick.Value);
                    break;
                case IHtmlInputElement { Type: "radio" } radio when sent.All(f => f.Name != name):
                    Put(name, radio.Value);
                    break;
                case IHtmlInputElement { Type: "text" or "search" or "email" or "url" }:
                    Put(name, words(name));
                    break;
            }
        }

        if (button is not null)
            Put(button.GetAttribute("name")!, button.GetAttribute("value") ?? "");
        return (sent, typed);

        void Put(string name, string value)
        {
            sent.Add((name, value));
            typed.Add((name, value));
        }
    }

    /// <summary>Whether the form would send this if it were sent as it stands; a button counts, since pressing it does.</summary>
    public static bool Holds(IHtmlFormElement form, string name, string value) => form.Elements.Where(e => e.GetAttribute("name") == name).Any(e => e switch
    {
        IHtmlTextAreaElement area => Same(area.Value, value),
        IHtmlSelectElement select => select.Options.Any(o => o.IsSelected && o.Value == value),
        IHtmlInputElement { Type: "checkbox" or "radio" } tick => tick.Value == value && tick.IsChecked,
        IHtmlInputElement input => Same(input.Value, value),
        _ => e.GetAttribute("value") == value,
    });

    private static bool Same(string one, string other) => one.ReplaceLineEndings("\n").Trim() == other.ReplaceLineEndings("\n").Trim();
}
