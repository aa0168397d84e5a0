using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>Metrics of reports, by when they were filed.</summary>
internal sealed class ReportEntries(MetricScope scope, MetricRows rows, CompletenessShelf shelf)
{
    /// <summary>A link that its author made within this time of filing was made by filing.</summary>
    private static readonly TimeSpan AtFiling = TimeSpan.FromMinutes(1);

    private readonly List<ReportRow> _filed = [.. rows.Reports.Values.Where(r => scope.Holds(r.FiledAt))];

    public List<MetricEntry> Filed() => _filed.ConvertAll(Entry);

    public async Task<List<MetricEntry>> CompletenessAsync(CancellationToken ct)
    {
        var shares = await shelf.OfAsync(scope.Db, _filed, ct);
        return [.. _filed.Zip(shares, (report, share) => Entry(report) with { Value = share * 100, Counted = share >= 1 })];
    }

    public async Task<(List<MetricEntry> Clarity, List<MetricEntry> Actionability)> RatedAsync(CancellationToken ct)
    {
        var rated = await RatingsAsync(ct);
        return (_filed.ConvertAll(r => Of(r, steps => steps.Clarity)), _filed.ConvertAll(r => Of(r, steps => steps.Actionability)));

        MetricEntry Of(ReportRow report, Func<(double Clarity, double Actionability), double> step) =>
            rated.TryGetValue(report.Id, out var steps) ? Entry(report) with { Value = step(steps), Counted = true } : Entry(report) with { Counted = false };
    }

    public async Task<List<MetricEntry>> DuplicatesAsync(CancellationToken ct)
    {
        var start = scope.Start;
        var answers = await scope.Db.LookAlikeAnswers.Where(a => a.Answer == SameGap.Yes && a.At >= start).Select(a => new { a.ReportId, a.By }).ToListAsync(ct);
        var same = answers.Where(a => rows.Reports.GetValueOrDefault(a.ReportId)?.Author == a.By).Select(a => a.ReportId).ToHashSet();
        same.UnionWith(
            from link in rows.Links
            where link.IsFirst && rows.Operations.GetValueOrDefault(link.Operation)?.Kind is OperationKind.Link
            let report = rows.Reports.GetValueOrDefault(link.Report)
            where report is not null && report.Author == link.By && link.At - report.FiledAt <= AtFiling
            select link.Report);
        return _filed.ConvertAll(r => Entry(r) with { Counted = same.Contains(r.Id) });
    }

    private static MetricEntry Entry(ReportRow report) => new(report.FiledAt, report.Number) { Kind = report.Kind, Area = report.Area };

    /// <summary>What the raters of the newest revision that was rated gave on the mean, as the report itself shows it.</summary>
    private async Task<Dictionary<ReportId, (double Clarity, double Actionability)>> RatingsAsync(CancellationToken ct)
    {
        var start = scope.Start;
        var ratings = await scope.Db.ReportRatings.Where(r => r.At >= start).Select(r => new { r.ReportId, r.Revision, r.Clarity, r.Actionability }).ToListAsync(ct);
        return ratings.GroupBy(r => r.ReportId).ToDictionary(g => g.Key, g =>
        {
            var revision = g.Max(r => r.Revision);
            var newest = g.Where(r => r.Revision == revision).ToList();
            return (newest.Average(r => r.Clarity), newest.Average(r => r.Actionability));
        });
    }
}
