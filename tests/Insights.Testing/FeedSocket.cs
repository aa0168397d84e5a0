using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Insights.Testing;

/// <summary>A model team's reader over <c>graphql-transport-ws</c>: one socket, one subscription of the feed or several.</summary>
public sealed class FeedSocket : IDisposable
{
    private const string Subscription =
        "subscription($after: String) { feed(after: $after) { __typename ... on FeedEvent { id cursor type } ... on FeedHeartbeat { cursor } ... on ResyncRequired { code first last } } }";

    private readonly ClientWebSocket _socket = new();

    private FeedSocket()
    {
    }

    /// <summary>Connects and subscribes from this cursor on, once or as often as asked for.</summary>
    public static async Task<FeedSocket> OpenAsync(Uri address, string persona, string? after, CancellationToken ct, int subscriptions = 1)
    {
        var reader = new FeedSocket();
        reader._socket.Options.AddSubProtocol("graphql-transport-ws");
        reader._socket.Options.SetRequestHeader("Authorization", $"Persona {persona}");
        await reader._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/graphql" }.Uri, ct);
        await reader.SendAsync(new { type = "connection_init" }, ct);
        while ((await reader.ReceiveAsync(ct)).GetProperty("type").GetString() != "connection_ack")
        {
        }

        for (var n = 1; n <= subscriptions; n++)
            await reader.SendAsync(new { id = $"{n}", type = "subscribe", payload = new { query = Subscription, variables = new { after } } }, ct);
        return reader;
    }

    /// <summary>The next message of the feed; pings are answered on the way.</summary>
    public async Task<JsonElement> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var message = await ReceiveAsync(ct);
            switch (message.GetProperty("type").GetString())
            {
                case "next":
                    return message.GetProperty("payload").GetProperty("data").GetProperty("feed");
                case "ping":
                    await SendAsync(new { type = "pong" }, ct);
                    break;
                case "error" or "complete":
                    throw new InvalidOperationException("The feed ended: " + message.GetRawText());
            }
        }
    }

    /// <summary>Cuts the connection without a closing handshake.</summary>
    public void Cut() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(object message, CancellationToken ct) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, ct);

    private async Task<JsonElement> ReceiveAsync(CancellationToken ct)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, ct);
            if (part.MessageType is WebSocketMessageType.Close)
                throw new InvalidOperationException($"The socket was closed: {part.CloseStatus} {part.CloseStatusDescription}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (part.EndOfMessage)
                return JsonDocument.Parse(text.ToString()).RootElement;
        }
    }
}
