using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>
/// Gives a gap to somebody whose roles allow to answer for it as it stands; to take one oneself is to give it to
/// oneself. A new gap is claimed instead.
/// </summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="PersonId">Who answers for it from now on.</param>
[Requires(Permission.MoveGaps)]
public sealed record AssignGap(string GapId, int ExpectedVersion, string PersonId) : ICommand<GapView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId").Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>Gives a gap back: nobody answers for it until somebody takes it. Whoever answers for it may, and triage leads.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.MoveGaps)]
public sealed record ReleaseGap(string GapId, int ExpectedVersion) : ICommand<GapView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

internal sealed class AssignGapHandler(InsightsDb db, GapMoves moves, Ledger ledger, CurrentActor current, TimeProvider clock) :
    IRequestHandler<AssignGap, Outcome<GapView>>, IRequestHandler<ReleaseGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(AssignGap request, CancellationToken cancellationToken)
    {
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var id = Data.PersonId.Of(request.PersonId);
        if (await db.People.FirstOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } person)
            return Refusal.NotFound("person", "personId");
        if (gap.Assign(person, current.Actor, clock.GetUtcNow()) is { } refused)
            return refused;
        return await CommitAsync(gap, new AuditLine("AssignGap") { Gap = gap.Id, Person = id }, cancellationToken);
    }

    public async Task<Outcome<GapView>> Handle(ReleaseGap request, CancellationToken cancellationToken)
    {
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var former = gap.OwnerId;
        if (gap.Release(current.Actor, clock.GetUtcNow()) is { } refused)
            return refused;
        return await CommitAsync(gap, new AuditLine("ReleaseGap") { Gap = gap.Id, Person = former }, cancellationToken);
    }

    private async Task<Outcome<GapView>> CommitAsync(Gap gap, AuditLine line, CancellationToken ct)
    {
        ledger.Record(line);
        ledger.Announce(FeedEventType.OwnerChanged, gap);
        return await moves.CommitAsync(gap.Id, ct);
    }
}
