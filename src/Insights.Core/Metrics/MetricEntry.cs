using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;

namespace Insights.Core.Metrics;

/// <summary>One item of a metric: what its figures are made of, and what the list behind them shows.</summary>
/// <param name="At">What puts it into its cohort.</param>
/// <param name="Number">Human number of the report or gap it is about.</param>
/// <param name="Value">Its value; null where it has none.</param>
/// <param name="Finished">Whether the value is final, and not only what was seen so far.</param>
/// <param name="Counted">Whether it is in the numerator; null where it is not judged, and not in the denominator either.</param>
/// <param name="Operation">Human number of the operation it is about.</param>
internal readonly record struct MetricEntry(DateTimeOffset At, long Number, double? Value = null, bool Finished = true, bool? Counted = null, long? Operation = null)
{
    public GapKind? Kind { get; init; }

    public HeatCell? Cell { get; init; }
}

/// <summary>A clause and a severity.</summary>
/// <param name="Clause">The clause; null where none fits.</param>
/// <param name="Severity">The severity; null where it was not said yet.</param>
public sealed record HeatCell(string? Clause, Severity? Severity);

/// <summary>What is looked at: the database, and the reports and gaps that a filter lets through.</summary>
internal sealed record MetricScope(InsightsDb Db, MetricFilter Filter, MetricPeriod Period, DateTimeOffset Now)
{
    private readonly DateTimeOffset _start = Period.Start;
    private readonly DateTimeOffset _end = Period.End;

    /// <summary>Reports that were filed in the period. What only its author may see is nowhere in a metric.</summary>
    public IQueryable<Report> Filed => Reports.Where(r => r.FiledAt != null && r.FiledAt >= _start && r.FiledAt < _end);

    public IQueryable<Report> Reports
    {
        get
        {
            var (area, kind) = (Filter.Area, Filter.Kind);
            var reports = Db.Reports.Where(r => r.State != ReportState.Draft && r.State != ReportState.Withdrawn && r.State != ReportState.Purged);
            if (area is not null)
                reports = reports.Where(r => r.Area == area);
            return kind is null ? reports : reports.Where(r => r.Kind == kind);
        }
    }

    /// <summary>Gaps that stand by themselves, whenever they were opened.</summary>
    public IQueryable<Gap> Gaps
    {
        get
        {
            var (area, kind) = (Filter.Area, Filter.Kind);
            var gaps = Db.Gaps.Where(g => g.EndedBy == null);
            if (area is not null)
                gaps = gaps.Where(g => g.Area == area);
            return kind is null ? gaps : gaps.Where(g => g.Kind == kind);
        }
    }

    public static Outcome<MetricScope> Of(InsightsDb db, MetricFilter filter, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var period = MetricPeriod.Of(filter, DateOnly.FromDateTime(now.UtcDateTime));
        return period.Succeeded(out var cohorts) ? new MetricScope(db, filter, cohorts, now) : period.Refusals.ToList();
    }

    public bool Holds(DateTimeOffset at) => at >= _start && at < _end;
}
