using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Insights.Core.Identity;
using Insights.Testing.Access;
using Microsoft.AspNetCore.Routing;

namespace Insights.Web.Tests.Access;

/// <summary>Who may open which page: everyone opens every address and sends every form, and what comes of it is what the document says.</summary>
public sealed partial class AccessTests
{
    /// <summary>What nobody has to sign in for, and why. Adding one needs a review.</summary>
    private static readonly Dictionary<string, string> Open = new()
    {
        ["GET /sign-in"] = "where one signs in",
        ["POST /sign-in"] = "where one signs in",
        ["POST /language"] = "keeps a language in a cookie",
        ["POST /sign-out"] = "ends a session if there is one",
        ["GET /signed-in"] = "leads on from the provider's answer, to where a session is asked for",
        ["GET /signed-out"] = "says that the session has ended",
        ["GET /healthz"] = "says that the process lives and nothing else",
        ["GET /healthz/ready"] = "says whether the database answers and nothing else",
        ["GET /tour"] = "explains the tour of the demo",
        ["POST /tour"] = "signs a persona of the demo in, as POST /sign-in does",
        ["GET /trouble"] = "a page about what failed, which names nothing",
        ["GET /{*anything}"] = "a page that says that there is none",
    };

    [Fact]
    public async Task Every_page_and_form_lets_everyone_through_or_not_as_documented()
    {
        await using var app = await AccessApp.StartAsync();
        var routes = RoutesOf(app).ToList();
        Assert.True(routes.Count > 120);

        var passed = new ConcurrentDictionary<(string, AccessColumn), bool>();
        var shown = new ConcurrentDictionary<string, bool>();
        await Parallel.ForEachAsync(AccessColumn.All, async (column, ct) =>
        {
            var (client, token) = await app.ClientOfAsync(column);
            using (client)
            {
                foreach (var route in routes)
                {
                    var (passes, redirects) = await TryAsync(client, route, token, ct);
                    if (passes)
                        passed[(route.Name, column)] = true;
                    if (route.Method is "POST" || (passes && !redirects))
                        shown[route.Name] = true;
                }
            }
        });

        foreach (var column in AccessColumn.All.Where(c => c.Roles is Roles.None || c.Gone))
            Assert.Equal(Open.Keys.Order(StringComparer.Ordinal), routes.Select(r => r.Name).Where(name => passed.ContainsKey((name, column))).Order(StringComparer.Ordinal));
        var generated = AccessDocument.Table(["address"], AccessColumn.All, routes.Where(r => shown.ContainsKey(r.Name)).Select(route => (
            (IReadOnlyList<string>)[$"`{route.Name}`"], (Func<AccessColumn, bool>)(column => passed.ContainsKey((route.Name, column))))));
        Assert.Equal(AccessDocument.Section("pages", generated), generated);
    }

    [Fact]
    public void Every_rule_about_single_objects_is_held_by_a_test_that_exists()
    {
        var text = File.ReadAllText(AccessDocument.Address);
        var named = TestName().Matches(text[text.IndexOf("## Rules about single objects", StringComparison.Ordinal)..]).Select(m => (Class: m.Groups[1].Value, Test: m.Groups[2].Value)).ToList();
        var root = Path.GetDirectoryName(Path.GetDirectoryName(AccessDocument.Address)!)!;

        Assert.True(named.Count > 15);
        foreach (var (@class, test) in named)
        {
            var files = Directory.EnumerateFiles(Path.Combine(root, "tests"), @class + ".cs", SearchOption.AllDirectories);
            Assert.True(files.Any(file => Regex.IsMatch(File.ReadAllText(file), $@"public (async Task|Task|void) {test}\(")), $"{@class}.{test}");
        }
    }

    /// <summary>
    /// Whether it came past the question who may: not sent to sign in, not refused for its roles, and no command of it refused
    /// by the core; and whether it only leads elsewhere.
    /// </summary>
    private static async Task<(bool Passes, bool Redirects)> TryAsync(HttpClient client, Route route, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Address);
        if (route.Method is "POST")
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        if (route.Accept is { } accept)
            request.Headers.Accept.ParseAdd(accept);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Assert.True((int)response.StatusCode < 500 || route.Address == "/trouble", $"{route.Name}: {(int)response.StatusCode}");
        var (to, heard) = (response.Headers.Location?.ToString(), response.Headers.TryGetValues(CommandWitness.Header, out var values) ? values.Single() : null);
        var refused = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotAcceptable || heard is CommandWitness.Refused
            || (to?.StartsWith("/sign-in", StringComparison.Ordinal) is true && route.Address is not ("/sign-in" or "/sign-out"));
        // What a handler refuses by 403 although the core let the command come is a rule about a single object.
        return (!refused || heard is CommandWitness.Granted, to is not null);
    }

    private static IEnumerable<Route> RoutesOf(AccessApp app)
    {
        var routes =
            from endpoint in app.Endpoints
            let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            // It decides by what is asked for: the tables of the API are about it.
            where pattern is not "/graphql"
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select new Route($"{method} {Shown(pattern)}", method, Concrete(pattern), null);
        var feed = new Route("GET /feed (for programs)", "GET", "/feed", "application/x-ndjson");
        return routes.Append(feed).DistinctBy(r => r.Name).OrderBy(r => r.Name, StringComparer.Ordinal);
    }

    /// <summary>Without what a parameter has to look like.</summary>
    private static string Shown(string pattern) => Parameter().Replace(pattern, match => match.Groups[2].Value.StartsWith("regex", StringComparison.Ordinal) && Choices().Match(match.Value) is { Success: true } choices
        ? "{" + choices.Groups[1].Value.Replace("|", " or ", StringComparison.Ordinal) + "}" : "{" + match.Groups[1].Value + "}");

    private static string Concrete(string pattern) => Parameter().Replace(pattern, match => Choices().Match(match.Value) is { Success: true } choices ? choices.Groups[1].Value.Split('|')[0] : match.Value.Contains("^per_", StringComparison.Ordinal) ? "per_00000000000000000000000001" : "1");

    [GeneratedRegex(@"\{([*a-zA-Z]+)\??(?::((?:[^{}()]|\([^()]*\)|\((?:[^()]|\([^()]*\))*\))+))?\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\^\(([a-z|-]+)\)\$")]
    private static partial Regex Choices();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();

    private sealed record Route(string Name, string Method, string Address, string? Accept);
}
