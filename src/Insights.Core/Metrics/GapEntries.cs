using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>Metrics of gaps: how long the clocks ran, by when they started, and what is open now.</summary>
internal sealed class GapEntries(MetricScope scope, MetricRows rows, ClockOptions options)
{
    /// <summary>Where a gap is neither decided nor declined.</summary>
    public static IReadOnlyList<GapState> OpenStates { get; } = [.. Enum.GetValues<GapState>().Except(Transitions.Settled).Where(state => state is not GapState.Declined)];

    public List<MetricEntry> Open() => [.. rows.Gaps.Values.Where(g => OpenStates.Contains(g.State)).Select(g => Of(g, g.At) with { Cell = new HeatCell(g.Clause, g.Severity) })];

    /// <summary>The runs of each clock. A clock starts by a move, or by the opening; so a gap that was not active since the period began has no run in it.</summary>
    public async Task<ILookup<GapClock, MetricEntry>> TimesAsync(CancellationToken ct)
    {
        var (start, end) = (scope.Start, scope.End);
        var histories = await ClockHistory.OfAsync(scope.Db, scope.Db.Gaps.Where(g => g.EndedBy == null && g.LastActivityAt >= start).Select(g => g.Id), ct);
        return (
            from gap in rows.Gaps.Values
            where gap.ActiveAt >= start && gap.At < end
            from run in Clocks.Of(gap.At, histories.GetValueOrDefault(gap.Id, ClockHistory.None).Moves, gap.Severity, options, scope.Now)
            where scope.Holds(run.StartedAt)
            select (run.Clock, Entry: Of(gap, run))).ToLookup(r => r.Clock, r => r.Entry);
    }

    private static MetricEntry Of(GapRow gap, DateTimeOffset at) => new(at, gap.Number) { Kind = gap.Kind, Area = gap.Area };

    private static MetricEntry Of(GapRow gap, ClockView run)
    {
        var done = run.State is ClockState.Met;
        return Of(gap, run.StartedAt) with { Value = run.ActiveDays, Finished = done, Counted = run.LateBy > 0 ? false : done ? true : null };
    }
}
