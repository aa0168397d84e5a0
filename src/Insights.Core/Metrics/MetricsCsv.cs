using Insights.Core.Feed;

namespace Insights.Core.Metrics;

/// <summary>A metric as a table: a row a cohort, with the whole period last; of counts, a row a count. Spreadsheets run none of it.</summary>
public static class MetricsCsv
{
    private static readonly string[] OfFigures =
        ["metric", "cohort", "from", "to", "running", "items", "sample", "sampleTooFew", "typical", "nineInTen", "outOf", "shareTooFew", "counted", "share", "low", "high"];

    /// <summary>The table of one indicator, or of the reports that were filed, or of the gaps that are open.</summary>
    public static byte[] Of(Metric metric, MetricsView metrics) => metric switch
    {
        Metric.ReportsFiled => FeedCsv.Table(["cohort", "kind", "reports"], metrics.Filed.Select(f => new object?[] { f.Cohort, f.Kind, f.Reports })),
        Metric.OpenGaps => FeedCsv.Table(["clause", "severity", "gaps"], metrics.Open.Select(o => new object?[] { o.Clause, o.Severity, o.Gaps })),
        _ => FeedCsv.Table(OfFigures, metrics.Indicators.Where(i => i.Metric == metric).SelectMany(i => i.Cohorts.Zip(metrics.Cohorts, (figures, cohort) => Row(i, figures, cohort)).Append(
            Row(i, i.Whole, new MetricCohort("whole", metrics.Cohorts[0].From, metrics.Cohorts[^1].To, metrics.Cohorts[^1].Running))))),
    };

    private static object?[] Row(IndicatorView indicator, MetricFigures figures, MetricCohort cohort) =>
    [
        indicator.Metric, cohort.Key, cohort.From, cohort.To, cohort.Running, figures.Items,
        figures.Measure?.Sample, figures.Measure?.TooFew, figures.Measure?.Typical, figures.Measure?.NineInTen,
        figures.Share?.OutOf, figures.Share?.TooFew, figures.Share?.Counted, figures.Share?.Share, figures.Share?.Low, figures.Share?.High,
    ];
}
