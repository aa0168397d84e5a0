using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>The items of every metric in a period, whatever their kind and area: the same for figures and for the lists behind them.</summary>
internal static class MetricEntries
{
    /// <summary>Whether its items are about reports; those of the others are about gaps.</summary>
    public static bool IsOfReports(Metric metric) => metric is Metric.Clarity or Metric.Actionability or Metric.Completeness or Metric.ReversedLinks or Metric.DuplicatesAtFiling or Metric.ReportsFiled;

    public static async Task<IReadOnlyDictionary<Metric, List<MetricEntry>>> ReadAsync(MetricScope scope, ClockOptions options, CompletenessShelf shelf, CancellationToken ct)
    {
        var rows = await MetricRows.ReadAsync(scope, ct);
        var (reports, gaps, decisions) = (new ReportEntries(scope, rows, shelf), new GapEntries(scope, rows, options), new DecisionEntries(scope, rows));
        var times = await gaps.TimesAsync(ct);
        var (clarity, actionability) = await reports.RatedAsync(ct);
        return new Dictionary<Metric, List<MetricEntry>>
        {
            [Metric.Clarity] = clarity,
            [Metric.Actionability] = actionability,
            [Metric.Completeness] = await reports.CompletenessAsync(ct),
            [Metric.Acknowledge] = [.. times[GapClock.Acknowledge]],
            [Metric.Assess] = [.. times[GapClock.Assess]],
            [Metric.Decide] = [.. times[GapClock.Decide]],
            [Metric.Implement] = [.. times[GapClock.Implement]],
            [Metric.ReversedLinks] = LinkEntries.Of(scope, rows),
            [Metric.DuplicatesAtFiling] = await reports.DuplicatesAsync(ct),
            [Metric.Receipts] = await decisions.ReceiptsAsync(ct),
            [Metric.Recurrence] = await decisions.RecurrenceAsync(ct),
            [Metric.ReportsFiled] = reports.Filed(),
            [Metric.OpenGaps] = gaps.Open(),
        };
    }
}
