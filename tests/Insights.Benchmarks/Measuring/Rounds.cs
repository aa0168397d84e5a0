using System.Diagnostics;

namespace Insights.Benchmarks.Measuring;

/// <summary>Durations in milliseconds, kept by round so that the spread between rounds can be told.</summary>
internal sealed class Rounds
{
    private readonly List<double[]> _sorted = [];
    private readonly List<double> _cpu = [];
    private readonly List<double[]> _cpuSorted = [];

    public int Samples => _sorted.Sum(r => r.Length);

    public IReadOnlyList<double[]> Sorted => _sorted;

    /// <summary>Takes one round of calls: so many, or fewer once the time is over.</summary>
    public async Task TakeAsync(int calls, TimeSpan atMost, Func<int, Task> call)
    {
        var times = new List<double>(calls);
        var spent = new List<double>(calls);
        var cpu = Environment.CpuUsage.TotalTime;
        var last = cpu;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls && Stopwatch.GetElapsedTime(started) < atMost; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await call(i);
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            var now = Environment.CpuUsage.TotalTime;
            spent.Add((now - last).TotalMilliseconds);
            last = now;
        }

        Add(times, last - cpu);
        _cpuSorted.Add([.. spent.Order()]);
    }

    /// <summary>Adds a round: what each call took, and the processor time of the whole process meanwhile.</summary>
    public void Add(IReadOnlyCollection<double> milliseconds, TimeSpan cpu)
    {
        _sorted.Add([.. milliseconds.Order()]);
        _cpu.Add(cpu.TotalMilliseconds / milliseconds.Count);
    }

    /// <summary>Processor time a call, median over the rounds. Unlike the clock it hardly minds who else is on the machine.</summary>
    public double Cpu => Median(_cpu);

    /// <summary>The median over the rounds of each round's percentile of processor time a call; null where calls ran side by side.</summary>
    public double? CpuPercentile(double share) => _cpuSorted.Count == 0 ? null : Median(_cpuSorted.Select(r => Of(r, share)));

    /// <summary>The median over the rounds of each round's percentile.</summary>
    public double Percentile(double share) => Median(_sorted.Select(r => Of(r, share)));

    /// <summary>The least and the greatest of the rounds' percentiles.</summary>
    public (double Least, double Greatest) Spread(double share) => (_sorted.Min(r => Of(r, share)), _sorted.Max(r => Of(r, share)));

    /// <summary>This one's percentile over the other's, round by round.</summary>
    public (double Median, double Least, double Greatest) RatioTo(Rounds other, double share)
    {
        var ratios = _sorted.Zip(other._sorted, (mine, theirs) => Of(mine, share) / Of(theirs, share)).ToList();
        return (Median(ratios), ratios.Min(), ratios.Max());
    }

    /// <summary>This one's processor time over the other's, round by round.</summary>
    public (double Median, double Least, double Greatest) CpuRatioTo(Rounds other)
    {
        var ratios = _cpu.Zip(other._cpu, (mine, theirs) => mine / theirs).ToList();
        return (Median(ratios), ratios.Min(), ratios.Max());
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The smallest duration that at least this share of the calls did not exceed.</summary>
    private static double Of(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>Measures the product beside its peer, in turns, so that both meet the same weather on a shared machine.</summary>
internal static class Contest
{
    public const int RoundCount = 3;

    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);

    /// <summary>Enough for the runtime to compile what is hot for good.</summary>
    public const int WarmUps = 1_000;

    public const int MostWarmUps = WarmUps + (WarmUps / 2);

    public static async Task<(Rounds Product, Rounds Peer)> RunAsync(int calls, Func<int, Task> product, Func<int, Task> peer)
    {
        var (warm, mine, theirs) = (new Rounds(), new Rounds(), new Rounds());
        await warm.TakeAsync(WarmUps, LongestWarmUp, i => product(i % calls));
        await warm.TakeAsync(WarmUps / 2, LongestRound / 2, i => peer(i % calls));
        for (var round = 0; round < RoundCount; round++)
        {
            await mine.TakeAsync(calls, LongestRound, product);
            await theirs.TakeAsync(calls, LongestRound, peer);
        }

        return (mine, theirs);
    }
}
