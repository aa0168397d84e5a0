using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Insights.Web.Tests.NoEcho;

/// <summary>A form of a page, as a browser would send it.</summary>
internal sealed record SentForm(string Page, string Method, string Action, IReadOnlyList<(string Name, string Value, bool IsText)> Fields)
{
    /// <summary>The same form on other pages counts once.</summary>
    public string Key => $"{Method} {General(Action)} {string.Join(' ', Fields.Select(f => General(f.Name)).Distinct().Order())}";

    private static string General(string name) => Regex.Replace(name, @"(?<=[a-z]{3}_)[0-9A-Z]{26}|\d+", "#");
}

/// <summary>Finds every form by walking the pages as somebody who may do everything, and sends each with marks in each of its fields.</summary>
internal sealed partial class PageCanaries(OpenApp app, Marks marks, Wire wire)
{
    /// <summary>Pages of one kind that are looked at for forms: gaps differ by their state.</summary>
    private const int PagesOfAKind = 14;

    private readonly HtmlParser _parser = new();
    private readonly Dictionary<string, SentForm> _forms = [];

    public IReadOnlyCollection<SentForm> Forms => _forms.Values;

    /// <summary>How often somebody's words came back to them in the field they had typed them in.</summary>
    public int Kept { get; private set; }

    public async Task WalkAsync(HttpClient client)
    {
        var seen = new Dictionary<string, int>();
        var waiting = new Queue<string>(["/", .. app.Endpoints.Where(TakesGet).Select(e => Concrete(e, "1"))]);
        var known = new HashSet<string>(waiting);
        while (waiting.TryDequeue(out var page))
        {
            var kind = Digits().Replace(page.Split('?')[0], "#");
            seen[kind] = seen.GetValueOrDefault(kind) + 1;
            if (seen[kind] > PagesOfAKind)
                continue;
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            var (status, body, _) = await wire.SendAsync(client, request, "a page");
            if (status is not HttpStatusCode.OK || !body.Contains("<html", StringComparison.Ordinal))
                continue;
            var document = _parser.ParseDocument(body);
            foreach (var form in document.Forms.Where(f => f.Method is not "dialog").Select(f => Read(page, f)))
                _forms.TryAdd(form.Key, form);
            foreach (var link in document.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!).Where(h => h is ['/', ..] && known.Add(h)))
                waiting.Enqueue(link);
        }
    }

    /// <summary>Sends every form once for each field and kind of mark, signed in and not.</summary>
    public async Task SendAsync(HttpClient client, HttpClient stranger)
    {
        foreach (var form in _forms.Values.Where(f => !f.Action.StartsWith("/sign-out", StringComparison.Ordinal)))
        {
            foreach (var field in form.Fields.Select(f => f.Name).Where(n => !n.StartsWith("__", StringComparison.Ordinal)).Distinct())
            {
                await SendAsync(client, form, field, marks.Personal($"form {form.Action} {field}"), "");
                await SendAsync(client, form, field, marks.Plain($"form {form.Action} {field}"), "");
            }

            await SendAsync(client, form, "__RequestVerificationToken", marks.Personal($"token of form {form.Action}"), "");
            await SendAsync(stranger, form, form.Fields[^1].Name, marks.Personal($"strange form {form.Action} {form.Fields[^1].Name}"), "");
            await SendAsync(client, form, marks.Personal($"name of a field of {form.Action}").Text, null, "");
            await SendAsync(stranger, form, marks.Personal($"name of a field of strange {form.Action}").Text, null, "");
            await SendAsync(client, form, form.Fields[0].Name, null, $"?{marks.Plain("query of a form").Text}={marks.Personal("query of a form").Text}");
        }
    }

    private async Task SendAsync(HttpClient client, SentForm form, string field, Mark? mark, string query)
    {
        var fields = form.Fields.Where(f => f.Name != field).Select(f => KeyValuePair.Create(f.Name, f.IsText && f.Value.Length == 0 ? "Plain words of policy." : f.Value)).ToList();
        // A personal mark stands in a sentence, as it would.
        fields.Add(KeyValuePair.Create(field, mark is null ? "x" : mark.IsPersonal && !field.StartsWith("__", StringComparison.Ordinal) ? $"Write to {mark.Text} about this." : mark.Text));
        // The module saves by itself and is answered in JSON.
        foreach (var accept in form.Action is "/report" && field.EndsWith("title", StringComparison.Ordinal) ? new[] { "text/html", "application/json" } : ["text/html"])
        {
            using var content = new FormUrlEncodedContent(fields);
            using var request = form.Method == "post"
                ? new HttpRequestMessage(HttpMethod.Post, form.Action + query) { Content = content }
                : new HttpRequestMessage(HttpMethod.Get, $"{form.Action}?{await content.ReadAsStringAsync()}");
            request.Headers.Add("Accept", accept);
            var (status, _, _) = await wire.SendAsync(client, request, $"form {Digits().Replace(form.Action, "#")}", body => WithoutOwnField(body, field));
            if (mark is not null && (int)status is >= 200 and < 400)
                mark.Granted = true;
        }
    }

    /// <summary>
    /// A page as it is, but for the field that was sent: its own words come back to its sender in it, with what was found marked beneath
    /// it, and as theirs beside what somebody else wrote meanwhile; nowhere else.
    /// </summary>
    public string WithoutOwnField(string body, string field)
    {
        if (!body.Contains('<', StringComparison.Ordinal))
            return body;
        var document = _parser.ParseDocument(body);
        foreach (var element in document.QuerySelectorAll("input[name],textarea[name]").Where(e => e.GetAttribute("name") == field))
        {
            Kept += Marks.Mentioned(element.OuterHtml) ? 1 : 0;
            element.RemoveAttribute("value");
            element.TextContent = "";
        }

        foreach (var marked in document.QuerySelectorAll("p.marked, blockquote.yours").ToList())
            marked.Remove();
        return document.DocumentElement.OuterHtml;
    }

    private static SentForm Read(string page, IHtmlFormElement form) => new(page, form.Method, form.GetAttribute("action") ?? page.Split('?')[0],
    [
        .. form.QuerySelectorAll("input[name],textarea[name],select[name],button[name]").Select(e => e switch
        {
            IHtmlTextAreaElement area => (area.Name!, area.Value, true),
            IHtmlSelectElement select => (select.Name!, select.Options.Select(o => o.Value).FirstOrDefault(v => v.Length > 0) ?? "", false),
            IHtmlInputElement { Type: "date" } day => (day.Name!, "2027-01-01", false),
            IHtmlInputElement input => (input.Name!, input.Type is "checkbox" ? "yes" : input.Value, input.Type is "text"),
            var other => (other.GetAttribute("name")!, other.GetAttribute("value") ?? "", false),
        }).DistinctBy(f => f.Item1),
    ]);

    public static bool TakesGet(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is not { } methods || methods.Contains("GET");

    /// <summary>An address of a route, with this in the place of each of its parameters.</summary>
    public static string Concrete(RouteEndpoint endpoint, string value) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => value,
        }))));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
