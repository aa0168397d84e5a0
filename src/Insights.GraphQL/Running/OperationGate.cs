using System.Threading.RateLimiting;

namespace Insights.GraphQL.Running;

/// <summary>
/// Lets a bounded number of operations run at once, of one caller and in all. Whoever finds no place waits for a bounded
/// time, in the order of arrival. Safe to share.
/// </summary>
internal sealed class OperationGate(GraphQLLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<Principal> _places = PartitionedRateLimiter.CreateChained(
        Places(caller => caller, limits.OperationsOfOneCaller, limits.OperationsWaiting),
        Places(_ => 0, limits.OperationsAtOnce, limits.OperationsWaiting));

    /// <summary>A place, free again once disposed; null when none came free in time.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async ValueTask<IDisposable?> EnterAsync(Principal caller, CancellationToken ct)
    {
        var lease = _places.AttemptAcquire(caller);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(limits.LongestWait);
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

    public void Dispose() => _places.Dispose();

    private static PartitionedRateLimiter<Principal> Places<TKey>(Func<Principal, TKey> key, int most, int waiting) where TKey : notnull =>
        PartitionedRateLimiter.Create<Principal, TKey>(caller => RateLimitPartition.GetConcurrencyLimiter(key(caller), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = most,
            QueueLimit = waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
}
