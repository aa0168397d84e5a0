using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>Metrics of gaps: how long the clocks ran, by when they started, and what is open now.</summary>
internal sealed class GapEntries(MetricScope scope, ClockOptions options)
{
    /// <summary>Where a gap is neither decided nor declined.</summary>
    public static IReadOnlyList<GapState> OpenStates { get; } = [.. Enum.GetValues<GapState>().Except(Transitions.Settled).Where(state => state is not GapState.Declined)];

    private ILookup<GapClock, (long Number, ClockView Run)>? _runs;

    public async Task<List<MetricEntry>> TimesAsync(GapClock clock, CancellationToken ct)
    {
        _runs ??= await RunsAsync(ct);
        return [.. _runs[clock].Select(r => new MetricEntry(
            r.Run.StartedAt, r.Number, r.Run.ActiveDays, Finished: r.Run.State is ClockState.Met, Counted: r.Run.LateBy > 0 ? false : r.Run.State is ClockState.Met ? true : null))];
    }

    public async Task<List<MetricEntry>> OpenAsync(CancellationToken ct)
    {
        var states = OpenStates;
        var open = await scope.Gaps.Where(g => states.Contains(g.State))
            .Select(g => new { g.Number, At = g.EarliestAt ?? g.OpenedAt, g.Kind, g.ClauseCode, g.Severity }).ToListAsync(ct);
        return open.ConvertAll(g => new MetricEntry(g.At, g.Number) { Kind = g.Kind, Cell = new HeatCell(g.ClauseCode, g.Severity) });
    }

    /// <summary>A clock starts by a move, or by the opening; so a gap that was not active since the period began has no run in it.</summary>
    private async Task<ILookup<GapClock, (long Number, ClockView Run)>> RunsAsync(CancellationToken ct)
    {
        var (start, end) = (scope.Period.Start, scope.Period.End);
        var gaps = await scope.Gaps.Where(g => g.LastActivityAt >= start && (g.EarliestAt ?? g.OpenedAt) < end)
            .Select(g => new { g.Id, g.Number, At = g.EarliestAt ?? g.OpenedAt, g.Severity }).ToListAsync(ct);
        var histories = await ClockHistory.OfAsync(scope.Db, gaps.ConvertAll(g => g.Id), [], scope.Now, ct);
        return gaps
            .SelectMany(g => Clocks.Of(g.At, histories.GetValueOrDefault(g.Id, ClockHistory.None).Moves, g.Severity, options, scope.Now).Select(run => (g.Number, run)))
            .Where(r => scope.Holds(r.run.StartedAt)).ToLookup(r => r.run.Clock);
    }
}
