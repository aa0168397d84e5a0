using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>
/// Puts a gap off for oneself until a day, or until something happens on it, whichever comes first. Nobody else sees
/// it, and the gap does not change. It is on record like every command.
/// </summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Until">The day it comes back, within a year; without it, it comes back now.</param>
[Requires(Permission.ArrangeQueue)]
public sealed record SnoozeGap(string GapId, int ExpectedVersion, DateOnly? Until) : ICommand<SnoozeView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

/// <summary>Until when the caller has put a gap off, where they have and it still holds.</summary>
[Requires(Permission.ReadGaps)]
public sealed record SnoozesOf(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, SnoozeView>>;

/// <summary>Until when the caller has put a gap off for themselves.</summary>
public sealed record SnoozeView
{
    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>The day it comes back, if nothing happens on it before; empty once it is back.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>What one person has put off.</summary>
public sealed class Snooze
{
    private Snooze()
    {
    }

    public PersonId PersonId { get; private init; }

    public GapId GapId { get; private init; }

    public DateOnly Until { get; private set; }

    /// <summary>Where the audit log ended then; what is written on the gap behind it ends the snooze.</summary>
    public long Position { get; private set; }

    public static Snooze Of(PersonId person, GapId gap, DateOnly until, long position) => new() { PersonId = person, GapId = gap, Until = until, Position = position };

    public void Again(DateOnly until, long position) => (Until, Position) = (until, position);

    /// <summary>Those of a person that still hold.</summary>
    internal static IQueryable<Snooze> Holding(InsightsDb db, PersonId person, DateOnly today)
    {
        var lines = db.AuditEntries.Where(a => a.Action != AuditEntry.Snoozing);
        return db.Snoozes.Where(s => s.PersonId == person && s.Until > today && !lines.Any(a => a.GapId == s.GapId && a.Position > s.Position));
    }
}

internal sealed class SnoozeGapHandler(InsightsDb db, GapMoves moves, Ledger ledger, CurrentActor current, TimeProvider clock, IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<SnoozeGap, Outcome<SnoozeView>>, IRequestHandler<SnoozesOf, Outcome<Dictionary<GapId, SnoozeView>>>
{
    private const int MostDays = 366;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<Outcome<SnoozeView>> Handle(SnoozeGap request, CancellationToken cancellationToken)
    {
        if (request.Until is { } day && (day <= Today || day > Today.AddDays(MostDays)))
            return Refusal.Of(RefusalCode.OutOfRange, "Give a day after today, within a year.", "until");
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();

        var (id, me) = (gap.Id, current.Actor.Id);
        var snooze = await db.Snoozes.FirstOrDefaultAsync(s => s.PersonId == me && s.GapId == id, cancellationToken);
        var held = await Snooze.Holding(db, me, Today).Where(s => s.GapId == id).Select(s => (DateOnly?)s.Until).FirstOrDefaultAsync(cancellationToken);
        if (held == request.Until)
            return Refusal.Of(RefusalCode.IllegalMove, held is null ? "You have not put it off." : "You have put it off until this day already.", "until");
        var position = await db.FeedHeads.Select(h => h.AuditPosition).SingleAsync(cancellationToken);
        if (request.Until is not { } until)
            db.Remove(snooze!);
        else if (snooze is null)
            db.Add(Snooze.Of(me, id, until, position));
        else
            snooze.Again(until, position);
        ledger.Record(new AuditLine(AuditEntry.Snoozing) { Gap = id });
        await ledger.CommitAsync(cancellationToken);
        return new SnoozeView { GapId = id, Until = request.Until };
    }

    public async Task<Outcome<Dictionary<GapId, SnoozeView>>> Handle(SnoozesOf request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        return await Snooze.Holding(own, current.Actor.Id, Today).Where(s => request.Gaps.Contains(s.GapId))
            .Select(s => new SnoozeView { GapId = s.GapId, Until = s.Until }).ToDictionaryAsync(s => s.GapId, cancellationToken);
    }
}
