using System.Security.Claims;
using System.Text;

namespace Insights.Transport.Tests;

/// <summary>Every close code of the endpoint, read off the wire.</summary>
public sealed class CloseFrameTests
{
    private static readonly ClaimsPrincipal Someone = Talk.Someone;

    public static TheoryData<string, string> Malformed => new()
    {
        { "no JSON", "nonsense" },
        { "an array", "[]" },
        { "no type", "{}" },
        { "an unknown type", """{"type":"start"}""" },
        { "a type of the older protocol", """{"type":"connection_terminate"}""" },
        { "a repeated member", """{"type":"ping","type":"ping"}""" },
        { "half a surrogate pair", """{"type":"ping","payload":{"a":"\ud800"}}""" },
        { "a payload that is no object", """{"type":"ping","payload":1}""" },
        { "subscribe without an id", """{"type":"subscribe","payload":{"query":"echo"}}""" },
        { "subscribe without a payload", """{"id":"1","type":"subscribe"}""" },
        { "subscribe without a document", """{"id":"1","type":"subscribe","payload":{}}""" },
        { "complete without an id", """{"type":"complete"}""" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_text_frame_is_answered_by_a_frame_with_4400(string what, string text)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SayAsync(text);
        Assert.True((4400, "Malformed message") == await socket.CloseAsync(), what);
    }

    [Fact]
    public async Task Binary_frames_and_text_that_is_not_utf_8_have_codes_too()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var binary = await OpenAsync(host);
        await binary.SendAsync(RawSocket.Binary, "{}"u8.ToArray());
        Assert.Equal((4400, "Malformed message"), await binary.CloseAsync());
        using var broken = await OpenAsync(host);
        await broken.SendAsync(RawSocket.Text, [0x22, 0xC3, 0x28, 0x22]);
        // The platform answers by itself and cuts the line at once, which may overtake its own frame.
        var cut = await Record.ExceptionAsync(async () => Assert.Contains((await broken.CloseAsync()).Code, new[] { 4400, 1007 }));
        Assert.True(cut is null or IOException, cut?.ToString());
    }

    [Fact]
    public async Task Subscribing_before_the_acknowledgement_is_answered_by_a_frame_with_4401()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await RawSocket.ConnectAsync(host.Address);
        await socket.SayAsync(Talk.Subscribe("1", "echo"));
        Assert.Equal((4401, "Unauthorized"), await socket.CloseAsync());
        Assert.Equal(0, host.Runner.Started);
    }

    [Fact]
    public async Task A_refused_init_is_answered_by_a_frame_with_4403()
    {
        await using var host = await LoopbackHost.StartAsync(options => options.OnConnectionInit = (_, _) => new((ClaimsPrincipal?)null));
        using var socket = await RawSocket.ConnectAsync(host.Address);
        await socket.SayAsync(Talk.Init);
        Assert.Equal((4403, "Forbidden"), await socket.CloseAsync());
    }

    [Fact]
    public async Task Saying_nothing_is_answered_by_a_frame_with_4408()
    {
        await using var host = await LoopbackHost.StartAsync(options => options.InitTimeout = TimeSpan.FromMilliseconds(50));
        using var socket = await RawSocket.ConnectAsync(host.Address);
        Assert.Equal((4408, "Connection initialisation timeout"), await socket.CloseAsync());
    }

    [Fact]
    public async Task An_id_in_use_is_answered_by_a_frame_with_4409()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SayAsync(Talk.Subscribe("1", "waits"));
        await socket.SayAsync(Talk.Subscribe("1", "echo"));
        Assert.Equal((4409, "Subscriber already exists"), await socket.CloseAsync());
    }

    [Fact]
    public async Task A_second_init_is_answered_by_a_frame_with_4429()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SayAsync(Talk.Init);
        Assert.Equal((4429, "Too many initialisation requests"), await socket.CloseAsync());
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(4 * 1024 * 1024)]
    public async Task A_frame_that_is_too_large_is_answered_by_one_with_1009(int size)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SendAsync(RawSocket.Text, Encoding.ASCII.GetBytes(new string(' ', size)));
        Assert.Equal((1009, "Message too large"), await socket.CloseAsync());
    }

    [Fact]
    public async Task A_caller_with_too_many_streams_is_answered_by_a_frame_with_1013()
    {
        await using var host = await LoopbackHost.StartAsync(options =>
        {
            options.MaxStreamsPerCaller = 1;
            options.OnConnectionInit = (_, _) => new(Someone);
        });
        using var first = await OpenAsync(host);
        using var second = await RawSocket.ConnectAsync(host.Address);
        await second.SayAsync(Talk.Init);
        Assert.Equal((1013, "Too many streams of this caller"), await second.CloseAsync());
    }

    [Fact]
    public async Task A_server_that_stops_says_so_by_a_frame_with_1001()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        var stopping = host.StopAsync();
        Assert.Equal((1001, "The server is stopping"), await socket.CloseAsync());
        socket.Dispose();
        await stopping;
    }

    [Fact]
    public async Task A_peer_that_answers_no_ping_is_sent_a_frame_with_1001()
    {
        await using var host = await LoopbackHost.StartAsync(options => options.PingInterval = TimeSpan.FromMilliseconds(100));
        using var socket = await OpenAsync(host);
        Assert.Equal((1001, "No answer to ping"), await socket.CloseAsync());
    }

    [Fact]
    public async Task A_refused_document_is_an_error_message_and_closes_nothing()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SayAsync(Talk.Subscribe("1", "refused"));
        await socket.SayAsync("""{"type":"ping"}""");
        string[] heard = [Encoding.UTF8.GetString((await socket.FrameAsync()).Payload), Encoding.UTF8.GetString((await socket.FrameAsync()).Payload)];

        Assert.Contains("""{"type":"pong"}""", heard);
        Assert.Contains(heard, text => text.StartsWith("""{"id":"1","type":"error","payload":[{""", StringComparison.Ordinal));
    }

    private static async Task<RawSocket> OpenAsync(LoopbackHost host)
    {
        var socket = await RawSocket.ConnectAsync(host.Address);
        await socket.SayAsync(Talk.Init);
        var (opcode, payload) = await socket.FrameAsync();
        // Where pings are frequent and the machine is busy, one may come first.
        while (Encoding.UTF8.GetString(payload) is """{"type":"ping"}""")
            (opcode, payload) = await socket.FrameAsync();
        Assert.Equal((RawSocket.Text, Talk.Ack), (opcode, Encoding.UTF8.GetString(payload)));
        return socket;
    }
}
