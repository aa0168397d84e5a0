using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Insights.Transport.Tests;

/// <summary>graphql-transport-ws over real sockets: what the list-backed socket cannot show.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task A_subscription_runs_over_a_real_socket()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        Assert.Equal("graphql-transport-ws", socket.SubProtocol);
        await socket.SayAsync(Talk.Subscribe("s", "count", """{"to":1}"""));

        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"n":1,"padding":""}}}""", await socket.HearAsync());
        Assert.Equal("""{"id":"s","type":"complete"}""", await socket.HearAsync());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Patience.Limit);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task Another_sub_protocol_is_refused_before_the_upgrade(string? protocol)
    {
        await using var host = await LoopbackHost.StartAsync();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => host.ConnectAsync(protocol, options => options.CollectHttpResponseDetails = true));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_and_cannot_sign_in_over_the_socket_gets_none()
    {
        await using var host = await LoopbackHost.StartAsync(signedIn: false);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => host.ConnectAsync(change: options => options.CollectHttpResponseDetails = true));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example.com", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("chrome-extension://{own}", false)]
    [InlineData("https://pages.example.com", true)]
    [InlineData("http://{own}", true)]
    [InlineData("https://{own}", true)]
    [InlineData(null, true)]
    public async Task Only_pages_of_this_host_and_listed_origins_may_connect(string? origin, bool allowed)
    {
        await using var host = await LoopbackHost.StartAsync(options => options.AllowedOrigins.Add("https://pages.example.com"));
        var connecting = host.ConnectAsync(change: options =>
        {
            options.CollectHttpResponseDetails = true;
            if (origin is not null) options.SetRequestHeader("Origin", origin.Replace("{own}", host.Address.Authority, StringComparison.Ordinal));
        });

        if (allowed)
        {
            using var socket = await connecting;
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => connecting);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task The_peer_sees_4408_and_not_a_broken_connection()
    {
        await using var host = await LoopbackHost.StartAsync(options => options.InitTimeout = TimeSpan.FromMilliseconds(50));
        using var socket = await host.ConnectAsync();

        Assert.Equal(4408, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task The_peer_sees_4403_while_a_stream_is_running()
    {
        await using var host = await LoopbackHost.StartAsync(options =>
        {
            options.SessionCheckInterval = TimeSpan.FromMilliseconds(50);
            options.StillSignedIn = (_, _) => new(false);
        });
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SayAsync(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));

        Assert.Equal(4403, await socket.CloseCodeAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_message_over_64_kilobytes_closes_with_1009_however_it_is_cut(int fragments)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        var part = Encoding.UTF8.GetBytes(new string(' ', 64 * 1024 / fragments + 1));
        for (var i = 1; i <= fragments; i++)
            await socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: i == fragments, default);

        Assert.Equal(1009, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task A_message_of_64_kilobytes_passes_and_a_short_one_after_it()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();

        await socket.SayAsync("""{"type":"ping"}""".PadRight(64 * 1024));
        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
        await socket.SayAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
    }

    [Fact]
    public async Task A_message_in_fragments_is_one_message()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SendAsync("{\"type\":"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, default);
        await socket.SendAsync("\"ping\"}"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);

        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
    }

    [Fact]
    public async Task A_binary_message_closes_with_4400()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);

        Assert.Equal(4400, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task A_stopping_server_closes_with_1001_and_disposes_the_stream()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SayAsync(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));
        Assert.NotNull(await socket.HearAsync());

        var stopping = host.StopAsync();
        Assert.Equal(1001, await socket.CloseCodeAsync());
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping.WaitAsync(Patience.Limit);
        await host.Runner.Disposed;
    }

    [Fact]
    public async Task A_connection_that_breaks_has_its_streams_disposed()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SayAsync(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));
        Assert.NotNull(await socket.HearAsync());
        socket.Abort();

        await host.Runner.Disposed;
    }

    [Fact]
    public async Task A_reader_that_stalls_is_cut_and_little_was_read_for_it()
    {
        const int size = 64 * 1024;
        await using var host = await LoopbackHost.StartAsync(options => options.SendTimeout = TimeSpan.FromSeconds(1));
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SayAsync(Talk.Subscribe("s", "count", $$$"""{"to":1000000,"size":{{{size}}}}"""));

        await host.Runner.Disposed;
        Assert.InRange(host.Runner.Asked, 1, 64 * 1024 * 1024 / size);
    }

    [Fact]
    public async Task Twenty_streams_share_a_socket_without_mixing()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        for (var id = 0; id < 20; id++)
            await socket.SayAsync(Talk.Subscribe($"{id}", "count", """{"to":50,"size":3000}"""));

        var last = new int[20];
        for (var completed = 0; completed < 20;)
        {
            var message = JsonElement.Parse(await socket.HearAsync() ?? "");
            var id = int.Parse(message.GetProperty("id").GetString()!, null);
            if (message.GetProperty("type").ValueEquals("complete")) completed++;
            else Assert.Equal(++last[id], message.GetProperty("payload").GetProperty("data").GetProperty("n").GetInt32());
        }

        Assert.All(last, n => Assert.Equal(50, n));
    }

    [Fact]
    public async Task The_init_callback_sees_the_request_and_may_refuse()
    {
        await using var host = await LoopbackHost.StartAsync(options => options.OnConnectionInit = (context, payload) =>
            new(context.Request.Path == "/graphql" && payload is { } sent && sent.GetProperty("token").GetString() == "right"
                ? Talk.Someone
                : null), signedIn: false);
        using var right = await host.ConnectAsync();
        await right.SayAsync("""{"type":"connection_init","payload":{"token":"right"}}""");
        Assert.Equal(Talk.Ack, await right.HearAsync());
        await right.SayAsync(Talk.Subscribe("1", "echo"));
        Assert.Contains("\"User\":\"someone\"", await right.HearAsync(), StringComparison.Ordinal);

        using var wrong = await host.ConnectAsync();
        await wrong.SayAsync("""{"type":"connection_init","payload":{"token":"wrong"}}""");
        Assert.Equal(4403, await wrong.CloseCodeAsync());
    }
}
