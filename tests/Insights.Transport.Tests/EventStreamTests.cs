using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Insights.Transport.Tests;

/// <summary>GraphQL over SSE, distinct connections mode, over a real server.</summary>
public sealed class EventStreamTests
{
    private const string EventStream = "text/event-stream";
    private static readonly SseBlock Comment = new(null, null, null, true);
    private static readonly SseBlock Complete = new("complete", "", null, false);

    [Fact]
    public async Task A_subscription_by_post_is_framed_with_its_cursors()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":2}}""", EventStream);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
        Assert.Equal(
            ":\n\n"
            + "event: next\ndata: {\"data\":{\"n\":1,\"padding\":\"\"}}\nid: 1\n\n"
            + "event: next\ndata: {\"data\":{\"n\":2,\"padding\":\"\"}}\nid: 2\n\n"
            + "event: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_reconnecting_event_source_goes_on_after_its_last_event_id()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.GetAsync(
            "query=count&variables={\"to\":5}", EventStream, request => request.Headers.Add("Last-Event-ID", "3"));

        Assert.Equal(["4", "5"], await response.BlocksAsync().Where(block => block.Event == "next").Select(block => block.Id!).ToListAsync());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData(null)]
    public async Task A_last_event_id_that_was_never_sent_is_refused(string? id)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync(
            """{"query":"count"}""", EventStream,
            request => request.Headers.TryAddWithoutValidation("Last-Event-ID", id ?? new string('1', 257)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(TransportCodes.RequestInvalid, await response.CodeAsync());
    }

    [Fact]
    public async Task A_position_without_a_result_moves_only_the_last_event_id()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":2,"silentAt":1}}""", EventStream);

        Assert.Equal(
            [Comment, new(null, null, "1", false), new("next", """{"data":{"n":2,"padding":""}}""", "2", false), Complete],
            await response.BlocksAsync().ToListAsync());
    }

    [Theory]
    [InlineData("echo", """{"data":{"Query":"echo",""")]
    [InlineData("mutation", """{"data":{"Query":"mutation",""")]
    [InlineData("refused", """{"errors":[{"message":"No.",""")]
    public async Task A_single_result_or_refusal_is_one_event_on_a_200_stream(string query, string start)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync($$"""{"query":"{{query}}"}""", EventStream);
        var blocks = await response.BlocksAsync().ToListAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, blocks.Count);
        Assert.Equal("next", blocks[1].Event);
        Assert.StartsWith(start, blocks[1].Data, StringComparison.Ordinal);
        Assert.Equal(Complete, blocks[2]);
    }

    [Theory]
    [InlineData("query=mutation", 405, TransportCodes.MutationByGet)]
    [InlineData("query=throws", 500, TransportCodes.InternalError)]
    [InlineData("", 400, TransportCodes.QueryMissing)]
    public async Task What_fails_before_the_stream_opens_has_a_status(string parameters, int status, string code)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.GetAsync(parameters, EventStream);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(code, await response.CodeAsync());
    }

    [Fact]
    public async Task A_stream_that_fails_ends_with_an_error_that_tells_nothing()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"failAt":2}}""", EventStream);
        var blocks = await response.BlocksAsync().ToListAsync();

        Assert.Equal(["1", null, null], blocks.Skip(1).Select(block => block.Id));
        Assert.Equal(
            """{"errors":[{"message":"The server could not answer.","extensions":{"code":"INTERNAL_ERROR"}}]}""",
            blocks[2].Data);
        Assert.Equal(Complete, blocks[3]);
        Assert.DoesNotContain("canary", host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_of_several_lines_stays_one_event()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"pretty"}""", EventStream);
        var blocks = await response.BlocksAsync().ToListAsync();

        Assert.Equal([null, "next", "complete"], blocks.Select(block => block.Event));
        Assert.Equal("""{"data":null}""", JsonSerializer.Serialize(JsonElement.Parse(blocks[1].Data!)));
    }

    [Fact]
    public async Task A_cursor_that_would_break_the_framing_ends_the_stream()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"badCursorAt":2}}""", EventStream);

        Assert.Equal([null, "1", null, null], (await response.BlocksAsync().ToListAsync()).Select(block => block.Id));
        await host.Runner.Disposed;
    }

    [Fact]
    public async Task The_client_knows_that_it_is_connected_before_the_first_event()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":0,"thenWait":1}}""", EventStream);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Comment, await response.BlocksAsync().FirstAsync());
    }

    [Fact]
    public async Task A_quiet_stream_gets_a_comment_every_fifteen_seconds()
    {
        var clock = new FakeTimeProvider();
        var begun = clock.GetUtcNow();
        await using var host = await LoopbackHost.StartAsync(clock: clock);
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":0,"thenWait":1}}""", EventStream);
        await using var blocks = response.BlocksAsync().GetAsyncEnumerator();
        Assert.True(await blocks.MoveNextAsync());

        for (var round = 0; round < 3; round++)
        {
            var next = blocks.MoveNextAsync().AsTask();
            await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(1), next);
            Assert.Equal(Comment, blocks.Current);
        }

        Assert.True(clock.GetUtcNow() - begun >= TimeSpan.FromSeconds(3 * 15));
    }

    [Fact]
    public async Task A_session_that_ends_is_told_so_and_its_stream_disposed()
    {
        var clock = new FakeTimeProvider();
        var signedIn = true;
        await using var host = await LoopbackHost.StartAsync(
            options => options.StillSignedIn = (_, _) => new(signedIn), clock);
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":0,"thenWait":1}}""", EventStream);
        var blocks = response.BlocksAsync().Where(block => !block.IsComment).ToListAsync().AsTask();
        await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), Task.Delay(50));
        Assert.False(blocks.IsCompleted);

        signedIn = false;
        await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), blocks);
        Assert.Equal(
            [
                new("next", """{"errors":[{"message":"The session has ended. Sign in again.","extensions":{"code":"SESSION_ENDED"}}]}""", null, false),
                Complete,
            ],
            await blocks);
        await host.Runner.Disposed;
    }

    [Fact]
    public async Task A_client_that_leaves_has_its_stream_disposed()
    {
        await using var host = await LoopbackHost.StartAsync();
        using (var response = await host.PostAsync("""{"query":"count","variables":{"to":1,"thenWait":1}}""", EventStream))
        {
            await response.BlocksAsync().Skip(1).FirstAsync();
        }

        await host.Runner.Disposed;
    }

    [Fact]
    public async Task A_stopping_server_ends_the_stream_without_completing_it()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":1,"thenWait":1}}""", EventStream);
        var blocks = response.BlocksAsync().ToListAsync().AsTask();
        while (host.Runner.Asked < 2) await Task.Delay(5);

        await host.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal([null, "1"], (await blocks).Select(block => block.Id));
        await host.Runner.Disposed;
    }

    [Fact]
    public async Task A_reader_that_stalls_is_cut_and_little_was_read_for_it()
    {
        const int size = 64 * 1024;
        await using var host = await LoopbackHost.StartAsync(options => options.SendTimeout = TimeSpan.FromSeconds(1));
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        var body = $$$"""{"query":"count","variables":{"to":1000000,"size":{{{size}}}}}""";
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: {EventStream}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body));

        await host.Runner.Disposed;
        Assert.InRange(host.Runner.Asked, 1, 64 * 1024 * 1024 / size);
    }

    [Fact]
    public async Task A_slow_reader_misses_nothing()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"count","variables":{"to":300,"size":65536}}""", EventStream);
        var expected = 1;
        await foreach (var block in response.BlocksAsync().Where(block => block.Event == "next"))
        {
            Assert.Equal(expected++, int.Parse(block.Id!, CultureInfo.InvariantCulture));
            if (expected % 50 == 0) await Task.Delay(20);
        }

        Assert.Equal(301, expected);
    }
}
