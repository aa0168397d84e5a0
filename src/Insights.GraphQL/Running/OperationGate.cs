using System.Threading.RateLimiting;

namespace Insights.GraphQL.Running;

/// <summary>
/// Lets a bounded number of operations run at once, of one caller and in all. Whoever finds no place waits for a bounded
/// time, in the order of arrival. Events of subscriptions have places of their own. Safe to share.
/// </summary>
internal sealed class OperationGate : IDisposable
{
    private readonly GraphQLLimits _limits;
    private readonly PartitionedRateLimiter<Principal> _places;
    private readonly ConcurrencyLimiter _steps;

    public OperationGate(GraphQLLimits limits)
    {
        _limits = limits;
        _places = PartitionedRateLimiter.CreateChained(
            Places(caller => caller, limits.OperationsOfOneCaller, limits.OperationsWaiting),
            Places(_ => 0, limits.OperationsAtOnce, limits.OperationsWaiting));
        // Half as many again: however many streams read on from long ago, what is asked finds its places free.
        var steps = Math.Max(1, limits.OperationsAtOnce / 2);
        _steps = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = steps, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        // SQLite's driver holds its thread. When every place is taken some must be left, not least for the time limit.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, limits.OperationsAtOnce + steps + Environment.ProcessorCount), ports);
    }

    /// <summary>A place, free again once disposed; null when none came free in time.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async ValueTask<IDisposable?> EnterAsync(Principal caller, CancellationToken ct)
    {
        var lease = _places.AttemptAcquire(caller);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(_limits.LongestWait);
            try
            {
                lease = await _places.AcquireAsync(caller, 1, patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }

        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        return null;
    }

    /// <summary>A place for one event of a subscription, free again once disposed. Streams take turns, and none is refused.</summary>
    /// <exception cref="OperationCanceledException">The reader has left.</exception>
    public async ValueTask<IDisposable> EnterStepAsync(CancellationToken ct) => await _steps.AcquireAsync(1, ct);

    public void Dispose()
    {
        _places.Dispose();
        _steps.Dispose();
    }

    private static PartitionedRateLimiter<Principal> Places<TKey>(Func<Principal, TKey> key, int most, int waiting) where TKey : notnull =>
        PartitionedRateLimiter.Create<Principal, TKey>(caller => RateLimitPartition.GetConcurrencyLimiter(key(caller), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = most,
            QueueLimit = waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
}
