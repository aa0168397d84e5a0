using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

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

internal sealed class ReadMetricsHandler(MetricBook book) :
    IRequestHandler<ReadMetrics, Outcome<MetricsView>>, IRequestHandler<ReadIndicator, Outcome<MetricsView>>
{
    public Task<Outcome<MetricsView>> Handle(ReadMetrics request, CancellationToken cancellationToken) => ViewAsync(request.Filter, null, cancellationToken);

    public Task<Outcome<MetricsView>> Handle(ReadIndicator request, CancellationToken cancellationToken) => ViewAsync(request.Filter, request.Metric, cancellationToken);

    private async Task<Outcome<MetricsView>> ViewAsync(MetricFilter filter, Metric? only, CancellationToken ct)
    {
        var read = await book.ReadAsync(filter, ct);
        if (!read.Succeeded(out var reading))
            return read.Refusals.ToList();
        return new MetricsView
        {
            AsOf = reading.Now,
            Grain = reading.Period.Grain,
            Cohorts = reading.Period.Cohorts,
            Indicators = [.. MetricDefinition.Indicators.Where(m => only is null || m == only).Select(m => Figures.Of(m, reading.Of(m), reading.Period))],
            Filed = only is null or Metric.ReportsFiled ? CountFiled(reading.Of(Metric.ReportsFiled), reading.Period) : [],
            Open = only is null or Metric.OpenGaps ? CountOpen(reading.Of(Metric.OpenGaps)) : [],
        };
    }

    private static List<FiledCount> CountFiled(IEnumerable<MetricEntry> filed, MetricPeriod period) =>
        [.. filed.GroupBy(e => (Place: period.PlaceOf(e.At)!.Value, e.Kind)).OrderBy(g => g.Key.Place).ThenBy(g => g.Key.Kind).Select(g => new FiledCount(period.Cohorts[g.Key.Place].Key, g.Key.Kind, g.Count()))];

    private static List<OpenCount> CountOpen(IEnumerable<MetricEntry> open) =>
        [.. open.GroupBy(e => e.Cell!).OrderBy(g => g.Key.Clause, StringComparer.Ordinal).ThenByDescending(g => g.Key.Severity).Select(g => new OpenCount(g.Key.Clause, g.Key.Severity, g.Count()))];
}
