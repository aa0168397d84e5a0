using Insights.Web.Pages.Shared;
using System.Globalization;
using Insights.Core.Metrics;

namespace Insights.Web.Pages.Metrics;

/// <summary>Figures in words. What is too few to judge gets no figure.</summary>
internal static class MetricWords
{
    public static string Said(MeasureFigure figure, MetricDefinition definition) =>
        figure.TooFew ? TooFew(figure.Sample) : figure.Typical is { } value ? Value(value, definition) : Texts.T("not reached yet");

    public static string SaidTail(MeasureFigure figure, MetricDefinition definition) =>
        figure.NineInTen is { } value ? Value(value, definition) : Texts.T("not reached yet");

    public static string Said(ShareFigure figure) =>
        figure.TooFew ? TooFew(figure.OutOf) : Texts.T("{0} ({1} to {2})", Percent(figure.Share!.Value), Percent(figure.Low!.Value), Percent(figure.High!.Value));

    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "\u00A0%";

    public static string Value(double value, MetricDefinition definition)
    {
        var number = value.ToString(definition.Unit is "%" ? "0" : "0.#", CultureInfo.InvariantCulture);
        if (definition.Unit is "%")
            return $"{number}\u00A0%";
        return $"{number} {Texts.T(number == "1" && definition.Unit is { } unit && unit.EndsWith('s') ? unit[..^1] : definition.Unit ?? "")}";
    }

    /// <summary>What a measure is called on a tile.</summary>
    public static string NameOf(MeasureKind kind) => kind switch
    {
        MeasureKind.Median => Texts.T("Median"),
        MeasureKind.MedianOfTimes => Texts.T("Median"),
        MeasureKind.Mean => Texts.T("Mean"),
    };

    /// <summary>What a share is called on a tile.</summary>
    public static string ShareOf(Metric metric) => metric switch
    {
        Metric.Clarity or Metric.Actionability => Texts.T("Rated"),
        Metric.Completeness => Texts.T("Nothing missing"),
        Metric.ReversedLinks => Texts.T("Undone"),
        Metric.DuplicatesAtFiling => Texts.T("Found while filing"),
        Metric.Receipts => Texts.T("With a receipt"),
        Metric.Recurrence => Texts.T("Came back"),
        _ => Texts.T("In time"),
    };

    public static string Judged(Metric metric, bool? counted) => (metric, counted) switch
    {
        (_, null) => Texts.T("not judged yet"),
        (Metric.Clarity or Metric.Actionability, true) => Texts.T("rated"),
        (Metric.Clarity or Metric.Actionability, false) => Texts.T("not rated"),
        (Metric.Completeness, true) => Texts.T("nothing missing"),
        (Metric.Completeness, false) => Texts.T("something missing"),
        (Metric.ReversedLinks, true) => Texts.T("undone"),
        (Metric.ReversedLinks, false) => Texts.T("stands"),
        (Metric.DuplicatesAtFiling, true) => Texts.T("known gap found while filing"),
        (Metric.DuplicatesAtFiling, false) => Texts.T("no known gap found while filing"),
        (Metric.Receipts, true) => Texts.T("with a receipt"),
        (Metric.Receipts, false) => Texts.T("without a receipt"),
        (Metric.Recurrence, true) => Texts.T("came back"),
        (Metric.Recurrence, false) => Texts.T("stayed answered"),
        (_, true) => Texts.T("in time"),
        (_, false) => Texts.T("late"),
    };

    /// <summary>What a part of the items is called in a choice.</summary>
    public static string Of(Metric metric, MetricPart part) => part switch
    {
        MetricPart.Counted => Upper(Judged(metric, true)),
        MetricPart.Others => Upper(Judged(metric, false)),
        MetricPart.Judged => Texts.T("All that is judged"),
        MetricPart.NotJudged => Texts.T("Not judged yet"),
    };

    /// <summary>Whether some of its items wait to be judged.</summary>
    public static bool HasUnjudged(Metric metric) => metric is Metric.Acknowledge or Metric.Assess or Metric.Decide or Metric.Implement or Metric.Recurrence;

    /// <summary>How many cohorts have a figure of what its chart shows.</summary>
    public static int JudgedCohorts(IndicatorView indicator) => indicator.Cohorts.Count(c => c.Measure is { } measure ? measure.Typical is not null : c.Share is { TooFew: false });

    /// <summary>What the line and the bars of a chart are.</summary>
    public static string LegendOf(MetricDefinition definition, CohortGrain grain)
    {
        var per = grain is CohortGrain.Week ? Texts.T("by week") : Texts.T("by month");
        return definition.Kind is not { } kind ? Texts.T("Share {0}, with its 95 % interval", per) : kind switch
        {
            MeasureKind.MedianOfTimes => Texts.T("Median {0}, in working days; the bar ends where nine in ten are done", per),
            MeasureKind.Median => Texts.T("Median {0}", per),
            MeasureKind.Mean => Texts.T("Mean {0}", per),
        };
    }

    /// <summary>What the moment of an item is.</summary>
    public static string Began(Metric metric) => metric switch
    {
        Metric.ReversedLinks => Texts.T("linked"),
        Metric.Receipts or Metric.Recurrence => Texts.T("approved"),
        Metric.OpenGaps => Texts.T("opened"),
        Metric.Acknowledge or Metric.Assess or Metric.Decide or Metric.Implement => Texts.T("started"),
        _ => Texts.T("filed"),
    };

    /// <summary>A chart in a sentence, for those who do not see it.</summary>
    public static string ChartOf(IndicatorView indicator, MetricsView metrics)
    {
        return Texts.T("{0}, {1} from {2} to {3}; {4} of {5} have a figure", Texts.T(indicator.Definition.Name), (metrics.Grain is CohortGrain.Week ? Texts.T("by week") : Texts.T("by month")), metrics.Cohorts[0].Key, metrics.Cohorts[^1].Key, JudgedCohorts(indicator), metrics.Cohorts.Count);
    }

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string TooFew(int sample) => Texts.T("too few to judge (n = {0})", sample);
}
