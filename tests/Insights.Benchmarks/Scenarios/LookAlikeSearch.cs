using System.Diagnostics;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Reports;

namespace Insights.Benchmarks.Scenarios;

/// <summary>Look-alikes of a draft while it is being written, over growing collections.</summary>
internal static class LookAlikeSearch
{
    private const int Calls = 300;
    private const int First = 7;

    /// <summary>What the whole query asks of the engine for seven gaps.</summary>
    private const int Hits = 56;

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        var examples = DemoReports.Read();
        await using var product = await Product.CreateAsync(examples);
        var composer = new Composer(examples, 2);
        await using var loader = new Loader(product, composer, withHistory: false);
        using var peer = new FullTextPeer(product);
        foreach (var size in (int[])[1_000, 10_000, 100_000])
        {
            await loader.FillAsync(size);
            peer.Fill();
            await RebuiltAsync(product, size);
            await MeasureAsync(product, peer, [.. Enumerable.Range(0, Calls).Select(_ => composer.MedianDraft(loader.SomeTheme()))], size);
        }

        Sheet.Note($"The peer is FTS5 of SQLite {peer.Version}; drafts have about {composer.MedianLength} words.");
    }

    private static async Task MeasureAsync(Product product, FullTextPeer peer, List<ReportContent> drafts, int size)
    {
        var queries = drafts.Select(peer.QueryFor).ToList();
        var forms = drafts.Select(d => d.ToForm()).ToList();
        var mistyped = drafts.Select(d => Composer.Mistyped(d).ToForm()).ToList();

        var whole = await Contest.RunAsync(Calls, i => WholeAsync(product, forms[i]), i => Task.FromResult(peer.Find(queries[i], Hits, First)));
        var engine = await Contest.RunAsync(Calls,
            i => Task.FromResult(product.LookAlikes.Find(drafts[i], Now, null, Hits)), i => Task.FromResult(peer.Rank(queries[i], Hits)));
        var typing = new Rounds();
        for (var round = 0; round < Contest.RoundCount; round++)
            await typing.TakeAsync(Calls, TimeSpan.FromSeconds(5), i => WholeAsync(product, mistyped[i]));

        var sheet = new Sheet();
        sheet.Latency("whole query", whole.Product, whole.Peer);
        sheet.Latency("whole query, two words mistyped", typing);
        sheet.Latency("engine alone", engine.Product, engine.Peer);
        sheet.Latency("peer, whole query", whole.Peer);
        sheet.Latency("peer, FTS5 alone", engine.Peer);
        sheet.Print(FormattableString.Invariant($"look-alikes, {size:N0} reports"));
    }

    private static async Task WholeAsync(Product product, ReportForm draft)
    {
        var found = await product.SendAsync(Product.Specialist, new FindLookAlikes(draft, null, First));
        if (found.Count == 0)
            throw new InvalidOperationException("A draft with a theme of the collection found nothing.");
    }

    /// <summary>Builds the index the queries use, from the database, and says what that costs.</summary>
    private static async Task RebuiltAsync(Product product, int size)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using (var fresh = product.NewLookAlikes())
        {
            var started = Stopwatch.GetTimestamp();
            await fresh.RebuildAsync(CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
            Sheet.Note($"Index of {fresh.Count:N0} reports: built from the database in {seconds:0.00} s, {bytes / 1048576.0:0.0} MiB of managed heap.");
        }

        await product.LookAlikes.RebuildAsync(CancellationToken.None);
    }
}
