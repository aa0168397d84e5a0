using System.Threading.RateLimiting;

namespace Insights.GraphQL.Running;

/// <summary>What each caller may still cost: a bucket for each, which fills up again by itself. Safe to share; a bucket that is full is forgotten.</summary>
internal sealed class Budgets(GraphQLLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<Principal> _buckets = PartitionedRateLimiter.Create<Principal, Principal>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.BudgetCapacity,
            TokensPerPeriod = limits.BudgetPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>What it costs to be refused: the document was parsed and perhaps validated, and is not kept.</summary>
    public const int RefusedCost = 20;

    /// <summary>Takes a cost; null when there is enough. Where there is not, being refused is all that is taken.</summary>
    /// <returns>How long to wait until there should be enough.</returns>
    public TimeSpan? Charge(Principal caller, int cost)
    {
        using var lease = _buckets.AttemptAcquire(caller, Math.Min(cost, limits.BudgetCapacity));
        if (lease.IsAcquired)
            return null;
        Refused(caller);
        // The limiter's own answer is rounded down, so that whoever kept to it would come too early.
        return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((cost - Remaining(caller)) / (double)limits.BudgetPerSecond)));
    }

    /// <summary>Null while anything is left; otherwise how long to wait.</summary>
    public TimeSpan? Wait(Principal caller)
    {
        using var lease = _buckets.AttemptAcquire(caller, 0);
        return lease.IsAcquired ? null : TimeSpan.FromSeconds(1);
    }

    /// <summary>Takes what it costs to be refused, or whatever is left.</summary>
    public void Refused(Principal caller)
    {
        using var all = _buckets.AttemptAcquire(caller, RefusedCost);
        if (!all.IsAcquired)
            _buckets.AttemptAcquire(caller, (int)Math.Clamp(Remaining(caller), 0, RefusedCost)).Dispose();
    }

    public long Remaining(Principal caller) => _buckets.GetStatistics(caller)?.CurrentAvailablePermits ?? limits.BudgetCapacity;

    /// <summary>Whole seconds, rounded up, as they are told to clients.</summary>
    public static long Seconds(TimeSpan wait) => (long)Math.Ceiling(wait.TotalSeconds);

    public void Dispose() => _buckets.Dispose();
}
