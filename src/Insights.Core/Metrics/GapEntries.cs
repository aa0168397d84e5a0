using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>Metrics of gaps: how long the clocks ran, by when they started, and what is open now.</summary>
internal sealed class GapEntries(MetricScope scope, ClockOptions options)
{
    /// <summary>Where a gap is neither decided nor declined.</summary>
    public static IReadOnlyList<GapState> OpenStates { get; } = [.. Enum.GetValues<GapState>().Except(Transitions.Settled).Where(state => state is not GapState.Declined)];

    public async Task<List<MetricEntry>> OpenAsync(CancellationToken ct)
    {
        var states = OpenStates;
        var open = await scope.Gaps.Where(g => states.Contains(g.State))
            .Select(g => new { g.Number, At = g.EarliestAt ?? g.OpenedAt, g.Kind, g.Area, g.ClauseCode, g.Severity }).ToListAsync(ct);
        return open.ConvertAll(g => new MetricEntry(g.At, g.Number) { Kind = g.Kind, Area = g.Area, Cell = new HeatCell(g.ClauseCode, g.Severity) });
    }

    /// <summary>The runs of each clock. A clock starts by a move, or by the opening; so a gap that was not active since the period began has no run in it.</summary>
    public async Task<ILookup<GapClock, MetricEntry>> TimesAsync(CancellationToken ct)
    {
        var (start, end) = (scope.Start, scope.End);
        var active = scope.Gaps.Where(g => g.LastActivityAt >= start && (g.EarliestAt ?? g.OpenedAt) < end);
        var gaps = await active.Select(g => new { g.Id, g.Number, At = g.EarliestAt ?? g.OpenedAt, g.Severity, g.Kind, g.Area }).ToListAsync(ct);
        var histories = await ClockHistory.OfAsync(scope.Db, active.Select(g => g.Id), ct);
        return (
            from gap in gaps
            from run in Clocks.Of(gap.At, histories.GetValueOrDefault(gap.Id, ClockHistory.None).Moves, gap.Severity, options, scope.Now)
            where scope.Holds(run.StartedAt)
            select (run.Clock, Entry: Of(run, gap.Number) with { Kind = gap.Kind, Area = gap.Area }))
            .ToLookup(r => r.Clock, r => r.Entry);
    }

    private static MetricEntry Of(ClockView run, long gap)
    {
        var done = run.State is ClockState.Met;
        return new(run.StartedAt, gap, run.ActiveDays, Finished: done, Counted: run.LateBy > 0 ? false : done ? true : null);
    }
}
