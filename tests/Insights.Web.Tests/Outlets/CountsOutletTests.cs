using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Testing;
using Insights.Web.Pages.Feed;
using Microsoft.Data.Sqlite;

namespace Insights.Web.Tests.Outlets;

/// <summary>GET /feed/counts: JSON for programs, a page for people.</summary>
public sealed class CountsOutletTests(FeedApp feed) : IClassFixture<FeedApp>
{
    private const string Persona = "Persona " + FeedApp.Team;

    [Fact]
    public async Task The_scheduler_counts_a_day_that_has_ended_and_a_key_reads_it()
    {
        // The day of the first event is set back, as if the server had been off since.
        await using (var db = new SqliteConnection($"Data Source={feed.App.DatabasePath};Pooling=False"))
        {
            await feed.App.KillAsync();
            await db.OpenAsync();
            await using var back = db.CreateCommand();
            back.CommandText = $"UPDATE feed_event SET \"Item\" = json_set(\"Item\", '$.on', '{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}')";
            Assert.True(await back.ExecuteNonQueryAsync() > 0);
            await feed.App.RestartAsync();
        }

        var (_, secret) = await feed.KeyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        HttpResponseMessage newest;
        while (!(newest = await AskAsync("", null, $"Bearer {secret}")).IsSuccessStatusCode)
            await Task.Delay(500, limit.Token);
        var read = JsonDocument.Parse(await newest.Content.ReadAsStringAsync(limit.Token)).RootElement;
        Assert.Equal((DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", null), "application/json", true),
            (read.GetProperty("on").GetString(), newest.Content.Headers.ContentType!.MediaType, newest.Headers.CacheControl!.NoStore));
        var filed = read.GetProperty("counts").EnumerateArray().Single(c => c.GetProperty("subject").GetString() == "FILED_REPORTS" && c.GetProperty("scope").GetString() == "CELL" && c.GetProperty("kind").GetString() == "UNKNOWN_UNKNOWN");
        Assert.Equal((true, false), (filed.GetProperty("suppressed").GetBoolean(), filed.TryGetProperty("count", out _)));

        using var program = feed.App.ClientWith(secret);
        var data = await RunningApp.QueryAsync(program, "{ feedCountDays feedCounts { on cursor threshold counts { subject scope kind count suppressed } } none: feedCounts(on: \"2020-01-01\") { on } }");
        Assert.Equal(2, data.GetProperty("feedCountDays").GetArrayLength());
        Assert.Equal((read.GetProperty("cursor").GetString(), JsonValueKind.Null), (data.GetProperty("feedCounts").GetProperty("cursor").GetString(), data.GetProperty("none").ValueKind));
        using var page = await AskAsync("", "text/html", Persona);
        var shown = await page.Content.ReadAsStringAsync(limit.Token);
        Assert.Contains("Reports ever filed", shown, StringComparison.Ordinal);
        Assert.Contains("1 to 7", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?on=2020-01-01", Persona, HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("?on=today", Persona, HttpStatusCode.BadRequest, "MALFORMED")]
    [InlineData("?on=2020-01-01&on=2020-01-02", Persona, HttpStatusCode.BadRequest, "MALFORMED")]
    [InlineData("?day=2020-01-01", Persona, HttpStatusCode.BadRequest, "UNKNOWN_CODE")]
    [InlineData("", "Persona specialist-a", HttpStatusCode.Forbidden, "NOT_PERMITTED")]
    [InlineData("", "Bearer ins_nothing", HttpStatusCode.Unauthorized, "NOT_SIGNED_IN")]
    [InlineData("", null, HttpStatusCode.Unauthorized, "NOT_SIGNED_IN")]
    public async Task What_is_refused_says_why(string query, string? authorization, HttpStatusCode status, string code)
    {
        using var response = await AskAsync(query, "application/json", authorization);

        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(code, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public void A_table_shows_bounds_in_place_of_what_is_suppressed()
    {
        Assert.Equal("1,250", CountsModel.Said(new FeedCount(CountSubject.OpenGaps, CountScope.Cell) { Kind = GapKind.Ambiguity, Count = 1250, Suppressed = false }, 8));
        Assert.Equal("1 to 7", CountsModel.Said(new FeedCount(CountSubject.OpenGaps, CountScope.Cell) { Suppressed = true }, 8));
        Assert.Equal("9 to 19", CountsModel.Said(new FeedCount(CountSubject.OpenGaps, CountScope.Total) { Suppressed = true, AtLeast = 9, AtMost = 19 }, 8));
    }

    private async Task<HttpResponseMessage> AskAsync(string query, string? accept, string? authorization)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = feed.App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed/counts" + query);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return await client.SendAsync(request);
    }
}
