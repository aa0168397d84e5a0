namespace Insights.Core.Metrics;

/// <summary>Makes figures of items. Below the fewest that can be judged there is none.</summary>
internal static class Figures
{
    public static MetricsView Of(MetricReading reading) => new()
    {
        AsOf = reading.Now,
        Grain = reading.Period.Grain,
        Cohorts = reading.Period.Cohorts,
        Indicators = [.. MetricDefinition.Indicators.Select(m => Of(m, reading.Of(m), reading.Period))],
        Filed = CountFiled(reading.Of(Metric.ReportsFiled), reading.Period),
        Open = CountOpen(reading.Of(Metric.OpenGaps)),
    };

    public static IndicatorView Of(Metric metric, IReadOnlyList<MetricEntry> entries, MetricPeriod period)
    {
        var definition = MetricDefinition.Of(metric);
        var cohorts = entries.ToLookup(e => period.PlaceOf(e.At));
        return new IndicatorView
        {
            Metric = metric,
            Whole = Of(definition, null, entries),
            Cohorts = [.. period.Cohorts.Select((cohort, place) => Of(definition, cohort.Key, [.. cohorts[place]]))],
        };
    }

    private static MetricFigures Of(MetricDefinition definition, string? cohort, IReadOnlyList<MetricEntry> entries) => new()
    {
        Cohort = cohort,
        Items = entries.Count,
        Measure = definition.Kind is { } kind ? Measured(kind, [.. entries.Where(e => e.Value is not null).Select(e => new Seen(e.Value!.Value, e.Finished))]) : null,
        Share = definition.Counted is null ? null : Share(entries.Count(e => e.Counted is true), entries.Count(e => e.Counted is not null)),
    };

    private static MeasureFigure Measured(MeasureKind kind, List<Seen> values)
    {
        var few = values.Count < MetricsView.FewestToJudge;
        return new MeasureFigure
        {
            Sample = values.Count,
            Typical = few ? null : kind switch
            {
                MeasureKind.Median => Rounded(Statistics.Median(values.ConvertAll(v => v.Value))),
                MeasureKind.MedianOfTimes => Statistics.DoneWithin(values, 0.5),
                MeasureKind.Mean => Rounded(values.Average(v => v.Value)),
            },
            NineInTen = few || kind is not MeasureKind.MedianOfTimes ? null : Statistics.DoneWithin(values, 0.9),
        };
    }

    private static ShareFigure Share(int counted, int of)
    {
        if (of < MetricsView.FewestToJudge)
            return new ShareFigure { OutOf = of, Counted = null, Share = null, Low = null, High = null };
        var (low, high) = Statistics.Wilson(counted, of);
        return new ShareFigure { OutOf = of, Counted = counted, Share = Math.Round((double)counted / of, 4), Low = Math.Round(low, 4), High = Math.Round(high, 4) };
    }

    private static double Rounded(double value) => Math.Round(value, 2);

    private static List<FiledCount> CountFiled(IEnumerable<MetricEntry> filed, MetricPeriod period) =>
        [.. filed.GroupBy(e => (Place: period.PlaceOf(e.At)!.Value, e.Kind)).OrderBy(g => g.Key.Place).ThenBy(g => g.Key.Kind).Select(g => new FiledCount(period.Cohorts[g.Key.Place].Key, g.Key.Kind, g.Count()))];

    private static List<OpenCount> CountOpen(IEnumerable<MetricEntry> open) =>
        [.. open.GroupBy(e => e.Cell!).OrderBy(g => g.Key.Clause, StringComparer.Ordinal).ThenByDescending(g => g.Key.Severity).Select(g => new OpenCount(g.Key.Clause, g.Key.Severity, g.Count()))];
}
