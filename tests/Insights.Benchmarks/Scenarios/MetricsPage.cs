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

/// <summary>All figures of the page Insights where 10,000 reports in 3,000 gaps lie in its period, and those of a period without any.</summary>
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

        var whole = new MetricFilter { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 12, 31) };
        var (cold, warm, apart) = (new Rounds(), new Rounds(), new Rounds());
        var first = default(MetricsView);
        await cold.TakeAsync(1, TimeSpan.MaxValue, async _ => first = await product.SendAsync(Product.Lead, new ReadMetrics(whole)));
        var before = statements.Count;
        await product.SendAsync(Product.Lead, new ReadMetrics(whole));
        Sheet.Note($"All figures took {statements.Count - before} SQL statements; {first!.Filed.Sum(f => f.Reports)} reports and {first.Open.Sum(o => o.Gaps)} open gaps.");
        for (var round = 0; round < Contest.RoundCount; round++)
        {
            await warm.TakeAsync(100, TimeSpan.FromSeconds(20), _ => product.SendAsync(Product.Lead, new ReadMetrics(whole)));
            await apart.TakeAsync(100, TimeSpan.FromSeconds(20), _ => product.SendAsync(Product.Lead, new ReadMetrics(new MetricFilter { From = new DateOnly(2025, 1, 1), To = new DateOnly(2025, 3, 31) })));
        }

        var sheet = new Sheet();
        sheet.Latency("all figures, the first time", cold);
        sheet.Latency("all figures", warm);
        sheet.Latency("all figures of a period without reports", apart);
        foreach (var metric in Enum.GetValues<Metric>())
        {
            var one = new Rounds();
            await one.TakeAsync(30, TimeSpan.FromSeconds(10), _ => product.SendAsync(Product.Lead, new ReadIndicator(metric, whole)));
            sheet.Latency($"{metric} alone", one);
        }

        sheet.Print("metrics");
    }

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
