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
        var view = reading.View;
        return only is not { } metric ? view : view with
        {
            Indicators = [.. view.Indicators.Where(i => i.Metric == metric)],
            Filed = metric is Metric.ReportsFiled ? view.Filed : [],
            Open = metric is Metric.OpenGaps ? view.Open : [],
        };
    }
}
