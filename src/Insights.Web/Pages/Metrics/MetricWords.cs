using System.Globalization;
using Insights.Core.Metrics;

namespace Insights.Web.Pages.Metrics;

/// <summary>Figures in words. What is too few to judge gets no figure.</summary>
internal static class MetricWords
{
    public static string Said(MeasureFigure figure, MetricDefinition definition) =>
        figure.TooFew ? TooFew(figure.Sample) : figure.Typical is { } value ? Value(value, definition) : "not reached yet";

    public static string SaidTail(MeasureFigure figure, MetricDefinition definition) =>
        figure.NineInTen is { } value ? Value(value, definition) : "not reached yet";

    public static string Said(ShareFigure figure) =>
        figure.TooFew ? TooFew(figure.OutOf) : $"{Percent(figure.Share!.Value)} ({Percent(figure.Low!.Value)} to {Percent(figure.High!.Value)})";

    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "\u00A0%";

    public static string Value(double value, MetricDefinition definition)
    {
        var number = value.ToString(definition.Unit is "%" ? "0" : "0.#", CultureInfo.InvariantCulture);
        if (definition.Unit is "%")
            return $"{number}\u00A0%";
        return $"{number} {(number == "1" && definition.Unit is { } unit && unit.EndsWith('s') ? unit[..^1] : definition.Unit)}";
    }

    /// <summary>What a measure is called on a tile.</summary>
    public static string NameOf(MeasureKind kind) => kind switch
    {
        MeasureKind.Median => "Median",
        MeasureKind.MedianOfTimes => "Median",
        MeasureKind.Mean => "Mean",
    };

    /// <summary>What a share is called on a tile.</summary>
    public static string ShareOf(Metric metric) => metric switch
    {
        Metric.Clarity or Metric.Actionability => "Rated",
        Metric.Completeness => "Nothing missing",
        Metric.ReversedLinks => "Undone",
        Metric.DuplicatesAtFiling => "Found while filing",
        Metric.Receipts => "With a receipt",
        Metric.Recurrence => "Came back",
        _ => "In time",
    };

    public static string Judged(Metric metric, bool? counted) => (metric, counted) switch
    {
        (_, null) => "not judged yet",
        (Metric.Clarity or Metric.Actionability, true) => "rated",
        (Metric.Clarity or Metric.Actionability, false) => "not rated",
        (Metric.Completeness, true) => "nothing missing",
        (Metric.Completeness, false) => "something missing",
        (Metric.ReversedLinks, true) => "undone",
        (Metric.ReversedLinks, false) => "stands",
        (Metric.DuplicatesAtFiling, true) => "known gap found while filing",
        (Metric.DuplicatesAtFiling, false) => "no known gap found while filing",
        (Metric.Receipts, true) => "with a receipt",
        (Metric.Receipts, false) => "without a receipt",
        (Metric.Recurrence, true) => "came back",
        (Metric.Recurrence, false) => "stayed answered",
        (_, true) => "in time",
        (_, false) => "late",
    };

    /// <summary>What a part of the items is called in a choice.</summary>
    public static string Of(Metric metric, MetricPart part) => part switch
    {
        MetricPart.Counted => Upper(Judged(metric, true)),
        MetricPart.Others => Upper(Judged(metric, false)),
        MetricPart.Judged => "All that is judged",
        MetricPart.NotJudged => "Not judged yet",
    };

    /// <summary>Whether some of its items wait to be judged.</summary>
    public static bool HasUnjudged(Metric metric) => metric is Metric.Acknowledge or Metric.Assess or Metric.Decide or Metric.Implement or Metric.Recurrence;

    /// <summary>How many cohorts have a figure of what its chart shows.</summary>
    public static int JudgedCohorts(IndicatorView indicator) => indicator.Cohorts.Count(c => c.Measure is { } measure ? measure.Typical is not null : c.Share is { TooFew: false });

    /// <summary>What the line and the bars of a chart are.</summary>
    public static string LegendOf(MetricDefinition definition, CohortGrain grain)
    {
        var per = grain is CohortGrain.Week ? "by week" : "by month";
        return definition.Kind is not { } kind ? $"Share {per}, with its 95 % interval" : kind switch
        {
            MeasureKind.MedianOfTimes => $"Median {per}, in working days; the bar ends where nine in ten are done",
            MeasureKind.Median => $"Median {per}",
            MeasureKind.Mean => $"Mean {per}",
        };
    }

    /// <summary>What the moment of an item is.</summary>
    public static string Began(Metric metric) => metric switch
    {
        Metric.ReversedLinks => "linked",
        Metric.Receipts or Metric.Recurrence => "approved",
        Metric.OpenGaps => "opened",
        Metric.Acknowledge or Metric.Assess or Metric.Decide or Metric.Implement => "started",
        _ => "filed",
    };

    /// <summary>A chart in a sentence, for those who do not see it.</summary>
    public static string ChartOf(IndicatorView indicator, MetricsView metrics)
    {
        return string.Create(CultureInfo.InvariantCulture,
            $"{indicator.Definition.Name}, {(metrics.Grain is CohortGrain.Week ? "by week" : "by month")} from {metrics.Cohorts[0].Key} to {metrics.Cohorts[^1].Key}; {JudgedCohorts(indicator)} of {metrics.Cohorts.Count} have a figure");
    }

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string TooFew(int sample) => string.Create(CultureInfo.InvariantCulture, $"too few to judge (n = {sample})");
}
