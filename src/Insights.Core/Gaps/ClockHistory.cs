using Insights.Core.Audit;
using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>What happened to one gap, as far as its clocks look at it: its moves, and what was noted as late.</summary>
/// <param name="Moves">The moves that still hold, in their order.</param>
/// <param name="Escalations">What was noted as late.</param>
internal sealed record ClockHistory(IReadOnlyList<ClockMove> Moves, IReadOnlyList<Escalation> Escalations)
{
    /// <summary>The line that notes that the day of a clock has passed.</summary>
    public const string Escalated = "EscalateGap";

    /// <summary>At most so many ids go into one statement.</summary>
    private const int AtOnce = 1000;

    public static ClockHistory None { get; } = new([], []);

    public DateOnly? EscalatedOn(ClockView run) =>
        Escalations.FirstOrDefault(e => e.Clock == run.Clock.ToString() && e.Round == run.Round && e.Moves >= run.StartedBy) is { } noted
            ? DateOnly.FromDateTime(noted.At.UtcDateTime) : null;

    /// <summary>
    /// Reads it from the audit log and from the lines that are about to be added. A move that was part of an operation counts
    /// as long as the operation holds, from when it was first made; the moves of undoing it do not count.
    /// </summary>
    public static async Task<Dictionary<GapId, ClockHistory>> OfAsync(
        InsightsDb db, IReadOnlyCollection<GapId> gaps, IEnumerable<AuditLine> pending, DateTimeOffset now, CancellationToken ct)
    {
        var lines = new List<Line>();
        foreach (var some in gaps.Chunk(AtOnce))
        {
            lines.AddRange(await LinesAsync(db.AuditEntries.Where(a => a.GapId != null && some.Contains(a.GapId.Value)), ct));
        }

        var asked = gaps.ToHashSet();
        lines.AddRange(pending.Where(l => l.Gap is { } gap && asked.Contains(gap) && (l.To is not null || l.Action == Escalated))
            .Select(l => new Line(l.Gap!.Value, now, l.Action, l.To, l.Operation, l.Code, l.Count)));
        return await ReadAsync(db, lines, ct);
    }

    /// <summary>Reads it for the gaps of a query by one statement, as far as it is committed.</summary>
    public static async Task<Dictionary<GapId, ClockHistory>> OfAsync(InsightsDb db, IQueryable<GapId> gaps, CancellationToken ct) =>
        await ReadAsync(db, await LinesAsync(db.AuditEntries.Where(a => a.GapId != null && gaps.Contains(a.GapId.Value)), ct), ct);

    private static Task<List<Line>> LinesAsync(IQueryable<AuditEntry> entries, CancellationToken ct) =>
        entries.AsNoTracking().Where(a => a.ToState != null || a.Action == Escalated).OrderBy(a => a.Position)
            .Select(a => new Line(a.GapId!.Value, a.At, a.Action, a.ToState, a.OperationId, a.Code, a.Count)).ToListAsync(ct);

    private static async Task<Dictionary<GapId, ClockHistory>> ReadAsync(InsightsDb db, List<Line> lines, CancellationToken ct)
    {
        var held = await HeldAsync(db, [.. lines.Select(l => l.Operation).OfType<OperationId>().Distinct()], ct);
        return lines.Where(l => l.Operation is not { } operation || held.Contains(operation)).GroupBy(l => l.Gap).ToDictionary(g => g.Key, Read);
    }

    private static ClockHistory Read(IEnumerable<Line> lines)
    {
        var (moves, escalations) = (new List<ClockMove>(), new List<Escalation>());
        foreach (var line in lines)
        {
            if (line.Action == Escalated)
                escalations.Add(new Escalation(line.Code, line.Count, line.At, moves.Count));
            else if (Enum.TryParse<GapState>(line.To, out var to))
                moves.Add(new ClockMove(line.At, to, to is GapState.Implementing && DateOnly.TryParseExact(line.Code, "O", out var due) ? due : null));
        }

        return new ClockHistory(moves, escalations);
    }

    /// <summary>The operations that hold: no undoing themselves, and undone an even number of times. Sees what this transaction is about to undo.</summary>
    private static async Task<HashSet<OperationId>> HeldAsync(InsightsDb db, List<OperationId> ids, CancellationToken ct)
    {
        var held = new HashSet<OperationId>();
        if (ids.Count == 0)
            return held;
        foreach (var some in ids.Chunk(AtOnce))
            await db.Operations.Where(o => some.Contains(o.Id)).LoadAsync(ct);
        // Those of this transaction are there as well, not yet written.
        var named = ids.ToHashSet();
        foreach (var operation in db.Operations.Local.Where(o => named.Contains(o.Id) && o.Undoes is null).ToList())
        {
            var holds = true;
            for (var last = operation; last.UndoneBy is { } next; holds = !holds)
                last = (await db.Operations.FindAsync([next], ct))!;
            if (holds)
                held.Add(operation.Id);
        }

        return held;
    }

    private sealed record Line(GapId Gap, DateTimeOffset At, string Action, string? To, OperationId? Operation, string? Code, int? Count);
}

/// <summary>That it was noted that the day of a clock had passed, and after how many moves: what follows by the log holds whatever the clock on the wall did.</summary>
internal sealed record Escalation(string? Clock, int? Round, DateTimeOffset At, int Moves);

/// <summary>Keeps beside each gap which clock runs and until when, so that lists can be sorted and filtered by it.</summary>
public sealed class GapClocks(ClockOptions options)
{
    /// <summary>Derives it anew for every gap that the present command has looked at.</summary>
    /// <param name="db">The context of the command.</param>
    /// <param name="pending">The lines that the command is about to add to the audit log.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task SetAsync(InsightsDb db, IReadOnlyCollection<AuditLine> pending, DateTimeOffset now, CancellationToken ct)
    {
        var gaps = db.Gaps.Local.ToList();
        if (gaps.Count == 0)
            return;
        var histories = await ClockHistory.OfAsync(db, [.. gaps.Select(g => g.Id)], pending, now, ct);
        foreach (var gap in gaps)
        {
            var history = histories.GetValueOrDefault(gap.Id, ClockHistory.None);
            var running = Clocks.Running(Of(gap, history, now));
            gap.Time(running?.Clock, running?.DueOn, running is null ? null : history.EscalatedOn(running));
        }
    }

    /// <summary>How many working days ago the next step of a gap was due; none while it is in time, null while no clock runs.</summary>
    public int? LateBy(GapView gap, DateTimeOffset now) =>
        gap.DueOn is { } due ? options.Between(due, DateOnly.FromDateTime(now.UtcDateTime)) : null;

    internal IReadOnlyList<ClockView> Of(Gap gap, ClockHistory history, DateTimeOffset now) =>
        gap.EndedBy is not null ? [] : Clocks.Of(gap.EarliestAt ?? gap.OpenedAt, history.Moves, gap.Severity, options, now);
}
