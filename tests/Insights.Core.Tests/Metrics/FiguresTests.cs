using System.Text;
using Insights.Core.Gaps;
using Insights.Core.Metrics;
using Xunit;

namespace Insights.Core.Tests.Metrics;

/// <summary>Cohorts and figures, without a database.</summary>
public sealed class FiguresTests
{
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Fact]
    public void A_period_is_whole_weeks_or_where_there_would_be_many_whole_months()
    {
        var usual = MetricPeriod.Of(new MetricFilter(), Today).Value;
        var turn = MetricPeriod.Of(new MetricFilter { From = new(2026, 1, 3), To = new(2026, 1, 5) }, Today).Value;
        var year = MetricPeriod.Of(new MetricFilter { From = new(2025, 11, 15) }, Today).Value;

        Assert.Equal((12, CohortGrain.Month, "2025-12"), (usual.Cohorts.Count, usual.Grain, usual.Cohorts[0].Key));
        Assert.Equal(new MetricCohort("2026-11", new(2026, 11, 1), new(2026, 11, 30), Running: true), usual.Cohorts[^1]);
        Assert.Equal(new MetricCohort("2026-W45", new(2026, 11, 2), new(2026, 11, 8), Running: true), MetricPeriod.Of(new MetricFilter { From = Today }, Today).Value.Cohorts[^1]);
        Assert.Equal(["2026-W01", "2026-W02"], turn.Cohorts.Select(c => c.Key));
        Assert.Equal(new MetricCohort("2026-W01", new(2025, 12, 29), new(2026, 1, 4), Running: false), turn.Cohorts[0]);
        Assert.Equal((13, CohortGrain.Month, "2025-11", "2026-11"), (year.Cohorts.Count, year.Grain, year.Cohorts[0].Key, year.Cohorts[^1].Key));
        Assert.Equal(CohortGrain.Week, MetricPeriod.Of(new MetricFilter { From = Today.AddDays(-7 * 25) }, Today).Value.Grain);
        Assert.Equal(CohortGrain.Month, MetricPeriod.Of(new MetricFilter { From = Today.AddDays(-7 * 26) }, Today).Value.Grain);
    }

    [Fact]
    public void A_moment_lies_in_the_cohort_of_its_day_in_UTC()
    {
        var weeks = MetricPeriod.Of(new MetricFilter { From = new(2026, 10, 26), To = Today }, Today).Value;
        var months = MetricPeriod.Of(new MetricFilter { From = new(2025, 11, 1), To = Today }, Today).Value;

        Assert.Equal([null, 0, 0, 1, 1, null], ((string[])["2026-10-25T23:59Z", "2026-10-26T00:00Z", "2026-11-01T23:59Z", "2026-11-02T00:30+00:00", "2026-11-09T00:30+01:00", "2026-11-09T00:00Z"]).Select(at => weeks.PlaceOf(DateTimeOffset.Parse(at, null))));
        Assert.Equal([null, 0, 12, null], ((string[])["2025-10-31T23:00Z", "2025-11-01T00:00Z", "2026-11-30T23:00Z", "2026-12-01T00:00Z"]).Select(at => months.PlaceOf(DateTimeOffset.Parse(at, null))));
    }

    [Fact]
    public void Working_days_of_whole_weeks_are_those_of_each_day()
    {
        var options = new ClockOptions { Weekend = [DayOfWeek.Friday, DayOfWeek.Friday, DayOfWeek.Saturday], Holidays = new HashSet<DateOnly> { new(2026, 11, 4), new(2026, 11, 6), new(2026, 12, 1) } };
        for (var from = Today; from < Today.AddDays(9); from = from.AddDays(1))
        {
            for (var to = from.AddDays(-2); to < from.AddDays(40); to = to.AddDays(1))
                Assert.Equal(Enumerable.Range(1, Math.Max(0, to.DayNumber - from.DayNumber)).Count(d => from.AddDays(d) is var day && day.DayOfWeek is not (DayOfWeek.Friday or DayOfWeek.Saturday) && !options.Holidays.Contains(day)), options.Between(from, to));
        }
    }

    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(1, 1, 0.2065, 1)]
    public void The_interval_of_a_share_is_Wilsons(int counted, int of, double low, double high)
    {
        var (lower, upper) = Statistics.Wilson(counted, of);

        Assert.Equal(low, lower, 4);
        Assert.Equal(high, upper, 4);
    }

    [Fact]
    public void What_is_not_done_counts_as_long_as_it_was_seen()
    {
        Assert.Equal(3, Statistics.DoneWithin(Done(1, 2, 3, 4, 5), 0.5));
        Assert.Equal(5, Statistics.DoneWithin(Done(1, 2, 3, 4, 5), 0.9));
        // Six that still wait, each longer than the five took: half are not done yet.
        Assert.Null(Statistics.DoneWithin([.. Done(1, 2, 3, 4, 5), .. Waiting(6, 6, 6, 6, 6, 6)], 0.5));
        // The same six came a day ago and say nothing of later days: the five are judged as if alone from then on.
        Assert.Equal(3, Statistics.DoneWithin([.. Done(1, 2, 3, 4, 5), .. Waiting(0, 0, 0, 0, 0, 0)], 0.5));
        Assert.Null(Statistics.DoneWithin(Waiting(1, 2), 0.5));
        Assert.Null(Statistics.DoneWithin([], 0.5));
    }

    [Fact]
    public void Seven_are_too_few_and_eight_are_enough()
    {
        var period = MetricPeriod.Of(new MetricFilter(), Today).Value;
        var (few, enough) = (Of(7), Of(8));

        Assert.Equal((7, true, (double?)null, (int?)null, (double?)null), (few.Whole.Measure!.Sample, few.Whole.Measure.TooFew, few.Whole.Measure.Typical, few.Whole.Share!.Counted, few.Whole.Share.Share));
        Assert.Equal((8, false, (double?)4.5, (int?)4, (double?)0.5), (enough.Whole.Measure!.Sample, enough.Whole.Measure.TooFew, enough.Whole.Measure.Typical, enough.Whole.Share!.Counted, enough.Whole.Share.Share));
        Assert.All(enough.Cohorts.SkipLast(1), c => Assert.Equal((0, true, true), (c.Items, c.Measure!.TooFew, c.Share!.TooFew)));
        Assert.Equal(8, enough.Cohorts[^1].Items);

        IndicatorView Of(int items) => Figures.Of(Metric.Completeness, [.. Enumerable.Range(1, items).Select(i => new MetricEntry(period.End.AddDays(-1), i, i, Counted: i % 2 == 0))], period);
    }

    [Fact]
    public void What_is_not_judged_yet_is_in_no_denominator()
    {
        var period = MetricPeriod.Of(new MetricFilter(), Today).Value;
        var share = Figures.Of(Metric.Recurrence, [.. Enumerable.Range(0, 20).Select(i => new MetricEntry(period.Start, i, Counted: i < 8 ? i < 2 : null))], period).Whole.Share!;

        Assert.Equal((8, 2, 0.25), (share.OutOf, share.Counted, share.Share));
    }

    [Fact]
    public void A_table_has_a_row_a_cohort_and_runs_as_no_formula()
    {
        var metrics = new MetricsView
        {
            AsOf = default,
            Grain = CohortGrain.Week,
            Cohorts = [new MetricCohort("2026-W45", new(2026, 11, 2), new(2026, 11, 8), Running: true)],
            Indicators = [Figures.Of(Metric.ReversedLinks, [.. Enumerable.Range(0, 8).Select(i => new MetricEntry(new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), i, Counted: i == 0))], MetricPeriod.Of(new MetricFilter { From = Today, To = Today }, Today).Value)],
            Filed = [new FiledCount("2026-W45", GapKind.UnknownUnknown, 2), new FiledCount("2026-W45", null, 1)],
            Open = [new OpenCount("=1+1", Severity.High, 3), new OpenCount(null, null, 1)],
        };

        Assert.Equal(
            "metric,cohort,from,to,running,items,sample,sampleTooFew,typical,nineInTen,outOf,shareTooFew,counted,share,low,high\n"
            + "REVERSED_LINKS,2026-W45,2026-11-02,2026-11-08,true,8,,,,,8,false,1,0.125,0.0224,0.4709\n"
            + "REVERSED_LINKS,whole,2026-11-02,2026-11-08,true,8,,,,,8,false,1,0.125,0.0224,0.4709\n", Text(Metric.ReversedLinks));
        Assert.Equal("cohort,kind,reports\n2026-W45,UNKNOWN_UNKNOWN,2\n2026-W45,,1\n", Text(Metric.ReportsFiled));
        Assert.Equal("clause,severity,gaps\n\"'=1+1\",HIGH,3\n,,1\n", Text(Metric.OpenGaps));

        string Text(Metric metric) => Encoding.UTF8.GetString(MetricsCsv.Of(metric, metrics)).TrimStart('\uFEFF').ReplaceLineEndings("\n");
    }

    private static List<Seen> Done(params double[] times) => [.. times.Select(t => new Seen(t, Finished: true))];

    private static List<Seen> Waiting(params double[] times) => [.. times.Select(t => new Seen(t, Finished: false))];
}
