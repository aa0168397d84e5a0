using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>The items of each metric: the same for its figures and for the list behind them. What several metrics rest on is read once.</summary>
internal sealed class MetricEntries
{
    private readonly ReportEntries _reports;
    private readonly GapEntries _gaps;
    private readonly LinkEntries _links;
    private readonly DecisionEntries _decisions;

    public MetricEntries(MetricScope scope, ClockOptions options, CompletenessShelf shelf)
    {
        (_reports, _gaps, _links) = (new(scope, shelf), new(scope, options), new(scope));
        _decisions = new(scope, _links);
    }

    /// <summary>Whether its items are about reports; those of the others are about gaps.</summary>
    public static bool IsOfReports(Metric metric) => metric is Metric.Clarity or Metric.Actionability or Metric.Completeness or Metric.ReversedLinks or Metric.DuplicatesAtFiling or Metric.ReportsFiled;

    public Task<List<MetricEntry>> OfAsync(Metric metric, CancellationToken ct) => metric switch
    {
        Metric.Clarity or Metric.Actionability => _reports.RatedAsync(metric, ct),
        Metric.Completeness => _reports.CompletenessAsync(ct),
        Metric.Acknowledge => _gaps.TimesAsync(GapClock.Acknowledge, ct),
        Metric.Assess => _gaps.TimesAsync(GapClock.Assess, ct),
        Metric.Decide => _gaps.TimesAsync(GapClock.Decide, ct),
        Metric.Implement => _gaps.TimesAsync(GapClock.Implement, ct),
        Metric.ReversedLinks => _links.ReversedAsync(ct),
        Metric.DuplicatesAtFiling => _reports.DuplicatesAsync(ct),
        Metric.Receipts => _decisions.ReceiptsAsync(ct),
        Metric.Recurrence => _decisions.RecurrenceAsync(ct),
        Metric.ReportsFiled => _reports.FiledAsync(ct),
        Metric.OpenGaps => _gaps.OpenAsync(ct),
    };
}
