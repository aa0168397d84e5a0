using System.Security.Claims;
using Insights.Transport.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport.Http;

/// <summary>How an endless answer over plain HTTP is written.</summary>
/// <param name="ContentType">Its Content-Type.</param>
/// <param name="KeepAlive">What is sent first and then while nothing else is; empty for nothing.</param>
/// <param name="Ended">The last frame for a code of <see cref="TransportCodes"/>, when the server ends the stream.</param>
public sealed record StreamForm(string ContentType, ReadOnlyMemory<byte> KeepAlive, Func<string, ReadOnlyMemory<byte>> Ended);

/// <summary>
/// Sends an endless answer that is no GraphQL under the same rules as an event stream of GraphQL: each frame is pulled
/// when the one before was sent, a reader that stalls is cut, and a session that ends ends the stream.
/// </summary>
public sealed class HttpStream
{
    private readonly TransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly SessionWatch _sessions;
    private readonly StreamSlots _slots;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _log;

    internal HttpStream(
        IOptions<TransportOptions> options, TimeProvider clock, SessionWatch sessions, StreamSlots slots, IHostApplicationLifetime lifetime, ILogger<HttpStream> log) =>
        (_options, _clock, _sessions, _slots, _lifetime, _log) = (options.Value, clock, sessions, slots, lifetime, log);

    /// <summary>Sends frames until they end, the client leaves, the session ends or the server stops.</summary>
    /// <returns>False, and nothing is written, when the caller has as many streams open as allowed.</returns>
    public async Task<bool> SendAsync(HttpContext context, StreamForm form, IAsyncEnumerable<ReadOnlyMemory<byte>> frames)
    {
        using var slot = _slots.Take(context.User);
        if (slot is null) return false;

        using var lane = new SendLane(_options.SendTimeout, _clock, context.Abort);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping);
        if (!await OpenAsync(context, lane, form)) return true;

        var keepingAlive = KeepAliveAsync(context, lane, form.KeepAlive, stop.Token);
        var watching = StopWhenSignedOutAsync(context.User, stop);
        var failed = await PumpAsync(context, lane, frames, stop.Token);
        await stop.CancelAsync();
        await keepingAlive;
        if (await watching) await WriteAsync(context, lane, form.Ended(TransportCodes.SessionEnded));
        else if (failed) await WriteAsync(context, lane, form.Ended(TransportCodes.InternalError));
        return true;
    }

    private static ValueTask<bool> OpenAsync(HttpContext context, SendLane lane, StreamForm form)
    {
        var response = context.Response;
        response.ContentType = form.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        ServerRate.LeaveStallsToUs(context);
        return WriteAsync(context, lane, form.KeepAlive);
    }

    /// <summary>True when the frames failed, and not because the stream was to end.</summary>
    private async Task<bool> PumpAsync(HttpContext context, SendLane lane, IAsyncEnumerable<ReadOnlyMemory<byte>> frames, CancellationToken ct)
    {
        try
        {
            await foreach (var frame in frames.WithCancellation(ct))
            {
                if (ct.IsCancellationRequested || !await WriteAsync(context, lane, frame)) return false;
            }

            return false;
        }
        catch (Exception) when (ct.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            _log.RunnerFailed(e.GetType(), e.StackTrace);
            return true;
        }
    }

    private async Task KeepAliveAsync(HttpContext context, SendLane lane, ReadOnlyMemory<byte> sign, CancellationToken ct)
    {
        while (!sign.IsEmpty && await _clock.Passes(_options.KeepAliveInterval, ct) && await WriteAsync(context, lane, sign))
        {
        }
    }

    private async Task<bool> StopWhenSignedOutAsync(ClaimsPrincipal user, CancellationTokenSource stop)
    {
        var ended = await _sessions.EndedAsync(user, stop.Token);
        if (ended) await stop.CancelAsync();
        return ended;
    }

    private static ValueTask<bool> WriteAsync(HttpContext context, SendLane lane, ReadOnlyMemory<byte> frame) => lane.SendAsync(async ct =>
    {
        context.RequestAborted.ThrowIfCancellationRequested();
        await context.Response.Body.WriteAsync(frame, ct);
        await context.Response.Body.FlushAsync(ct);
    });
}
