using System.Net.WebSockets;
using System.Text;
using static Insights.Web.Tests.Edge.Attack;

namespace Insights.Web.Tests.Edge;

/// <summary>What is tried over sockets. The status of a reply is the code the socket was closed with, or of the answer that opened none.</summary>
internal static class SocketAttacks
{
    private const string Protocol = "graphql-transport-ws";
    private static readonly string Init = """{"type":"connection_init"}""";
    private static readonly string Endless = """{"type":"subscribe","id":"ID","payload":{"query":"subscription { feed { __typename } }"}}""";

    public static IEnumerable<Attack> All =>
    [
        Open("a socket of a foreign page", Protocol, ("Origin", "https://elsewhere.example"), 403),
        Open("a socket of no origin", Protocol, ("Origin", "null"), 403),
        Open("a socket of a name like ours", Protocol, ("Origin", "http://127.0.0.1.elsewhere.example"), 403),
        Open("a socket in an old protocol", "graphql-ws", null, 400),
        Open("a socket in a protocol nobody knows", Mark, null, 400),
        Talk("four mebibytes in one message", 1009, Text(new string('a', 4 << 20))),
        Talk("four mebibytes in pieces", 1009, Text(Init), (new byte[4 << 20], WebSocketMessageType.Text)),
        Talk("a message of bytes", 4400, (new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary)),
        Talk("a message that is no JSON", 4400, Text(Mark)),
        Talk("a message of a kind nobody knows", 4400, Text(Init), Text($"{{\"type\":\"{Mark}\"}}")),
        Talk("arrays ten thousand deep over a socket", 4400, Text(Init), Text(new string('[', 10_000))),
        Talk("two beginnings", 4429, Text(Init), Text(Init)),
        Talk("a subscription before the beginning", 4401, Text(Endless.Replace("ID", "1", StringComparison.Ordinal))),
        Talk("one id for two", 4409, Text(Init), Text(Endless.Replace("ID", "1", StringComparison.Ordinal)), Text(Endless.Replace("ID", "1", StringComparison.Ordinal))),
        Talk("operations by the hundred", 0, [Text(Init), .. Enumerable.Range(0, 100).Select(n => Text(Endless.Replace("ID", $"{n}", StringComparison.Ordinal)))]),
        Talk("pings by the thousand", 0, [Text(Init), .. Enumerable.Repeat(Text("""{"type":"ping"}"""), 1_000)]),
        Talk("fragments that double over a socket", 0, Text(Init), Text(Endless.Replace("ID", "1", StringComparison.Ordinal).Replace("subscription { feed { __typename } }", "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A }", StringComparison.Ordinal))),
    ];

    private static (byte[] Bytes, WebSocketMessageType Type) Text(string text) => (Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    private static Attack Open(string name, string protocol, (string Name, string Value)? header, int expected) => new(name, async target =>
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Persona model-team-classifiers");
        if (header is { } more)
            socket.Options.SetRequestHeader(more.Name, more.Value);
        try
        {
            await socket.ConnectAsync(AddressOf(target), CancellationToken.None);
            return new Reply(200, "");
        }
        catch (WebSocketException)
        {
            return new Reply((int)socket.HttpStatusCode, string.Join('\n', socket.HttpResponseHeaders?.Select(h => $"{h.Key}: {string.Join(',', h.Value)}") ?? []));
        }
    }, expected);

    /// <summary>Says all of it and hears what comes back; where no close is due, one that is asked for ends it.</summary>
    private static Attack Talk(string name, int closing, params (byte[] Bytes, WebSocketMessageType Type)[] messages) => new(name, async target =>
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Protocol);
        socket.Options.SetRequestHeader("Authorization", "Persona model-team-classifiers");
        await socket.ConnectAsync(AddressOf(target), CancellationToken.None);
        var heard = new StringBuilder();
        var hearing = HearAsync(socket, heard);
        try
        {
            foreach (var (bytes, type) in messages)
                await socket.SendAsync(bytes, type, true, CancellationToken.None);
            if (closing == 0)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Closed while we were still talking, which is what is hoped for.
        }

        await hearing;
        return new Reply(closing == 0 && socket.CloseStatus is WebSocketCloseStatus.NormalClosure ? 0 : (int?)socket.CloseStatus ?? 0, $"{socket.CloseStatusDescription}\n{heard}");
    }, closing == 1009 ? [1009, 0] : [closing]);

    private static async Task HearAsync(ClientWebSocket socket, StringBuilder heard)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is { MessageType: not WebSocketMessageType.Close } part)
                heard.Append(Encoding.UTF8.GetString(buffer, 0, part.Count)).Append('\n');
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException)
        {
            // Cut off.
        }
    }

    private static Uri AddressOf(Target target) => new UriBuilder(target.Address) { Scheme = "ws", Path = "/graphql" }.Uri;
}
