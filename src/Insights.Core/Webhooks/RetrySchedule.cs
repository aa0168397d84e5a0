namespace Insights.Core.Webhooks;

/// <summary>When a message is tried again, after the Standard Webhooks specification: ten attempts over three days.</summary>
public static class RetrySchedule
{
    /// <summary>What the waits are spread by, so that many endpoints of one receiver do not come back together.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromHours(1);

    /// <summary>The wait after the first failed attempt, the second, and so on. The first attempt waits for nothing.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>How often a message is tried in all.</summary>
    public static int MostAttempts => Waits.Count + 1;

    /// <summary>How long to wait after a failed attempt; null when that was the last one.</summary>
    /// <param name="failures">How many attempts have failed, at least one.</param>
    /// <param name="retryAfter">What the receiver asked for, where it did. It lengthens the wait, by at most an hour in all, and never shortens it.</param>
    /// <param name="chance">From 0 up to 1; spreads the wait.</param>
    public static TimeSpan? After(int failures, TimeSpan? retryAfter, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (failures > Waits.Count)
            return null;
        var step = Waits[failures - 1] * (1 - Jitter + (2 * Jitter * chance));
        var asked = retryAfter is { } wait && wait < LongestAskedFor ? wait : retryAfter is null ? TimeSpan.Zero : LongestAskedFor;
        return step > asked ? step : asked;
    }
}
