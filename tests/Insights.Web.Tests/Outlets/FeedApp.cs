using System.Net.Http.Headers;
using System.Text.Json;
using Insights.Testing;

namespace Insights.Web.Tests.Outlets;

/// <summary>One running product with a feed of some reports, for all tests of a class.</summary>
public sealed class FeedApp : IAsyncLifetime
{
    public const string Team = "model-team-classifiers";

    private const string File = "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id } refusals { code path message } } }";

    private int _filed;

    public RunningApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await RunningApp.WithPeopleOnlyAsync();
        await FileAsync(5);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>Files so many reports, each of which is at least one event.</summary>
    public async Task FileAsync(int count)
    {
        using var client = App.ClientOf("specialist-a");
        for (var n = 0; n < count; n++)
            await FileAsync(App, client, Interlocked.Increment(ref _filed), CancellationToken.None);
    }

    public static async Task FileAsync(RunningApp app, HttpClient client, int n, CancellationToken ct)
    {
        var report = new
        {
            kind = "UNKNOWN_UNKNOWN",
            title = $"No category fits, observation {n}",
            surprise = "Two reviewers placed the same question under different clauses.",
            noCaseReason = "Seen in a double review.",
            attested = true,
        };
        var data = await RunningApp.QueryAsync(client, File, new { input = new { report, idempotencyKey = $"feed-report-{n}" } }, ct);
        if (data.GetProperty("fileReport").GetProperty("refusals").GetArrayLength() > 0)
            throw new InvalidOperationException(data.GetRawText());
    }

    /// <summary>A new consumer of the team with one key that may read; its id, and the secret.</summary>
    public async Task<(string KeyId, string Secret)> KeyAsync(string scope = "READ")
    {
        using var client = App.ClientOf(Team);
        var made = (await RunningApp.QueryAsync(client, "mutation($input: RegisterConsumerInput!) { registerConsumer(input: $input) { consumer { id version } refusals { code } } }",
            new { input = new { name = "A reader under test", idempotencyKey = Guid.NewGuid().ToString("N") } })).GetProperty("registerConsumer").GetProperty("consumer");
        var issued = (await RunningApp.QueryAsync(client, "mutation($input: IssueKeyInput!) { issueKey(input: $input) { issuedKey { secret key { id } } refusals { code message } } }",
            new { input = new { consumerId = made.GetProperty("id").GetString(), expectedVersion = made.GetProperty("version").GetInt32(), scopes = new[] { scope }, expiresOn = DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd", null) } }))
            .GetProperty("issueKey").GetProperty("issuedKey");
        return (issued.GetProperty("key").GetProperty("id").GetString()!, issued.GetProperty("secret").GetString()!);
    }

    public async Task RevokeAsync(string keyId)
    {
        using var client = App.ClientOf(Team);
        await RunningApp.QueryAsync(client, "mutation($input: RevokeKeyInput!) { revokeKey(input: $input) { refusals { code } } }", new { input = new { keyId } });
    }

    /// <summary>Asks for the feed as a program; anonymous without an authorization.</summary>
    public async Task<HttpResponseMessage> AskAsync(string query, string? accept, string? authorization, string? lastEventId = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed" + query);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<List<JsonElement>> LinesAsync(HttpResponseMessage response) =>
        [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
