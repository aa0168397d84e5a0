using System.Text.Json;
using Insights.Transport.Requests;

namespace Insights.Transport.GraphQLWs;

/// <summary>A message a client may send, checked for shape.</summary>
internal abstract record ClientMessage
{
    private const int MaxIdLength = 128;

    public sealed record ConnectionInit(JsonElement? Payload) : ClientMessage;

    public sealed record Ping : ClientMessage;

    public sealed record Pong : ClientMessage;

    public sealed record Subscribe(string Id, OperationRequest Request) : ClientMessage;

    public sealed record Complete(string Id) : ClientMessage;

    /// <summary>Reads one message; null when it is malformed, which ends the connection.</summary>
    public static ClientMessage? Read(ReadOnlySpan<byte> utf8)
    {
        if (!StrictJson.TryParse(utf8, out var parsed)) return null;

        var message = parsed.Value;
        if (message.ValueKind is not JsonValueKind.Object) return null;
        if (!message.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String) return null;

        return type.GetString() switch
        {
            "connection_init" => TryReadPayload(message, out var payload) ? new ConnectionInit(payload) : null,
            "ping" => TryReadPayload(message, out _) ? new Ping() : null,
            "pong" => TryReadPayload(message, out _) ? new Pong() : null,
            "subscribe" => ReadSubscribe(message),
            "complete" => ReadId(message) is { } id ? new Complete(id) : null,
            _ => null,
        };
    }

    private static Subscribe? ReadSubscribe(JsonElement message)
    {
        if (ReadId(message) is not { } id) return null;
        if (!message.TryGetProperty("payload", out var payload)) return null;

        return RequestShape.Read(payload).Request is { } request ? new Subscribe(id, request) : null;
    }

    // The id goes back with every message of its operation, so it is held to what client libraries make ids of.
    private static string? ReadId(JsonElement message) =>
        message.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= MaxIdLength } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? text
            : null;

    private static bool TryReadPayload(JsonElement message, out JsonElement? payload)
    {
        payload = null;
        if (!message.TryGetProperty("payload", out var value) || value.ValueKind is JsonValueKind.Null) return true;

        payload = value;
        return value.ValueKind is JsonValueKind.Object;
    }
}
