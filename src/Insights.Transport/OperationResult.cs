namespace Insights.Transport;

/// <summary>One result of a subscription.</summary>
/// <param name="Json">A UTF-8 response object. Not read after the next result was asked for.</param>
/// <param name="Cursor">The position after this result, sent as the event's id on an event stream, or null. At most
/// 256 characters, all of them visible ASCII.</param>
public readonly record struct OperationResult(ReadOnlyMemory<byte> Json, string? Cursor = null)
{
    /// <summary>A position without a result, for a filtered stream that has read much and matched nothing. An event
    /// stream moves its client's last event id forward without raising an event; a WebSocket sends nothing.</summary>
    /// <param name="cursor">The position reached.</param>
    public static OperationResult PositionOnly(string cursor) => new(ReadOnlyMemory<byte>.Empty, cursor);
}
