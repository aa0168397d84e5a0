using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>A filed report, as far as metrics look at it.</summary>
internal sealed record FiledReport(ReportId Id, long Number, DateTimeOffset At, GapKind? Kind, string? Area, int Version);

/// <summary>Metrics of reports, by when they were filed.</summary>
internal sealed class ReportEntries(MetricScope scope, CompletenessShelf shelf)
{
    /// <summary>A link that its author made within this time of filing was made by filing.</summary>
    private static readonly TimeSpan AtFiling = TimeSpan.FromMinutes(1);

    private List<FiledReport>? _filed;
    private Dictionary<ReportId, (double Clarity, double Actionability)>? _rated;

    public async Task<List<MetricEntry>> FiledAsync(CancellationToken ct) => await EachAsync((_, report) => new(report.At, report.Number), ct);

    public async Task<List<MetricEntry>> CompletenessAsync(CancellationToken ct)
    {
        var shares = await shelf.OfAsync(scope.Db, await ReportsAsync(ct), ct);
        return await EachAsync((place, report) => new(report.At, report.Number, shares[place] * 100, Counted: shares[place] >= 1), ct);
    }

    public async Task<List<MetricEntry>> RatedAsync(Metric metric, CancellationToken ct)
    {
        var rated = _rated ??= await RatingsAsync(ct);
        return await EachAsync((_, report) => rated.TryGetValue(report.Id, out var steps)
            ? new(report.At, report.Number, metric is Metric.Clarity ? steps.Clarity : steps.Actionability, Counted: true)
            : new(report.At, report.Number, Counted: false), ct);
    }

    public async Task<List<MetricEntry>> DuplicatesAsync(CancellationToken ct)
    {
        var answered = await (
            from answer in scope.Db.LookAlikeAnswers
            join report in scope.Filed on answer.ReportId equals report.Id
            where answer.Answer == SameGap.Yes && answer.By == report.AuthorId
            select report.Id).ToListAsync(ct);
        var joined = await (
            from link in scope.Db.Links
            join report in scope.Filed on link.ReportId equals report.Id
            join operation in scope.Db.Operations on link.OperationId equals operation.Id
            where link.Restores == null && link.LinkedBy == report.AuthorId && operation.Kind == OperationKind.Link
            select new { report.Id, link.LinkedAt, report.FiledAt }).ToListAsync(ct);
        var same = joined.Where(j => j.LinkedAt - j.FiledAt <= AtFiling).Select(j => j.Id).Concat(answered).ToHashSet();
        return await EachAsync((_, report) => new(report.At, report.Number, Counted: same.Contains(report.Id)), ct);
    }

    private async Task<List<MetricEntry>> EachAsync(Func<int, FiledReport, MetricEntry> entry, CancellationToken ct) =>
        [.. (await ReportsAsync(ct)).Select((report, place) => entry(place, report) with { Kind = report.Kind, Area = report.Area })];

    private async Task<List<FiledReport>> ReportsAsync(CancellationToken ct) =>
        _filed ??= await scope.Filed.Select(r => new FiledReport(r.Id, r.Number, r.FiledAt!.Value, r.Kind, r.Area, r.Version)).ToListAsync(ct);

    /// <summary>What the raters of the newest revision that was rated gave on the mean, as the report itself shows it.</summary>
    private async Task<Dictionary<ReportId, (double Clarity, double Actionability)>> RatingsAsync(CancellationToken ct)
    {
        var ratings = await (
            from rating in scope.Db.ReportRatings
            join report in scope.Filed on rating.ReportId equals report.Id
            select new { rating.ReportId, rating.Revision, rating.Clarity, rating.Actionability }).ToListAsync(ct);
        return ratings.GroupBy(r => r.ReportId).ToDictionary(g => g.Key, g =>
        {
            var revision = g.Max(r => r.Revision);
            var newest = g.Where(r => r.Revision == revision).ToList();
            return (newest.Average(r => r.Clarity), newest.Average(r => r.Actionability));
        });
    }
}
