using System.Diagnostics;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Benchmarks.Scenarios;

/// <summary>Filing a report, every commit on disk before it is acknowledged: one caller, then eight at once.</summary>
internal static class Filing
{
    private const int CallsAlone = 400;
    private const int Callers = 8;
    private const int CallsOfEach = 75;

    public static async Task RunAsync()
    {
        var examples = DemoReports.Read();
        await using var product = await Product.CreateAsync(examples);
        await using var other = await Product.CreateAsync(examples);
        using var peer = new FilingPeer(other);
        var composer = new Composer(examples, 1);
        var filed = 0;

        (ReportContent Content, string Key) Next()
        {
            lock (composer)
            {
                return (composer.Next(composer.Theme()), FormattableString.Invariant($"benchmark-{++filed:00000000}"));
            }
        }

        Task ByProduct((ReportContent Content, string Key) next) =>
            product.SendAsync(Product.Specialist, new FileReport(null, null, next.Content.ToForm(), null, null, next.Key));
        Task ByPeer((ReportContent Content, string Key) next) => peer.FileAsync(next.Content, next.Key);

        var sheet = new Sheet();
        var reports = Enumerable.Range(0, (2 * CallsAlone * Contest.RoundCount) + Contest.MostWarmUps).Select(_ => Next()).ToList();
        var at = 0;
        var alone = await Contest.RunAsync(CallsAlone, _ => ByProduct(reports[at++]), _ => ByPeer(reports[at++]));
        sheet.Latency("filing, one caller", alone.Product, alone.Peer);
        sheet.Latency("peer, one caller", alone.Peer);

        Rounds mine = new(), theirs = new();
        List<double> myRates = [], theirRates = [];
        for (var round = 0; round < Contest.RoundCount; round++)
        {
            myRates.Add(await TogetherAsync(mine, Next, ByProduct));
            theirRates.Add(await TogetherAsync(theirs, Next, ByPeer));
        }

        sheet.Latency("filing, eight callers", mine, theirs);
        sheet.Latency("peer, eight callers", theirs);
        sheet.Print("filing");
        Sheet.Note($"Reports a second alone: {1000 / Mean(alone.Product):0} (peer {1000 / Mean(alone.Peer):0}); with eight callers: {Rounds.Median(myRates):0} ({myRates.Min():0}–{myRates.Max():0}; peer {Rounds.Median(theirRates):0}, {theirRates.Min():0}–{theirRates.Max():0}).");

        await using var db = product.Open();
        var (kept, acknowledged) = (await db.Reports.CountAsync(), alone.Product.Samples + mine.Samples);
        Sheet.Note($"{acknowledged:N0} measured calls were acknowledged; with those of the warm-up the database holds {kept:N0} reports.");
    }

    private static double Mean(Rounds rounds) => rounds.Sorted.SelectMany(r => r).Average();

    /// <summary>Eight callers file side by side; gives the reports a second.</summary>
    private static async Task<double> TogetherAsync<T>(Rounds rounds, Func<T> next, Func<T, Task> file)
    {
        var work = Enumerable.Range(0, Callers).Select(_ => Enumerable.Range(0, CallsOfEach).Select(_ => next()).ToList()).ToList();
        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var times = await Task.WhenAll(work.Select(own => Task.Run(async () =>
        {
            var taken = new List<double>();
            foreach (var report in own)
            {
                var before = Stopwatch.GetTimestamp();
                await file(report);
                taken.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }

            return taken;
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        rounds.Add([.. times.SelectMany(t => t)], Environment.CpuUsage.TotalTime - cpu);
        return Callers * CallsOfEach / seconds;
    }
}
