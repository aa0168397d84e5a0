using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Contact;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Benchmarks.Scenarios;

/// <summary>All figures of the page Insights where 10,000 reports in 3,000 gaps lie in its period.</summary>
internal static class MetricsPage
{
    private const int Reports = 10_000;
    private const int RatedOfTen = 3;

    public static async Task RunAsync()
    {
        var examples = DemoReports.Read();
        var statements = new StatementCounter();
        await using var product = await Product.CreateAsync(examples, services =>
            services.ConfigureDbContext<SqliteInsightsDb>(options => options.AddInterceptors(statements)));
        await using (var loader = new Loader(product, new Composer(examples, 3), withHistory: true))
            await loader.FillAsync(Reports);
        await RateAsync(product);

        var (cold, anew, kept) = (new Rounds(), new Rounds(), new Rounds());
        var before = statements.Count;
        MetricsView? first = null;
        await cold.TakeAsync(1, TimeSpan.MaxValue, async i => first = await ReadAsync(product, i));
        Sheet.Note($"{first!.Filed.Sum(f => f.Reports)} reports were filed and {first.Open.Sum(o => o.Gaps)} gaps are open; working it out the first time took {statements.Count - before} SQL statements.");
        before = statements.Count;
        await ReadAsync(product, 1);
        Sheet.Note($"Working it out anew took {statements.Count - before} SQL statements.");
        for (var round = 0; round < Contest.RoundCount; round++)
        {
            await anew.TakeAsync(50, TimeSpan.FromSeconds(20), i => ReadAsync(product, i));
            await kept.TakeAsync(200, TimeSpan.FromSeconds(20), _ => ReadAsync(product, 0));
        }

        var sheet = new Sheet();
        sheet.Latency("all figures, the first time", cold);
        sheet.Latency("all figures, worked out anew", anew);
        sheet.Latency("all figures, nothing changed since", kept);
        sheet.Print("metrics");
    }

    /// <summary>More periods than are kept, taken in turns, so that each is worked out anew. All hold every report.</summary>
    private static Task<MetricsView> ReadAsync(Product product, int turn) =>
        product.SendAsync(Product.Lead, new ReadMetrics(new MetricFilter { From = new DateOnly(2026, 1, 1).AddMonths(-(turn % 6)), To = new DateOnly(2026, 12, 31) }));

    private static async Task RateAsync(Product product)
    {
        await using var db = product.Open();
        var reports = await db.Reports.OrderBy(r => r.Number).Select(r => new { r.Id, r.Number, r.FiledAt }).ToListAsync();
        foreach (var report in reports.Where(r => r.Number % 10 < RatedOfTen))
        {
            var rating = ReportRating.Begin(report.Id, 1, Product.Lead.Id);
            rating.Rate((int)(report.Number % 5) + 1, 3, 3, (int)(report.Number % 4) + 2, null, Screen.RuleSetVersion, report.FiledAt!.Value.AddDays(1));
            db.Add(rating);
        }

        await db.SaveChangesAsync();
    }
}
