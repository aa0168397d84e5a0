using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace Insights.Web.Tests.Edge;

/// <summary>The rules of the MDN HTTP Observatory, held on every page, file, answer to a program and refusal; and what else every answer carries.</summary>
[Collection(EdgeApp.Name)]
public sealed partial class HeaderTests(EdgeApp edge)
{
    private static readonly string[] Private = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];

    /// <summary>Answers to programs, files and refusals: who asks, how, for what, wanting what.</summary>
    public static TheoryData<string?, string, string, string?, int> Answers => new()
    {
        { null, "GET", "/sign-in", "text/html", 200 },
        { null, "GET", "/", "text/html", 302 },
        { null, "GET", "/no/such/page", "text/html", 404 },
        { null, "GET", "/no/such/page", "application/json", 404 },
        { null, "GET", "/feed", "application/x-ndjson", 401 },
        { "Persona model-team-classifiers", "GET", "/feed?first=3", "application/x-ndjson", 200 },
        { "Persona model-team-classifiers", "GET", "/feed?first=0", "application/x-ndjson", 400 },
        { "Persona specialist-a", "GET", "/feed", "application/x-ndjson", 403 },
        { "Persona model-team-classifiers", "GET", "/feed/export", null, 200 },
        { null, "GET", "/feed/export", null, 401 },
        { "Persona model-team-classifiers", "GET", "/scenarios.jsonl", null, 200 },
        { "Bearer ins_none", "GET", "/scenarios.jsonl", null, 401 },
        { "Persona specialist-a", "GET", "/audit", "text/html", 403 },
        { "Persona specialist-a", "POST", "/graphql", "application/json", 415 },
        { "Persona specialist-a", "GET", "/graphql?query=%7B__typename%7D", "application/json", 200 },
        { null, "GET", "/graphql", "application/json", 400 },
        { null, "DELETE", "/graphql", "application/json", 405 },
        { null, "DELETE", "/gaps", "text/html", 405 },
        { null, "GET", "/favicon.svg", null, 200 },
        { null, "GET", "/css/insights.css", null, 200 },
        { null, "GET", "/js/insights.js", null, 200 },
        { null, "GET", "/healthz", null, 200 },
        { null, "GET", "/healthz/ready", null, 200 },
        { "Persona specialist-a", "GET", "/gaps/G-99999999999999999999", "text/html", 404 },
        { "Persona specialist-a", "GET", "/reports?after=word", "text/html", 400 },
        { "Persona specialist-a", "GET", "/reports?after=word", "application/problem+json", 400 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_carries_the_headers(string? authorization, string method, string address, string? accept, int status)
    {
        using var client = Client(authorization, accept);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method is "POST")
            request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("text/plain"));
        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(Failing(answer));
        if (status >= 400 && accept is "application/json" or "application/problem+json" or "application/x-ndjson" && !address.StartsWith("/graphql", StringComparison.Ordinal) && method is "GET")
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal(status, problem.GetProperty("status").GetInt32());
            Assert.All(["type", "title", "code", "detail"], name => Assert.False(string.IsNullOrEmpty(problem.GetProperty(name).GetString())));
        }
    }

    [Fact]
    public async Task Every_page_carries_the_headers_loads_nothing_of_others_and_answers_HEAD_as_GET()
    {
        var troubles = new List<string>();
        var seen = 0;
        foreach (var persona in new[] { "specialist-a", "triage-lead-a", "policy-owner-a", "privacy-steward-a", "auditor", "administrator", "model-team-classifiers" })
        {
            using var who = await Browsing.AsAsync(edge.App.Address, persona);
            await foreach (var page in who.WalkAsync(ofAKind: 2, "/"))
            {
                seen++;
                troubles.AddRange(Failing(page.Answer).Select(t => $"{page.Address}: {t}"));
                troubles.AddRange(Inline(page.Document).Select(t => $"{page.Address}: {t}"));
                troubles.AddRange((await HeadDifferencesAsync(who.Client, page)).Select(t => $"HEAD {page.Address}: {t}"));
            }
        }

        Assert.Empty(troubles);
        Assert.True(seen > 100, $"{seen} pages");
    }

    [Theory]
    [InlineData("/css/insights.css")]
    [InlineData("/js/insights.js")]
    [InlineData("/favicon.svg")]
    public async Task A_file_is_kept_for_good_under_the_address_that_names_its_content_and_under_no_other(string file)
    {
        using var who = new Browsing(edge.App.Address);
        var page = (await who.GetAsync("/sign-in")).Document;
        var named = page.QuerySelectorAll("link[href],script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Single(a => a.StartsWith(file + "?v=", StringComparison.Ordinal));

        using var present = await who.Client.GetAsync(named);
        using var bare = await who.Client.GetAsync(file);
        using var old = await who.Client.GetAsync(file + "?v=0123456789abcdef");

        Assert.Equal("max-age=31536000, public, immutable", string.Join(", ", present.Headers.CacheControl!.ToString().Split(", ").OrderBy(p => p is "immutable" ? 2 : p is "public" ? 1 : 0)));
        Assert.Equal(("no-cache", "no-cache"), (bare.Headers.CacheControl!.ToString(), old.Headers.CacheControl!.ToString()));
        Assert.Equal(await bare.Content.ReadAsStringAsync(), await present.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/feed?follow=true", "Persona model-team-classifiers", "application/x-ndjson", 200)]
    [InlineData("/feed", "Persona model-team-classifiers", "text/event-stream", 200)]
    [InlineData("/feed?first=2", "Persona model-team-classifiers", "application/x-ndjson", 200)]
    [InlineData("/feed/export", "Persona model-team-classifiers", null, 200)]
    [InlineData("/scenarios.jsonl", "Persona model-team-classifiers", null, 200)]
    [InlineData("/healthz/ready", null, null, 200)]
    [InlineData("/graphql?query=subscription%20%7B%20feed%20%7B%20__typename%20%7D%20%7D", "Persona model-team-classifiers", "text/event-stream", 405)]
    [InlineData("/graphql/", "Persona model-team-classifiers", null, 405)]
    [InlineData("/css/insights.css", null, null, 200)]
    [InlineData("/no/such/page", null, "text/html", 404)]
    [InlineData("/report/look-alikes", "Persona specialist-a", "text/html", 404)]
    public async Task HEAD_ends_at_once_with_the_headers_alone(string address, string? authorization, string? accept, int status)
    {
        using var client = Client(authorization, accept);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), limit.Token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(limit.Token));
        Assert.Empty(Failing(answer));
        if (address is "/css/insights.css" or "/scenarios.jsonl")
            Assert.True(answer.Content.Headers.ContentLength > 0);
    }

    [Theory]
    [InlineData("PUT", "/gaps")]
    [InlineData("DELETE", "/report")]
    [InlineData("PATCH", "/sign-in")]
    [InlineData("PUT", "/feed")]
    [InlineData("TRACE", "/")]
    [InlineData("PROPFIND", "/")]
    public async Task What_is_not_served_is_said_with_405(string method, string address)
    {
        using var client = Client("Persona triage-lead-a", null);
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Fact]
    public void A_header_that_is_missing_or_weak_is_found()
    {
        using var bare = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<p>") };
        bare.Headers.TryAddWithoutValidation("Server", "Any/1.0");
        bare.Headers.TryAddWithoutValidation("Set-Cookie", "a=b; path=/");
        bare.Headers.TryAddWithoutValidation("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'; object-src *");
        bare.Headers.TryAddWithoutValidation("Access-Control-Allow-Origin", "*");

        Assert.Equal(["csp", "csp", "cookie", "cors", "frames", "kept", "nosniff", "opener", "referrer", "resource", "server"], Failing(bare).Select(f => f.Split(':')[0]).Order(StringComparer.Ordinal).OrderBy(f => f is "csp" ? 0 : 1));
    }

    /// <summary>The Observatory's tests, and ours; each failing one by name.</summary>
    private static IEnumerable<string> Failing(HttpResponseMessage answer)
    {
        var policy = Parts(One(answer, "Content-Security-Policy"));
        if (policy.GetValueOrDefault("default-src") is not "'none'" || policy.GetValueOrDefault("base-uri") is not "'none'" || policy.GetValueOrDefault("form-action") is not "'self'" || policy.GetValueOrDefault("require-trusted-types-for") is not "'script'")
            yield return "csp: not closed";
        if (policy.Values.Any(v => v.Contains("unsafe", StringComparison.Ordinal) || v.Contains('*', StringComparison.Ordinal) || v.Contains("http:", StringComparison.Ordinal) || v.Contains("data:", StringComparison.Ordinal)))
            yield return "csp: something open";
        if (policy.GetValueOrDefault("frame-ancestors") is not "'none'")
            yield return "frames";
        if (One(answer, "X-Content-Type-Options") is not "nosniff")
            yield return "nosniff";
        if (!Private.Contains(One(answer, "Referrer-Policy")))
            yield return "referrer";
        if (One(answer, "Cross-Origin-Opener-Policy") is not "same-origin" || One(answer, "Cross-Origin-Embedder-Policy") is not "require-corp")
            yield return "opener";
        if (One(answer, "Cross-Origin-Resource-Policy") is not "same-origin")
            yield return "resource";
        if (answer.Headers.Contains("Access-Control-Allow-Origin"))
            yield return "cors";
        if (answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"))
            yield return "server";
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => !c.Contains("httponly", StringComparison.OrdinalIgnoreCase) || !c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase)))
            yield return "cookie";
        if (One(answer, "Cache-Control") is not ("no-store" or "no-cache" or "no-cache, private" or "private, no-cache" or "no-cache, no-store" or "no-store, no-cache"))
            yield return $"kept: {One(answer, "Cache-Control")}";
    }

    /// <summary>What the policy would stop a browser from doing with the page.</summary>
    private static IEnumerable<string> Inline(IHtmlDocument page)
    {
        foreach (var element in page.All)
        {
            if (element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style"))
                yield return $"inline in {element.LocalName}";
            if (element is IHtmlScriptElement { Source: null or "" } or IHtmlStyleElement)
                yield return $"inline {element.LocalName}";
            if (element.LocalName is "script" or "link" or "img" or "iframe" or "form" && (element.GetAttribute("src") ?? element.GetAttribute("href") ?? element.GetAttribute("action")) is { } at && Elsewhere().IsMatch(at))
                yield return $"{element.LocalName} of another";
        }
    }

    private static async Task<List<string>> HeadDifferencesAsync(HttpClient client, SeenPage page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, page.Address);
        request.Headers.Add("Accept", "text/html");
        using var head = await client.SendAsync(request);
        var troubles = new List<string>();
        if (head.StatusCode != page.Answer.StatusCode)
            troubles.Add($"{(int)head.StatusCode} and not {(int)page.Answer.StatusCode}");
        if ((await head.Content.ReadAsByteArrayAsync()).Length > 0)
            troubles.Add("a body");
        if (head.Content.Headers.ContentType?.ToString() != page.Answer.Content.Headers.ContentType?.ToString())
            troubles.Add("another type");
        troubles.AddRange(Failing(head));
        return troubles;
    }

    private static Dictionary<string, string> Parts(string policy) =>
        policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' ', 2)).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "");

    private static string One(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private HttpClient Client(string? authorization, string? accept)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = edge.App.Address };
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        if (accept is not null)
            client.DefaultRequestHeaders.Add("Accept", accept);
        return client;
    }

    [GeneratedRegex("^([a-z]+:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
