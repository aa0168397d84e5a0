using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>
/// How feedback does over a period, week by week or month by month. Whoever may ask also reads the reports, gaps and ratings
/// that are counted, so no number says more than the list behind it; what only an author may see is not counted.
/// </summary>
[Requires(Permission.ReadMetrics)]
public sealed record ReadMetrics(MetricFilter Filter) : IQuery<MetricsView>, IChecked
{
    public void Check(Check check) => Filter.Check(check);
}

/// <summary>One indicator alone.</summary>
[Requires(Permission.ReadMetrics)]
public sealed record ReadIndicator(Metric Metric, MetricFilter Filter) : IQuery<MetricsView>, IChecked
{
    public void Check(Check check) => Filter.Check(check);
}

internal sealed class ReadMetricsHandler(IDbContextFactory<InsightsDb> contexts, ClockOptions options, CompletenessShelf shelf, TimeProvider clock) :
    IRequestHandler<ReadMetrics, Outcome<MetricsView>>, IRequestHandler<ReadIndicator, Outcome<MetricsView>>
{
    public Task<Outcome<MetricsView>> Handle(ReadMetrics request, CancellationToken cancellationToken) =>
        ViewAsync(request.Filter, MetricDefinition.Indicators, withCounts: true, cancellationToken);

    public Task<Outcome<MetricsView>> Handle(ReadIndicator request, CancellationToken cancellationToken) =>
        ViewAsync(request.Filter, MetricDefinition.Indicators.Contains(request.Metric) ? [request.Metric] : [], !MetricDefinition.Indicators.Contains(request.Metric), cancellationToken);

    private async Task<Outcome<MetricsView>> ViewAsync(MetricFilter filter, IReadOnlyList<Metric> metrics, bool withCounts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = MetricScope.Of(db, filter, clock);
        if (!found.Succeeded(out var scope))
            return found.Refusals.ToList();
        var entries = new MetricEntries(scope, options, shelf);
        var indicators = new List<IndicatorView>();
        foreach (var metric in metrics)
            indicators.Add(Figures.Of(metric, await entries.OfAsync(metric, ct), scope.Period));
        return new MetricsView
        {
            AsOf = scope.Now,
            Grain = scope.Period.Grain,
            Cohorts = scope.Period.Cohorts,
            Indicators = indicators,
            Filed = withCounts ? CountFiled(await entries.OfAsync(Metric.ReportsFiled, ct), scope.Period) : [],
            Open = withCounts ? CountOpen(await entries.OfAsync(Metric.OpenGaps, ct)) : [],
        };
    }

    private static List<FiledCount> CountFiled(IEnumerable<MetricEntry> filed, MetricPeriod period) =>
        [.. filed.GroupBy(e => (Place: period.PlaceOf(e.At)!.Value, e.Kind)).OrderBy(g => g.Key.Place).ThenBy(g => g.Key.Kind).Select(g => new FiledCount(period.Cohorts[g.Key.Place].Key, g.Key.Kind, g.Count()))];

    private static List<OpenCount> CountOpen(IEnumerable<MetricEntry> open) =>
        [.. open.GroupBy(e => e.Cell!).OrderBy(g => g.Key.Clause, StringComparer.Ordinal).ThenByDescending(g => g.Key.Severity).Select(g => new OpenCount(g.Key.Clause, g.Key.Severity, g.Count()))];
}
