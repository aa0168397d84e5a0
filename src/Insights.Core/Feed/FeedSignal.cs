namespace Insights.Core.Feed;

/// <summary>
/// Wakes readers of the feed when something was committed. It carries nothing: what happened is read from the
/// log, so a missed signal costs at most one heartbeat. Safe to share between threads.
/// </summary>
public sealed class FeedSignal(TimeProvider clock)
{
    private TaskCompletionSource _next = New();

    /// <summary>Wakes everyone who waits.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>The next signal. Take it before reading, so that nothing committed in between is slept through.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Waits for a signal taken earlier, or until the time is over.</summary>
    public async Task WaitAsync(Task taken, TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            await taken.WaitAsync(atMost, clock, ct);
        }
        catch (TimeoutException)
        {
            // Nothing was signalled; the caller reads again all the same.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
