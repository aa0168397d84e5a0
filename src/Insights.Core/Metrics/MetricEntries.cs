using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>The items of every metric in a period, whatever their kind and area: the same for figures and for the lists behind them.</summary>
internal static class MetricEntries
{
    /// <summary>Whether its items are about reports; those of the others are about gaps.</summary>
    public static bool IsOfReports(Metric metric) => metric is Metric.Clarity or Metric.Actionability or Metric.Completeness or Metric.ReversedLinks or Metric.DuplicatesAtFiling or Metric.ReportsFiled;

    public static async Task<IReadOnlyDictionary<Metric, List<MetricEntry>>> ReadAsync(MetricScope scope, ClockOptions options, CompletenessShelf shelf, CancellationToken ct)
    {
        var (reports, gaps, links) = (new ReportEntries(scope, shelf), new GapEntries(scope, options), new LinkEntries(scope));
        var decisions = new DecisionEntries(scope, links);
        var times = await gaps.TimesAsync(ct);
        return new Dictionary<Metric, List<MetricEntry>>
        {
            [Metric.Clarity] = await reports.RatedAsync(Metric.Clarity, ct),
            [Metric.Actionability] = await reports.RatedAsync(Metric.Actionability, ct),
            [Metric.Completeness] = await reports.CompletenessAsync(ct),
            [Metric.Acknowledge] = [.. times[GapClock.Acknowledge]],
            [Metric.Assess] = [.. times[GapClock.Assess]],
            [Metric.Decide] = [.. times[GapClock.Decide]],
            [Metric.Implement] = [.. times[GapClock.Implement]],
            [Metric.ReversedLinks] = await links.ReversedAsync(ct),
            [Metric.DuplicatesAtFiling] = await reports.DuplicatesAsync(ct),
            [Metric.Receipts] = await decisions.ReceiptsAsync(ct),
            [Metric.Recurrence] = await decisions.RecurrenceAsync(ct),
            [Metric.ReportsFiled] = await reports.FiledAsync(ct),
            [Metric.OpenGaps] = await gaps.OpenAsync(ct),
        };
    }
}
