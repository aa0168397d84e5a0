using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Insights.Benchmarks.Collection;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Core.Reports;

namespace Insights.Benchmarks.Scenarios;

/// <summary>Single steps on a report of median length, where a mean and its allocations say more than percentiles.</summary>
[MemoryDiagnoser]
public class Micro
{
    private const int Reports = 10_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private Product _product = null!;
    private ReportContent _draft = null!;
    private ReportForm _form = null!;

    internal static Task RunAsync()
    {
        BenchmarkRunner.Run<Micro>(DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "insights-benchmarks", "artifacts")));
        return Task.CompletedTask;
    }

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        var examples = DemoReports.Read();
        var composer = new Composer(examples, 5);
        _product = await Product.CreateAsync(examples);
        for (var i = 0; i < Reports; i++)
            _product.LookAlikes.Put(Filed(i, composer.Next(composer.Theme())));
        _draft = composer.MedianDraft(composer.Theme());
        _form = _draft.ToForm();
    }

    [GlobalCleanup]
    public async Task CleanAsync() => await _product.DisposeAsync();

    /// <summary>Every text of a form through the guard, as each request does once.</summary>
    [Benchmark]
    public ReportContent GuardOneReport() => ReportContent.From(_form, new Screen(Privacy.Guard.Default));

    /// <summary>The 56 reports most like a draft among 10,000, with the reasons.</summary>
    [Benchmark]
    public int FindAmongTenThousand() => _product.LookAlikes.Find(_draft, Now, null, 56).Count;

    /// <summary>Replaces one report in the index.</summary>
    [Benchmark]
    public void PutOneReport() => _product.LookAlikes.Put(Filed(1, _draft));

    private static Report Filed(int number, ReportContent content) =>
        Report.Start(ReportId.Of(FormattableString.Invariant($"rpt_{number:D26}")), number, Product.Specialist.Id, content, Screen.RuleSetVersion, Now);
}
