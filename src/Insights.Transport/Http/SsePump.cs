using System.Security.Claims;
using Insights.Transport.Requests;
using Insights.Transport.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport.Http;

/// <summary>Answers an operation as an event stream, pulling one result at a time.</summary>
internal sealed class SsePump(
    IOptions<TransportOptions> options,
    TimeProvider clock,
    SessionWatch sessions,
    StreamSlots slots,
    IHostApplicationLifetime lifetime,
    ILogger<SsePump> log)
{
    private enum Ending
    {
        Completed,
        Failed,
        Stopped,
    }

    /// <summary>Sends one response object and ends the stream.</summary>
    public async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        using var response = new SseResponse(context, options.Value.SendTimeout, clock);
        if (await response.OpenAsync() && await response.NextAsync(new(json))) await response.CompleteAsync();
    }

    /// <summary>Sends results until they end, the client leaves, the session ends or the server stops. When the server
    /// stops no complete event is sent, so that an EventSource reconnects and resumes.</summary>
    public async Task StreamAsync(HttpContext context, IAsyncEnumerable<OperationResult> results)
    {
        using var slot = slots.Take(context.User);
        if (slot is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await TransportError.TooManyStreams.WriteAsync(context, ResponseKind.Json);
            return;
        }

        using var response = new SseResponse(context, options.Value.SendTimeout, clock);
        if (!await response.OpenAsync()) return;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        var keepingAlive = KeepAliveAsync(response, stop.Token);
        var watching = StopWhenSignedOutAsync(context.User, stop);

        var ending = await PumpAsync(response, results, context.RequestAborted, stop.Token);
        await stop.CancelAsync();
        await keepingAlive;

        if (await watching) await EndAsync(response, TransportError.SessionEnded);
        else if (ending is Ending.Failed) await EndAsync(response, TransportError.InternalError);
        else if (ending is Ending.Completed) await response.CompleteAsync();
    }

    private async Task<Ending> PumpAsync(
        SseResponse response, IAsyncEnumerable<OperationResult> results, CancellationToken clientGone, CancellationToken ct)
    {
        try
        {
            await foreach (var result in results.WithCancellation(ct))
            {
                if (ct.IsCancellationRequested) return Ending.Stopped;
                if (result.Cursor is { } cursor && !CursorText.IsValid(cursor))
                    throw new InvalidOperationException("A cursor cannot be sent as an event id.");
                if (!await response.NextAsync(result)) return Ending.Stopped;
            }

            return ct.IsCancellationRequested ? Ending.Stopped : Ending.Completed;
        }
        // The runner may hear that the client is gone before the token linked to it here has heard.
        catch (Exception) when (ct.IsCancellationRequested || clientGone.IsCancellationRequested)
        {
            return Ending.Stopped;
        }
        catch (Exception e)
        {
            log.RunnerFailed(e.GetType(), e.StackTrace);
            return Ending.Failed;
        }
    }

    private async Task KeepAliveAsync(SseResponse response, CancellationToken ct)
    {
        while (await clock.Passes(options.Value.KeepAliveInterval, ct) && await response.CommentAsync())
        {
        }
    }

    private async Task<bool> StopWhenSignedOutAsync(ClaimsPrincipal user, CancellationTokenSource stop)
    {
        var ended = await sessions.EndedAsync(user, stop.Token);
        if (ended) await stop.CancelAsync();
        return ended;
    }

    private static async Task EndAsync(SseResponse response, TransportError error)
    {
        if (await response.NextAsync(new(error.Json))) await response.CompleteAsync();
    }
}
