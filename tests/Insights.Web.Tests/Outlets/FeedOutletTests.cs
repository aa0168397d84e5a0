using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Insights.Testing;

namespace Insights.Web.Tests.Outlets;

/// <summary>GET /feed for programs without a GraphQL client.</summary>
public sealed class FeedOutletTests(FeedApp feed) : IClassFixture<FeedApp>
{
    private const string Lines = "application/x-ndjson";
    private const string Events = "text/event-stream";
    private const string Persona = "Persona " + FeedApp.Team;

    [Fact]
    public async Task A_page_of_lines_ends_with_where_to_go_on()
    {
        using var response = await feed.AskAsync("?first=2", Lines, Persona);
        var lines = await FeedApp.LinesAsync(response);

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(3, lines.Count);
        Assert.Equal(("REPORT_FILED", lines[1].GetProperty("cursor").GetString(), true),
            (lines[0].GetProperty("type").GetString(), lines[2].GetProperty("cursor").GetString(), lines[2].GetProperty("hasMore").GetBoolean()));
        Assert.False(lines[0].TryGetProperty("gapId", out _));

        using var next = await feed.AskAsync($"?after={lines[2].GetProperty("cursor").GetString()}&first=500", Lines, Persona);
        var rest = await FeedApp.LinesAsync(next);
        Assert.False(rest[^1].GetProperty("hasMore").GetBoolean());
        Assert.Empty(rest.Select(l => l.GetProperty("cursor").GetString()).SkipLast(1).Intersect(lines.Select(l => l.GetProperty("cursor").GetString())));
    }

    [Fact]
    public async Task Events_come_in_the_envelope_of_CloudEvents_where_that_is_asked_for()
    {
        using var response = await feed.AskAsync("?first=1&envelope=cloudevents", Lines, Persona);
        var (bare, enveloped) = ((await FeedApp.LinesAsync(await feed.AskAsync("?first=1", Lines, Persona)))[0], (await FeedApp.LinesAsync(response))[0]);

        Assert.Equal(("1.0", "insights.report-filed.v1", bare.GetProperty("id").GetString()),
            (enveloped.GetProperty("specversion").GetString(), enveloped.GetProperty("type").GetString(), enveloped.GetProperty("id").GetString()));
        Assert.Equal(bare.GetRawText(), enveloped.GetProperty("data").GetRawText());
        using var unknown = await feed.AskAsync("?envelope=paper", Lines, Persona);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task A_filter_that_lets_nothing_through_still_moves_the_cursor()
    {
        using var response = await feed.AskAsync("?types=GAP_CLOSED,GAP_OPENED&severities=HIGH&severities=LOW&states=CLOSED&kinds=AMBIGUITY&areas=age-assurance&clauses=CS-1.1", Lines, Persona);

        var only = Assert.Single(await FeedApp.LinesAsync(response));
        Assert.False(only.TryGetProperty("type", out _));
        Assert.NotEqual("0", only.GetProperty("cursor").GetString()!.Split('.')[2]);
    }

    [Fact]
    public async Task An_event_stream_names_each_event_and_goes_on_after_the_last_id()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await feed.AskAsync("", Events, Persona);
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        Assert.Equal((":", ""), (await reader.ReadLineAsync(limit.Token), await reader.ReadLineAsync(limit.Token)));
        var id = await reader.ReadLineAsync(limit.Token);
        Assert.StartsWith("id: v1.", id, StringComparison.Ordinal);
        Assert.Equal("event: REPORT_FILED", await reader.ReadLineAsync(limit.Token));
        var data = await reader.ReadLineAsync(limit.Token);
        Assert.StartsWith($$"""data: {"schema":1,"cursor":"{{id![4..]}}",""", data, StringComparison.Ordinal);

        // The address an EventSource began with stays the same; what it has read since stands in the header.
        using var resumed = await feed.AskAsync("?after=v1.0.0", Events, Persona, lastEventId: id[4..]);
        using var second = new StreamReader(await resumed.Content.ReadAsStreamAsync(limit.Token));
        string? line;
        while (!(line = await second.ReadLineAsync(limit.Token))!.StartsWith("id:", StringComparison.Ordinal))
        {
        }

        Assert.Equal(Position(id[4..]) + 1, Position(line![4..]));
    }

