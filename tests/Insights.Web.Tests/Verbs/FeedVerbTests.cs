using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Insights.Testing;
using Insights.Web.Verbs;
using CommandLine = Insights.Web.Verbs.Verbs;

namespace Insights.Web.Tests.Verbs;

/// <summary>The feed as files: over HTTP from a running product, and by the verb from one that stands still.</summary>
public sealed class FeedVerbTests
{
    [Fact]
    public async Task The_feed_leaves_as_files_over_HTTP_and_by_the_verb_and_the_next_export_goes_on()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var consumer = app.ClientOf("model-team-classifiers");
        await FileAsync(app, "one");

        var (events, manifest) = await TakeAsync(consumer, "/feed/export?format=ndjson");
        Assert.Single(events.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"type\":\"REPORT_FILED\"", events, StringComparison.Ordinal);
        var last = manifest.GetProperty("lastCursor").GetString()!;
        await FileAsync(app, "two");
        Assert.Equal(3, (await TakeAsync(consumer, "/feed/export?format=csv")).Events.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty((await TakeAsync(consumer, "/feed/export?type=gap-closed")).Events);

        await RefusedAsync(consumer, "/feed/export?after=nonsense", HttpStatusCode.UnprocessableEntity, "MALFORMED");
        await RefusedAsync(consumer, "/feed/export?after=v1.0.9", HttpStatusCode.UnprocessableEntity, "FEED_RESET");
        await RefusedAsync(consumer, "/feed/export?format=nonsense", HttpStatusCode.UnprocessableEntity, "UNKNOWN_CODE");
        await RefusedAsync(consumer, "/feed/export?areas=appeals", HttpStatusCode.UnprocessableEntity, "UNKNOWN_CODE");
        await RefusedAsync(consumer, "/feed/export?type=nonsense", HttpStatusCode.UnprocessableEntity, "UNKNOWN_CODE");
        using var specialist = app.ClientOf("specialist-a");
        await RefusedAsync(specialist, "/feed/export", HttpStatusCode.Forbidden, "NOT_PERMITTED");
        using var nobody = new HttpClient { BaseAddress = app.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/feed/export")).StatusCode);
        Assert.Contains("Take it out as files", await consumer.GetStringAsync("/feed"), StringComparison.Ordinal);

        await app.KillAsync();
        var folder = Path.Combine(app.Folder, "out");
        string[] settings = ["--environment=Development", $"--Insights:Catalogue={Path.Combine(app.Folder, "seed")}", $"--Insights:Database:Path={app.DatabasePath}", "--Logging:LogLevel:Default=None"];
        var (exit, output, error) = await RunAsync($"feed export --format ndjson --after {last} --out {folder}", settings);
        Assert.True(exit == 0, error);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folder, "events.ndjson")));
        Assert.Contains($"\"lastCursor\": \"{output.Trim()}\"", await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json")), StringComparison.Ordinal);

        Assert.Equal(VerbExit.Unusable, (await RunAsync($"feed export --out {folder}", settings)).Exit);
        var (malformed, _, said) = await RunAsync($"feed export --after nonsense --out {folder}", settings);
        Assert.Equal(VerbExit.Unusable, malformed);
        Assert.DoesNotContain("nonsense", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("feed export")]
    [InlineData("feed export --format xml --out nowhere")]
    public async Task What_cannot_be_exported_writes_nothing(string line)
    {
        var (exit, output, error) = await RunAsync(line, []);

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.NotEmpty(error);
        Assert.False(Directory.Exists("nowhere"));
    }

    private static async Task FileAsync(RunningApp app, string key)
    {
        using var specialist = app.ClientOf("specialist-a");
        var report = new
        {
            kind = "AMBIGUITY",
            title = "Which age governs when stated age and use disagree?",
            question = "Which decides until an age check is complete?",
            clause = "CS-2.1",
            noCaseReason = "Seen in a double review.",
            harm = "HIGH",
            reach = "MANY",
            attested = true,
        };
        var data = await RunningApp.QueryAsync(specialist, "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id } } }", new { input = new { report, idempotencyKey = $"feed-verb-{key}" } });
        Assert.Equal(JsonValueKind.Object, data.GetProperty("fileReport").GetProperty("report").ValueKind);
    }

    private static async Task<(string Events, JsonElement Manifest)> TakeAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        var manifest = JsonDocument.Parse(await BytesAsync(zip.Entries[^1])).RootElement;
        var file = manifest.GetProperty("files")[0];
        var bytes = await BytesAsync(zip.GetEntry(file.GetProperty("name").GetString()!)!);
        Assert.Equal(("manifest.json", Convert.ToHexStringLower(SHA256.HashData(bytes))), (zip.Entries[^1].Name, file.GetProperty("sha256").GetString()));
        return (System.Text.Encoding.UTF8.GetString(bytes), manifest);
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task RefusedAsync(HttpClient client, string address, HttpStatusCode status, string code)
    {
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", body, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string line, string[] settings)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(line.Split(' '), new VerbConsole(TextReader.Null, output, error, false), new VerbProduct(settings));
        return (exit, output.ToString(), error.ToString());
    }
}
