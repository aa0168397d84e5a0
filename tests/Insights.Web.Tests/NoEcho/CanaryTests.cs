using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Insights.Web.Tests.NoEcho;

/// <summary>Tests that listen to the whole process and so run by themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>
/// What is sent comes back nowhere: marked values go into every mutation, argument, form, address, header and
/// malformed body, and are then looked for in answers, database files, keys, logs, traces and metrics.
/// What is added to the API or to the pages is covered by itself; see <see cref="Exceptions"/> for what may be found.
/// </summary>
[Collection(nameof(Alone))]
public sealed class CanaryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_is_sent_comes_back_or_is_kept_or_told()
    {
        var marks = new Marks();
        var leaks = new Leaks(marks);
        await using var app = await OpenApp.StartAsync();
        var wire = new Wire(app.Address, leaks);
        using var everyone = app.ClientOf(OpenApp.Everyone);
        using var stranger = app.ClientOf(null);

        var pages = new PageCanaries(app, marks, wire);
        await pages.WalkAsync(everyone);
        await pages.SendAsync(everyone, stranger);
        var api = new ApiCanaries(app, marks, wire);
        await api.SendAsync();
        await api.TalkAsync();
        var web = new WebCanaries(app, marks, wire, pages);
        await web.AddressesAsync(everyone, stranger);
        await web.HeadersAsync(everyone, stranger);
        await web.BodiesAsync(everyone, stranger);
        leaks.Search(app.Told, app.Files());

        output.WriteLine($"{marks.All.Count} marks in {wire.Sent} requests; {string.Join(", ", app.Told.Select(t => $"{t.Heard.Count} of {t.Place}"))}");
        Assert.True(leaks.Found.Count == 0, $"{leaks.Found.Count} found\n{leaks.Report()}");

        // That nothing was found says something only if all of it was really sent, taken in part, and told of.
        Assert.True(pages.Forms.Count > 12 && pages.Kept > 50);
        Assert.Contains(marks.All, m => m.Granted && m.Sent.StartsWith("Mutation.fileReport", StringComparison.Ordinal));
        Assert.Contains(marks.All, m => m.Granted && m.Sent.StartsWith("form /gaps", StringComparison.Ordinal));
        Assert.DoesNotContain(marks.All, m => m is { Granted: true, IsPersonal: true } && m.Sent.StartsWith("Mutation.", StringComparison.Ordinal) && m.Sent.EndsWith(".title", StringComparison.Ordinal));
        Assert.Contains(app.Logs.Heard.Lines, l => l.Kind.Contains("Hosting.Diagnostics[2 ", StringComparison.Ordinal) && l.Line.Contains(" 200 ", StringComparison.Ordinal) && l.Line.Contains("Route:/", StringComparison.Ordinal));
        Assert.Contains(app.Logs.Heard.Lines, l => l.Kind.Contains("ExceptionHandlerMiddleware", StringComparison.Ordinal) && l.Line.Contains("BadHttpRequestException", StringComparison.Ordinal) && l.Line.Contains("   at ", StringComparison.Ordinal));
        Assert.Contains(app.Traces.Heard.Lines, l => l.Kind.Contains("HttpRequestIn", StringComparison.Ordinal));
        Assert.Contains(app.Metrics.Heard.Lines, l => l.Kind is "http.server.request.duration" && l.Line.Contains("http.route=/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_echo_in_any_place_is_found()
    {
        var marks = new Marks();
        var leaks = new Leaks(marks);
        var mark = marks.Personal("a planted echo");
        using var logs = new LogEar();
        using var traces = new TraceEar();
        using var metrics = new MetricEar();
        await using var console = new ConsoleEar();

        using (var factory = LoggerFactory.Create(b => b.AddProvider(logs)))
        {
            var log = factory.CreateLogger("planted");
            log.Log(LogLevel.Warning, 1, "in a line " + mark.Text, null, (state, _) => state);
            log.Log(LogLevel.Warning, 2, "", new InvalidOperationException("in a cause", new InvalidOperationException(mark.Text)), (state, _) => state);
            using (log.BeginScope(new Dictionary<string, object?> { ["RequestPath"] = "/" + mark.Text }))
                log.Log(LogLevel.Warning, 3, "", null, (state, _) => state);
        }

        await console.WriteLineAsync("on the console " + mark.Text);
        using var source = new ActivitySource("planted");
        source.StartActivity("work")?.SetTag("http.route", "/" + mark.Text).Dispose();
        using var meter = new Meter("planted");
        meter.CreateCounter<int>("planted.counter").Add(1, KeyValuePair.Create("path", (object?)mark.Text));
        leaks.Search([("log", logs.Heard), ("console", console.Heard), ("trace", traces.Heard), ("metric", metrics.Heard)], [("insights.db-wal", $"\0\u0001{mark.Text}\0")]);

        using var client = new HttpClient(new Repeats(mark.Text)) { BaseAddress = new Uri("http://127.0.0.1/") };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        await new Wire(client.BaseAddress, leaks).SendAsync(client, request, "a question");

        Assert.Equal(
            ["answer to a question (200)", "console console", "file insights.db-wal", "header of the answer to a question", "log Warning planted[1 ]", "log Warning planted[2 ]", "log Warning planted[3 ]", "metric planted.counter", "trace planted work"],
            leaks.Found.Select(l => l.Found).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_granted_may_be_kept_but_not_an_address_and_not_a_key()
    {
        var marks = new Marks();
        Mark Granted(Mark mark)
        {
            mark.Granted = true;
            return mark;
        }

        Assert.True(Exceptions.Allow(Granted(marks.Plain("Mutation.fileReport input.report.title")), Exceptions.Database));
        Assert.False(Exceptions.Allow(marks.Plain("Mutation.fileReport input.report.title"), Exceptions.Database));
        Assert.False(Exceptions.Allow(Granted(marks.Personal("Mutation.fileReport input.report.title")), Exceptions.Database));
        Assert.False(Exceptions.Allow(Granted(marks.Plain("Mutation.fileReport input.idempotencyKey")), Exceptions.Database));
    }

    /// <summary>Says back what it is told to.</summary>
    private sealed class Repeats(string text) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($"no {text} here") };
            response.Headers.TryAddWithoutValidation("Location", "/" + text);
            return Task.FromResult(response);
        }
    }
}
