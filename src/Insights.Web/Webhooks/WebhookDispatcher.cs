using System.Collections.Concurrent;
using Insights.Core.Data;
using Insights.Core.Webhooks;
using Insights.Web.Hosting;

namespace Insights.Web.Webhooks;

/// <summary>
/// Sends what is due: one message at a time to each endpoint, and to so many endpoints at once in all. What is due and how
/// far each endpoint is stands in the database, so a stop at any moment loses nothing, and sends one message twice at most.
/// </summary>
internal sealed partial class WebhookDispatcher(IServiceScopeFactory scopes, WebhookSender sender, IdSource ids, TimeProvider clock, ILogger<WebhookDispatcher> log) : IDisposable
{
    private const int MostAtOnce = 16;
    private const int MostInARow = 200;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    private readonly string _owner = Convert.ToHexString(ids.Secret(16));
    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly ConcurrentDictionary<WebhookId, Task> _running = [];

    public void Dispose() => _places.Dispose();

    /// <summary>Begins to send to every endpoint that is due and not being sent to, and does not wait for the answers.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        foreach (var id in (await scopes.SendAsSystemAsync(new DueWebhooks(), ct)).ValueOrDefault ?? [])
        {
            if (!_running.TryGetValue(id, out var before) || before.IsCompleted)
                _running[id] = Task.Run(() => DrainAsync(id, ct), CancellationToken.None);
        }
    }

    /// <summary>Waits for everything that was begun.</summary>
    public Task EndAsync() => Task.WhenAll(_running.Values);

    private async Task DrainAsync(WebhookId id, CancellationToken ct)
    {
        try
        {
            await _places.WaitAsync(ct);
            try
            {
                // Whoever answers slowly holds a place for a moment only, so that sixteen of them do not hold up everybody else.
                var began = clock.GetTimestamp();
                for (var i = 0; i < MostInARow && clock.GetElapsedTime(began) < LongestTurn && !ct.IsCancellationRequested && await SendOneAsync(id, ct); i++)
                {
                }
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (!ct.IsCancellationRequested)
                Failed(log, id.Value, fault.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The process stops; the lease ends by itself.
        }
    }

    /// <summary>Makes one attempt; says whether the next may follow at once.</summary>
    private async Task<bool> SendOneAsync(WebhookId id, CancellationToken ct)
    {
        if ((await scopes.SendAsSystemAsync(new ClaimWebhook(id, _owner), ct)).ValueOrDefault is not { } job)
            return false;
        var began = clock.GetTimestamp();
        // Once begun an attempt is brought to its end, which is near: a stop in between would send it twice.
        var answer = await sender.SendAsync(job, CancellationToken.None);
        var settled = await scopes.SendAsSystemAsync(new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, (long)clock.GetElapsedTime(began).TotalMilliseconds, answer.Outcome)
        {
            Status = answer.Status,
            Signatures = job.Signature.Split(' ').Length,
            RetryAfter = answer.RetryAfter,
            Answer = answer.Body,
        }, CancellationToken.None);
        if (settled.Succeeded(out var state) && state is WebhookState.Paused or WebhookState.Disabled && answer.Outcome is not WebhookOutcome.Delivered)
            Stopped(log, id.Value, state);
        return answer.Outcome is WebhookOutcome.Delivered && !settled.Refused;
    }

    [LoggerMessage(1901, LogLevel.Error, "Sending to {WebhookId} failed with {Fault}; it is tried again")]
    private static partial void Failed(ILogger log, string webhookId, string fault);

    [LoggerMessage(1902, LogLevel.Warning, "Nothing is sent to {WebhookId} any more, it is {State}: somebody has to look at it")]
    private static partial void Stopped(ILogger log, string webhookId, WebhookState state);
}