    [Theory]
    [InlineData("?first=0", "first", "OUT_OF_RANGE")]
    [InlineData("?first=501", "first", "OUT_OF_RANGE")]
    [InlineData("?first=ten", "first", "OUT_OF_RANGE")]
    [InlineData("?after=zebra", "after", "MALFORMED")]
    [InlineData("?after=v1.1.1&after=v1.1.2", "after", "MALFORMED")]
    [InlineData("?follow=maybe", "follow", "MALFORMED")]
    [InlineData("?types=zebra", "types", "UNKNOWN_CODE")]
    [InlineData("?types=1", "types", "UNKNOWN_CODE")]
    [InlineData("?severities=high", "severities", "UNKNOWN_CODE")]
    [InlineData("?areas=Zebra!", "areas", null)]
    [InlineData("?zebra=1", null, "UNKNOWN_CODE")]
    public async Task A_parameter_that_cannot_be_read_is_named_and_never_repeated(string query, string? parameter, string? code)
    {
        foreach (var accept in new[] { Lines, Events })
        {
            using var response = await feed.AskAsync(query, accept, Persona);
            var text = await response.Content.ReadAsStringAsync();
            var body = JsonDocument.Parse(text).RootElement;

            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Equal(parameter, body.TryGetProperty("parameter", out var named) ? named.GetString() : null);
            Assert.Equal(code ?? body.GetProperty("code").GetString(), body.GetProperty("code").GetString());
            Assert.DoesNotContain("zebra", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_cursor_the_feed_cannot_continue_is_FEED_RESET_with_both_ends_at_every_outlet()
    {
        using var client = feed.App.ClientOf(FeedApp.Team);
        var end = (await RunningApp.QueryAsync(client, "{ feed(first: 100) { endCursor } }")).GetProperty("feed").GetProperty("endCursor").GetString()!;
        var (epoch, ahead, earlier) = (end.Split('.')[1], $"v1.{end.Split('.')[1]}.{Position(end) + 1000}", $"v1.{long.Parse(end.Split('.')[1], null) + 1}.1");

        foreach (var (cursor, status) in new[] { (ahead, 409), (earlier, 410) })
        {
            foreach (var (accept, query) in new[] { (Lines, $"?after={cursor}"), (Lines, $"?follow=true&after={cursor}"), (Events, $"?after={cursor}") })
            {
                using var response = await feed.AskAsync(query, accept, Persona);
                AssertReset(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, epoch);
                Assert.Equal(status, (int)response.StatusCode);
            }

            var page = await RunningApp.QueryAsync(client, $$"""{ feed(after: "{{cursor}}") { resyncRequired { code first last } } }""");
            AssertReset(page.GetProperty("feed").GetProperty("resyncRequired"), epoch);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var socket = await FeedSocket.OpenAsync(feed.App.Address, FeedApp.Team, cursor, limit.Token);
            AssertReset(await socket.NextAsync(limit.Token), epoch);
        }
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_a_browser_gets_the_page()
    {
        foreach (var accept in new[] { Lines, Events })
        {
            using var anonymous = await feed.AskAsync("", accept, null);
            using var unknown = await feed.AskAsync("", accept, "Bearer ins_nothing");
            using var specialist = await feed.AskAsync("", accept, "Persona specialist-a");
            Assert.Equal((401, 401, 403), ((int)anonymous.StatusCode, (int)unknown.StatusCode, (int)specialist.StatusCode));
            Assert.Equal("NOT_PERMITTED", JsonDocument.Parse(await specialist.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
        }

        using var page = await feed.AskAsync("", "text/html,application/xhtml+xml,*/*;q=0.8", Persona);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var (_, secret) = await feed.KeyAsync();
        using var plain = await feed.AskAsync("", "*/*", $"Bearer {secret}");
        using var other = await feed.AskAsync("", "image/png", $"Bearer {secret}");
        Assert.Equal(("application/x-ndjson", 406), (plain.Content.Headers.ContentType!.MediaType, (int)other.StatusCode));
    }

    [Fact]
    public async Task A_key_that_may_only_export_does_not_read()
    {
        var (_, secret) = await feed.KeyAsync("EXPORT");
        using var response = await feed.AskAsync("", Lines, $"Bearer {secret}");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task What_a_key_opened_is_closed_within_a_minute_of_its_revocation()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (id, secret) = await feed.KeyAsync();
        using var lines = await feed.AskAsync("?follow=true", Lines, $"Bearer {secret}");
        using var events = await feed.AskAsync("", Events, $"Bearer {secret}");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {secret}");
        await socket.ConnectAsync(new UriBuilder(feed.App.Address) { Scheme = "ws", Path = "/graphql" }.Uri, limit.Token);
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);

        await feed.RevokeAsync(id);

        Assert.Contains("""{"code":"SESSION_ENDED"}""", await lines.Content.ReadAsStringAsync(limit.Token), StringComparison.Ordinal);
        Assert.EndsWith("event: ended\ndata: {\"code\":\"SESSION_ENDED\"}\n\n", await events.Content.ReadAsStringAsync(limit.Token), StringComparison.Ordinal);
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, limit.Token)).MessageType is not WebSocketMessageType.Close)
        {
        }

        Assert.Equal(4403, (int?)socket.CloseStatus);
        using var again = await feed.AskAsync("", Lines, $"Bearer {secret}");
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task One_reader_has_no_more_than_fifty_streams_at_once()
    {
        var (_, secret) = await feed.KeyAsync();
        var open = new List<HttpResponseMessage>();
        for (var n = 0; n < 50; n++)
            open.Add(await feed.AskAsync("", Events, $"Bearer {secret}"));
        using var refused = await feed.AskAsync("", Events, $"Bearer {secret}");
        using var page = await feed.AskAsync("", Lines, $"Bearer {secret}");

        Assert.All(open, o => Assert.Equal(HttpStatusCode.OK, o.StatusCode));
        Assert.Equal((429, "TOO_MANY_STREAMS", true, 200), ((int)refused.StatusCode,
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString(), refused.Headers.RetryAfter is not null, (int)page.StatusCode));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {secret}");
        await socket.ConnectAsync(new UriBuilder(feed.App.Address) { Scheme = "ws", Path = "/graphql" }.Uri, limit.Token);
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(new byte[4096], limit.Token)).MessageType);
        Assert.Equal(1013, (int?)socket.CloseStatus);
        open.ForEach(o => o.Dispose());
    }

    [Theory]
    [InlineData("Last-Event-ID")]
    [InlineData("Accept")]
    [InlineData("Authorization")]
    [InlineData("Origin")]
    [InlineData("Referer")]
    [InlineData("User-Agent")]
    [InlineData("Accept-Language")]
    [InlineData("X-Request-Id")]
    [InlineData("traceparent")]
    public async Task What_stands_in_a_header_of_a_request_for_the_feed_or_its_counts_is_never_repeated(string header)
    {
        const string Mark = "zebra7canary";
        foreach (var address in new[] { "/feed", "/feed?follow=maybe", "/feed/counts", "/feed/counts?on=never" })
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = feed.App.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            foreach (var (name, value) in new[] { ("Authorization", Persona), ("Accept", address.StartsWith("/feed/", StringComparison.Ordinal) ? "application/json" : Lines) }.Where(h => h.Item1 != header))
                request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation(header, header is "Authorization" ? $"Bearer ins_{Mark}" : Mark);
            using var response = await client.SendAsync(request);

            Assert.DoesNotContain(Mark, await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Mark, response.Headers.ToString() + response.Content.Headers, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static void AssertReset(JsonElement body, string epoch)
    {
        Assert.Equal("FEED_RESET", body.GetProperty("code").GetString());
        Assert.Equal($"v1.{epoch}.0", body.GetProperty("first").GetString());
        Assert.StartsWith($"v1.{epoch}.", body.GetProperty("last").GetString(), StringComparison.Ordinal);
    }

    private static long Position(string cursor) => long.Parse(cursor.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture);
}
