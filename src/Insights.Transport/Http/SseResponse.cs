using System.Buffers;
using System.Text;
using Insights.Transport.Requests;
using Insights.Transport.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Insights.Transport.Http;

/// <summary>Writes one response in the framing of GraphQL over SSE, distinct connections mode.</summary>
/// <remarks>Every method returns false once the connection is of no more use: the client left, or did not read for
/// longer than the send timeout and was cut. Safe to call concurrently.</remarks>
internal sealed class SseResponse(HttpContext context, TimeSpan sendTimeout, TimeProvider clock) : IDisposable
{
    private readonly SendLane _lane = new(sendTimeout, clock, context.Abort);
    private readonly ArrayBufferWriter<byte> _frame = new();

    /// <summary>Sends headers and first bytes, so that the client knows it is connected before anything happens.</summary>
    public ValueTask<bool> OpenAsync()
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        ServerRate.LeaveStallsToUs(context);
        return CommentAsync();
    }

    /// <summary>A comment: keeps proxies from closing a quiet stream.</summary>
    public ValueTask<bool> CommentAsync() => SendAsync(static frame => frame.Write(":\n\n"u8));

    /// <summary>A result, or only a position. Its cursor must be a valid <see cref="CursorText"/>.</summary>
    public ValueTask<bool> NextAsync(OperationResult result) => SendAsync(frame =>
    {
        if (result.Json.Length > 0)
        {
            frame.Write("event: next\n"u8);
            foreach (var line in result.Json.Span.SplitAny((byte)'\n', (byte)'\r'))
            {
                frame.Write("data: "u8);
                frame.Write(result.Json.Span[line]);
                frame.Write("\n"u8);
            }
        }

        if (result.Cursor is { } cursor)
        {
            frame.Write("id: "u8);
            Encoding.ASCII.GetBytes(cursor, frame);
            frame.Write("\n"u8);
        }

        frame.Write("\n"u8);
    });

    /// <summary>The end. The data line is empty but there: browsers drop an event without one.</summary>
    public ValueTask<bool> CompleteAsync() => SendAsync(static frame => frame.Write("event: complete\ndata:\n\n"u8));

    public void Dispose() => _lane.Dispose();

    private ValueTask<bool> SendAsync(Action<ArrayBufferWriter<byte>> compose) => _lane.SendAsync(async ct =>
    {
        context.RequestAborted.ThrowIfCancellationRequested();
        _frame.ResetWrittenCount();
        compose(_frame);
        await context.Response.Body.WriteAsync(_frame.WrittenMemory, ct);
        await context.Response.Body.FlushAsync(ct);
    });
}
