using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Metrics;

/// <summary>Whether feedback gets better: indicators by cohort, what is reported, and where policy leaves most open.</summary>
public sealed record MetricsView
{
    /// <summary>Fewer items than this are too few to judge, and get no figure.</summary>
    public const int FewestToJudge = 8;

    /// <summary>When it was worked out.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>How long a cohort is.</summary>
    public required CohortGrain Grain { get; init; }

    /// <summary>The weeks or months of the period, the oldest first.</summary>
    public required IReadOnlyList<MetricCohort> Cohorts { get; init; }

    /// <summary>Fewer items than this are too few to judge.</summary>
    public int FewestItems { get; } = FewestToJudge;

    /// <summary>The indicators.</summary>
    public required IReadOnlyList<IndicatorView> Indicators { get; init; }

    /// <summary>How many reports of which kind were filed in each cohort; kinds and cohorts without one are left out.</summary>
    public required IReadOnlyList<FiledCount> Filed { get; init; }

    /// <summary>How many gaps are open now, by clause and severity; what has none is left out.</summary>
    public required IReadOnlyList<OpenCount> Open { get; init; }
}

/// <summary>One indicator, over the whole period and cohort by cohort.</summary>
public sealed record IndicatorView
{
    /// <summary>Which.</summary>
    public required Metric Metric { get; init; }

    /// <summary>What it is, in words.</summary>
    public MetricDefinition Definition => MetricDefinition.Of(Metric);

    /// <summary>Its figures over the whole period.</summary>
    public required MetricFigures Whole { get; init; }

    /// <summary>Its figures for each cohort, in the order of the cohorts.</summary>
    public required IReadOnlyList<MetricFigures> Cohorts { get; init; }
}

/// <summary>The figures of one cohort, or of all.</summary>
public sealed record MetricFigures
{
    /// <summary>The cohort, as in 2026-W10; null for the whole period.</summary>
    public required string? Cohort { get; init; }

    /// <summary>How many items it is about.</summary>
    public required int Items { get; init; }

    /// <summary>What is said about the values; null for an indicator without values.</summary>
    public required MeasureFigure? Measure { get; init; }

    /// <summary>The share; null for an indicator without one.</summary>
    public required ShareFigure? Share { get; init; }
}

/// <summary>What is said about the values of a cohort.</summary>
public sealed record MeasureFigure
{
    /// <summary>How many items have a value.</summary>
    public required int Sample { get; init; }

    /// <summary>Whether they are too few to judge; then there is no figure.</summary>
    public bool TooFew => Sample < MetricsView.FewestToJudge;

    /// <summary>The median, or the mean for receipts; null where there are too few, or where too few are done to tell.</summary>
    public required double? Typical { get; init; }

    /// <summary>What nine in ten stay within, for times; null like the median.</summary>
    public required double? NineInTen { get; init; }
}

/// <summary>A share, with the interval in which it lies with 95 % confidence (Wilson's score).</summary>
public sealed record ShareFigure
{
    /// <summary>The denominator.</summary>
    public required int OutOf { get; init; }

    /// <summary>Whether that is too few to judge; then there is no figure.</summary>
    public bool TooFew => OutOf < MetricsView.FewestToJudge;

    /// <summary>The numerator.</summary>
    public required int? Counted { get; init; }

    /// <summary>The share, 0 to 1.</summary>
    public required double? Share { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public required double? High { get; init; }
}

/// <summary>How many reports of a kind were filed in a cohort.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Kind">The kind; null where its author was not sure.</param>
/// <param name="Reports">How many.</param>
public sealed record FiledCount(string Cohort, GapKind? Kind, int Reports);

/// <summary>How many gaps of a clause and severity are open now.</summary>
/// <param name="Clause">The clause; null where none fits.</param>
/// <param name="Severity">The severity; null where it was not said yet.</param>
/// <param name="Gaps">How many.</param>
public sealed record OpenCount(string? Clause, Severity? Severity, int Gaps);

/// <summary>An item behind a number.</summary>
public sealed record MetricItemView
{
    /// <summary>What puts it into its cohort.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Human number of the report it is about, as in R-7.</summary>
    public required long? ReportNumber { get; init; }

    /// <summary>Human number of the gap it is about, as in G-3.</summary>
    public required long? GapNumber { get; init; }

    /// <summary>Human number of the operation it is about, as in O-12.</summary>
    public required long? OperationNumber { get; init; }

    /// <summary>The title of the report or gap.</summary>
    public required GuardedText? Title { get; init; }

    /// <summary>Its value.</summary>
    public required double? Value { get; init; }

    /// <summary>Whether the value is final, and not only what was seen so far.</summary>
    public required bool Finished { get; init; }

    /// <summary>Whether it is in the numerator; null where it is not judged, and not in the denominator either.</summary>
    public required bool? Counted { get; init; }
}

/// <summary>Where a page of items ended.</summary>
/// <param name="At">Milliseconds of the last item.</param>
/// <param name="Number">The number of its report or gap.</param>
public sealed record MetricItemKey(long At, long Number)
{
    public static MetricItemKey Of(MetricItemView item) => new(item.At.ToUnixTimeMilliseconds(), item.ReportNumber ?? item.GapNumber ?? 0);
}
