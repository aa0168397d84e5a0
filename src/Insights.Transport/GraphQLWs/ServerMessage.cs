using System.Buffers;
using System.Text.Json;

namespace Insights.Transport.GraphQLWs;

/// <summary>Composes the messages a server sends.</summary>
internal static class ServerMessage
{
    public static readonly ReadOnlyMemory<byte> Ack = """{"type":"connection_ack"}"""u8.ToArray();
    public static readonly ReadOnlyMemory<byte> Ping = """{"type":"ping"}"""u8.ToArray();
    public static readonly ReadOnlyMemory<byte> Pong = """{"type":"pong"}"""u8.ToArray();

    /// <summary>One result.</summary>
    public static ReadOnlyMemory<byte> Next(string id, ReadOnlyMemory<byte> response) =>
        Compose("next"u8, id, response.Span);

    /// <summary>The operation ends before or instead of a result. The payload is the response's errors array alone.</summary>
    public static ReadOnlyMemory<byte> Error(string id, ReadOnlyMemory<byte> response)
    {
        using var parsed = JsonDocument.Parse(response);
        return Compose("error"u8, id, JsonSerializer.SerializeToUtf8Bytes(parsed.RootElement.GetProperty("errors")));
    }

    /// <summary>The operation has ended.</summary>
    public static ReadOnlyMemory<byte> Complete(string id) => Compose("complete"u8, id, default);

    private static ReadOnlyMemory<byte> Compose(ReadOnlySpan<byte> type, string id, ReadOnlySpan<byte> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, type);
        if (payload.Length > 0)
        {
            writer.WritePropertyName("payload"u8);
            // The runner wrote it as JSON; parsing every event again would double the cost of a stream.
            writer.WriteRawValue(payload, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
