using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Insights.Transport.Tests.Support;

/// <summary>A WebSocket client that writes and reads frames byte by byte, so that a test sees what is on the wire and may send what no library would.</summary>
internal sealed class RawSocket : IDisposable
{
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;

    private readonly TcpClient _tcp = new();
    private NetworkStream _wire = null!;

    /// <summary>Connects and asks for the upgrade; throws when it is refused.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri address)
    {
        var socket = new RawSocket();
        await socket._tcp.ConnectAsync(address.Host, address.Port);
        socket._wire = socket._tcp.GetStream();
        await socket._wire.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await socket.ReadAsync(1))[0]);
        Assert.StartsWith("HTTP/1.1 101 ", head.ToString(), StringComparison.Ordinal);
        return socket;
    }

    public Task SayAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends one masked frame that ends its message.</summary>
    public async Task SendAsync(int opcode, byte[] payload)
    {
        var frame = new MemoryStream();
        frame.WriteByte((byte)(0x80 | opcode));
        var size = new byte[9];
        BinaryPrimitives.WriteUInt64BigEndian(size.AsSpan(1), (ulong)payload.Length);
        size[0] = 0x80 | 127;
        frame.Write(size);
        // A mask of zeroes leaves the payload as it is.
        frame.Write(new byte[4]);
        frame.Write(payload);
        try
        {
            await _wire.WriteAsync(frame.ToArray()).AsTask().WaitAsync(Patience.Limit);
        }
        catch (IOException)
        {
            // The server may close before it has read all; what it said is still to be read.
        }
    }

    /// <summary>The next frame.</summary>
    public async Task<(int Opcode, byte[] Payload)> FrameAsync()
    {
        var head = await ReadAsync(2);
        Assert.Equal(0x80, head[0] & 0xF0);
        Assert.Equal(0, head[1] & 0x80);
        var length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (head[0] & 0x0F, await ReadAsync(length));
    }

    /// <summary>Reads frames until the one that closes, and gives its code and reason.</summary>
    public async Task<(int Code, string Reason)> CloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await FrameAsync();
            if (opcode == Close)
                return (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _wire.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience.Limit);
        return bytes;
    }
}
