using System.Buffers;
using System.Net.WebSockets;

namespace Insights.Transport.GraphQLWs;

/// <summary>A WebSocket as the conversation wants it: whole messages up to a limit.</summary>
internal sealed class FramedSocket(WebSocket socket, int maxMessageBytes) : ISocket
{
    private const int UsualMessageBytes = 2048;

    private ArrayBufferWriter<byte> _message = new(UsualMessageBytes);

    public async ValueTask<SocketMessage> ReceiveAsync()
    {
        // A long message must not leave its buffer behind in a thousand idle sockets.
        if (_message.Capacity > UsualMessageBytes * 2) _message = new(UsualMessageBytes);
        else _message.ResetWrittenCount();

        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_message.GetMemory(UsualMessageBytes), CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return new(Arrival.Closed);
                if (part.MessageType is WebSocketMessageType.Binary) return new(Arrival.Binary);

                _message.Advance(part.Count);
                if (_message.WrittenCount > maxMessageBytes) return new(Arrival.TooLarge);
                if (part.EndOfMessage) return new(Arrival.Text, _message.WrittenMemory);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or IOException)
        {
            return new(Arrival.Closed);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken ct) =>
        socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, ct);

    public ValueTask CloseAsync(Closing closing, CancellationToken ct) =>
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? new(socket.CloseOutputAsync((WebSocketCloseStatus)closing.Code, closing.Reason, ct))
            : ValueTask.CompletedTask;

    public void Abort() => socket.Abort();
}
