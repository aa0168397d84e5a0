using System.Diagnostics;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Similarity;
using Insights.Similarity.Index;

namespace Insights.Benchmarks.Scenarios;

/// <summary>The engine alone over 10,000 reports of a real tracker and up to a million composed from it, beside FTS5 and Lucene.NET.</summary>
internal static class Retrieval
{
    /// <summary>Up to so many, the tracker's own reports are taken.</summary>
    private const int Filed = 10_000;
    private const int Take = 200;
    private const int Shown = 7;
    private const int Calls = 300;
    private const int Added = 2_000;

    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);

    public static Task RunAsync() => RunAsync([10_000, 100_000, 1_000_000]);

    /// <summary>Without the million, which alone takes many minutes.</summary>
    public static Task RunBrieflyAsync() => RunAsync([10_000, 100_000]);

    private static async Task RunAsync(int[] sizes)
    {
        if (Tracker.Read(seed: 7) is not { } tracker)
        {
            Sheet.Note($"Retrieval is not measured: the tracker's file is not beside the repository.");
            return;
        }

        foreach (var size in sizes) await MeasureAsync(tracker, size);
    }

    private static async Task MeasureAsync(Tracker tracker, int size)
    {
        var real = size <= Filed;
        var (heap, resident) = Memory();
        var index = new LookAlikeIndex(Tracker.Options);
        var started = Stopwatch.GetTimestamp();
        foreach (var report in real ? tracker.First(size) : tracker.Composed(0, size)) index.Put(report);
        var built = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (heapAfter, residentAfter) = Memory();
        Sheet.Note($"**{size:N0} reports**, load {Load()}: composed and put one by one in {built:0.0} s; managed heap grew by {(heapAfter - heap) / 1e6:0.0} MB, resident memory by {(residentAfter - resident) / 1e6:0.0} MB; ApproximateBytes says {index.ApproximateBytes / 1e6:0.0} MB.");

        var drafts = real ? tracker.DraftsAfter(size, Calls) : tracker.Drafts(Calls);
        await SearchAsync(index, drafts, size);
        Snapshot(index);
        await AddAsync(index, real ? [.. tracker.First(size + Added).Skip(size)] : [.. tracker.Composed(size, size + Added)], size);
    }

    private static async Task SearchAsync(LookAlikeIndex index, IReadOnlyList<AlikeDocument> drafts, int size)
    {
        var view = index.View();
        var analysed = drafts.Select(d => new AnalysedDocument(d, Tracker.Options)).ToList();
        var queries = analysed.Select(d => TermText.Query(view, d)).ToList();
        using var lucene = new LucenePeer(view);
        using var fts = new FtsPeer(view);
        Check(view.Retrieve(analysed[0], Take).Count, lucene.Rank(queries[0], Take), fts.Rank(queries[0], Take));

        Func<int, int> retrieval = i => view.Retrieve(analysed[i], Take).Count;
        Func<int, int> whole = i => index.Find(drafts[i], LookAlikeModel.Default, Shown).Count;
        Func<int, int> luceneAlone = i => lucene.Rank(queries[i], Take);
        Func<int, int> ftsAlone = i => fts.Rank(queries[i], Take);
        Func<int, int>[] contestants = [retrieval, whole, luceneAlone, ftsAlone];
        var taken = contestants.Select(_ => new Rounds()).ToList();
        foreach (var contestant in contestants) await new Rounds().TakeAsync(Contest.WarmUps, LongestRound, i => Task.FromResult(contestant(i % Calls)));
        for (var round = 0; round < Contest.RoundCount; round++)
        {
            for (var c = 0; c < contestants.Length; c++) await taken[c].TakeAsync(Calls, LongestRound, i => Task.FromResult(contestants[c](i)));
        }

        var sheet = new Sheet();
        sheet.Latency($"retrieval, top {Take}; to Lucene.NET", taken[0], taken[2]);
        sheet.Latency($"retrieval, top {Take}; to FTS5", taken[0], taken[3]);
        sheet.Latency($"whole query, top {Shown}", taken[1]);
        sheet.Latency("Lucene.NET", taken[2]);
        sheet.Latency($"FTS5 of SQLite {fts.Version}", taken[3]);
        sheet.Print(FormattableString.Invariant($"retrieval, {size:N0} reports, load {Load()}"));
    }

    private static void Check(params int[] found)
    {
        if (found.Any(n => n != Take)) throw new InvalidOperationException($"A contestant did not find {Take} reports: {string.Join(", ", found)}.");
    }

    private static void Snapshot(LookAlikeIndex index)
    {
        var path = Path.Combine(Path.GetTempPath(), "insights-benchmarks", Path.GetRandomFileName());
        try
        {
            var started = Stopwatch.GetTimestamp();
            using (var stream = File.Create(path)) index.Save(stream);
            var saved = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            using (var stream = File.OpenRead(path))
            {
                if (LookAlikeIndex.Load(stream, Tracker.Options).Count != index.Count) throw new InvalidOperationException("Reports were lost.");
            }

            Sheet.Note($"Snapshot: {new FileInfo(path).Length / 1e6:0.0} MB, saved in {saved:0.00} s, loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s; load {Load()}.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task AddAsync(LookAlikeIndex index, IReadOnlyList<AlikeDocument> more, int size)
    {
        var adding = new Rounds();
        await adding.TakeAsync(more.Count, TimeSpan.FromMinutes(1), i =>
        {
            index.Put(more[i]);
            return Task.CompletedTask;
        });
        var sheet = new Sheet();
        sheet.Latency("adding a report", adding);
        sheet.Print(FormattableString.Invariant($"adding to {size:N0} reports; the longest took {adding.Sorted[0][^1]:0.0} ms"));
    }

    /// <summary>The managed heap, and what the process has resident, after a full collection that gives memory back.</summary>
    private static (long Heap, long Resident) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
