using System.Diagnostics;
using Insights.Benchmarks.Measuring;
using Insights.Benchmarks.Scenarios;

var scenarios = new Dictionary<string, Func<Task>>
{
    ["filing"] = Filing.RunAsync,
    ["look-alikes"] = LookAlikeSearch.RunAsync,
    ["gap-page"] = GapPage.RunAsync,
    ["feed-replay"] = FeedReplay.RunAsync,
    ["guard"] = GuardScan.RunAsync,
    ["audit-verify"] = AuditVerify.RunAsync,
    ["edge-share"] = EdgeShare.RunAsync,
    ["retrieval-brief"] = Retrieval.RunBrieflyAsync,
};
var byName = new Dictionary<string, Func<Task>>(scenarios) { ["micro"] = Micro.RunAsync, ["retrieval"] = Retrieval.RunAsync, ["undo"] = UndoSequences.RunAsync, ["shipped-model"] = ShippedModel.RunAsync, ["streams"] = Streams.RunAsync, ["metrics"] = MetricsPage.RunAsync, ["pages"] = Pages.RunAsync };

var unknown = args.Where(name => !byName.ContainsKey(name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"Unknown: {string.Join(", ", unknown)}. Choose from: {string.Join(", ", byName.Keys)}; without a name all but micro, retrieval, undo, shipped-model, streams, metrics and pages run.");
    return 2;
}

var started = Stopwatch.GetTimestamp();
foreach (var name in args is [] ? scenarios.Keys.ToArray() : args)
    await byName[name]();
Sheet.Note($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s in all, {Environment.ProcessorCount} processors.");
return 0;
