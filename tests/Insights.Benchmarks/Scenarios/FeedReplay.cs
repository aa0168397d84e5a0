using System.Diagnostics;
using System.Text.Json;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Benchmarks.Scenarios;

/// <summary>A model team reads the whole feed again, from the first event to the head.</summary>
internal static class FeedReplay
{
    private const int Events = 100_000;
    private const int Page = ReadFeed.MaxPage;

    public static async Task RunAsync()
    {
        var examples = DemoReports.Read();
        await using var product = await Product.CreateAsync(examples);
        await using var loader = new Loader(product, new Composer(examples, 4), withHistory: true);
        await loader.FillAsync(5_000);
        await loader.LengthenFeedAsync(Events);

        var ways = new (string Name, Func<Action<long>, Task<long>> Replay)[]
        {
            ("ReadFeed, pages of 500", tick => ByPagesAsync(product, tick)),
            ("FeedTail until the head", tick => ByTailAsync(product, tick)),
            ("peer, pages of 500", tick => Task.FromResult(ByHand(product, tick))),
        };
        var rates = ways.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < Contest.RoundCount; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var started = Stopwatch.GetTimestamp();
                Expect(await ways[way].Replay(_ => { }));
                if (round >= 0)
                    rates[way].Add(Events / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        Console.WriteLine("\n### feed-replay\n\n| | events/s | of the rounds | time to peer | heap growth MiB | allocated KiB an event |\n|---|---|---|---|---|---|");
        for (var way = 0; way < ways.Length; way++)
        {
            var (growth, allocated) = await MemoryAsync(ways[way].Replay);
            var ratios = rates[^1].Zip(rates[way], (peer, own) => peer / own).ToList();
            Console.WriteLine(FormattableString.Invariant(
                $"| {ways[way].Name} | {Rounds.Median(rates[way]):N0} | {rates[way].Min():N0}–{rates[way].Max():N0} | {Rounds.Median(ratios):0.00} ({ratios.Min():0.00}–{ratios.Max():0.00}) | {growth:0.0} | {allocated:0.0} |"));
        }
    }

    private static async Task<long> ByPagesAsync(Product product, Action<long> tick)
    {
        string? cursor = null;
        for (var read = 0L; ;)
        {
            var page = await product.SendAsync(Product.Consumer, new ReadFeed(cursor, null, Page));
            (cursor, read) = (page.EndCursor, read + page.Entries.Count);
            tick(read);
            if (!page.HasMore)
                return read;
        }
    }

    private static async Task<long> ByTailAsync(Product product, Action<long> tick)
    {
        await using var scope = product.As(Product.Consumer);
        var read = 0L;
        await foreach (var step in scope.ServiceProvider.GetRequiredService<FeedTail>().FollowAsync(null, null, CancellationToken.None))
        {
            if (step.Refusals.Count > 0)
                throw new InvalidOperationException("The feed refused to be followed.");
            tick(++read);
            if (read == Events)
                break;
        }

        return read;
    }

    private static long ByHand(Product product, Action<long> tick)
    {
        using var connection = product.Connect();
        using var select = new Statement(connection, """SELECT "Position", "Item" FROM feed_event WHERE "Position" > $0 ORDER BY "Position" LIMIT 500""", 1);
        for (var read = 0L; ;)
        {
            var page = select.Read(r => (r.GetInt64(0), JsonSerializer.Deserialize<FeedItem>(r.GetString(1), JsonColumn.Options)!), read);
            if (page.Count == 0)
                return read;
            read = page[^1].Item1;
            tick(read);
        }
    }

    /// <summary>How far the live heap rises above its start, looked at ten times on the way, and what is allocated; apart from the timed rounds.</summary>
    private static async Task<(double GrowthMiB, double AllocatedKiB)> MemoryAsync(Func<Action<long>, Task<long>> replay)
    {
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var (greatest, next) = (start, Events / 10);
        Expect(await replay(read =>
        {
            if (read < next)
                return;
            next += Events / 10;
            greatest = Math.Max(greatest, GC.GetTotalMemory(forceFullCollection: true));
        }));
        return ((greatest - start) / 1048576.0, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / Events);
    }

    private static void Expect(long read)
    {
        if (read != Events)
            throw new InvalidOperationException("The replay did not read every event once.");
    }
}
