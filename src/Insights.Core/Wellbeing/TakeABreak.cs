using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Wellbeing;

/// <summary>
/// The caller takes a break: every gap that they hold as triage lead goes back to the queue, unowned, in one numbered
/// operation. What they accepted for assessment or decided stays theirs, since its clock runs on their word; it is given
/// to a colleague by hand.
/// </summary>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.MoveGaps)]
public sealed record TakeABreak(string? IdempotencyKey) : ICommand<OperationView>, IRepeatable;

/// <summary>The caller takes back what they gave back for a break, as far as nobody else has answered for it meanwhile.</summary>
/// <param name="OperationId">The operation of the break.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.MoveGaps)]
public sealed record TakeClaimsBack(string OperationId, string? IdempotencyKey) : ICommand<OperationView>, IRepeatable, IChecked
{
    public void Check(Check check) => check.Id<OperationId>(OperationId, required: true, "operationId");
}

internal sealed class TakeABreakHandler(ClusterCommands commands, GapChanges changes, InsightsDb db, CurrentActor current) :
    IRequestHandler<TakeABreak, Outcome<OperationView>>, IRequestHandler<TakeClaimsBack, Outcome<OperationView>>
{
    public Task<Outcome<OperationView>> Handle(TakeABreak request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.Break, null, null, [],
        async edit =>
        {
            var claims = (await Holding.OfAsync(edit.Db, current.Actor.Id, cancellationToken)).Where(Holding.IsClaim).Select(g => g.Id.Value).ToList();
            return claims.Count == 0
                ? [Refusal.Of(RefusalCode.NotFound, "You hold no claim, so there is nothing to give back.")]
                : await changes.PlanAsync(edit, claims, new GapChangeForm { Change = GapChange.Release }, cancellationToken);
        },
        cancellationToken);

    public async Task<Outcome<OperationView>> Handle(TakeClaimsBack request, CancellationToken cancellationToken)
    {
        var me = current.Actor.Id;
        return await commands.RunAsync(
            request, OperationKind.Assign, null, null, [],
            async edit =>
            {
                var id = Data.OperationId.Of(request.OperationId);
                if (!await db.Operations.AnyAsync(o => o.Id == id && o.Kind == OperationKind.Break && o.By == me, cancellationToken))
                    return [Refusal.NotFound("break of yours", "operationId")];
                var waiting = (await Holding.WaitingAsync(edit.Db, id, cancellationToken)).Select(g => g.Value).ToList();
                return waiting.Count == 0
                    ? [Refusal.Of(RefusalCode.NotFound, "Nothing of it is left to take back: somebody answers for it by now, or it has moved on.", "operationId")]
                    : await changes.PlanAsync(edit, waiting, new GapChangeForm { Change = GapChange.Assign, PersonId = me.Value }, cancellationToken);
            },
            cancellationToken);
    }
}

/// <summary>What somebody answers for, and what they gave back for a break.</summary>
internal static class Holding
{
    /// <summary>The gaps that somebody answers for and that are not at their end, by their numbers.</summary>
    public static async Task<List<Held>> OfAsync(InsightsDb db, PersonId person, CancellationToken ct)
    {
        var owned = await db.Gaps.AsNoTracking().Where(g => g.OwnerId == person && g.EndedBy == null)
            .OrderBy(g => g.Number).Select(g => new Held(g.Id, g.State, g.ReturnsTo)).ToListAsync(ct);
        return [.. owned.Where(g => Gap.OwnersIn(g.State, g.ReturnsTo) is not Roles.None)];
    }

    /// <summary>Whether it is held as a triage lead holds it: claimed, and not yet accepted.</summary>
    public static bool IsClaim(Held gap) => Gap.OwnersIn(gap.State, gap.ReturnsTo) == Roles.TriageLead;

    /// <summary>The gaps of a break that nobody has answered for since, and that a triage lead may still take.</summary>
    public static async Task<List<GapId>> WaitingAsync(InsightsDb db, OperationId operation, CancellationToken ct)
    {
        var rows = await (
            from row in db.OperationGaps.AsNoTracking()
            join gap in db.Gaps.AsNoTracking() on row.GapId equals gap.Id
            where row.OperationId == operation && gap.OwnerId == null && gap.EndedBy == null
            orderby gap.Number
            select new { row.After, gap.Id, gap.OwnerVersion, gap.State, gap.ReturnsTo }).ToListAsync(ct);
        return [.. rows.Where(r => r.OwnerVersion == r.After.OwnerVersion && IsClaim(new Held(r.Id, r.State, r.ReturnsTo))).Select(r => r.Id)];
    }
}

/// <summary>A gap that somebody answers for.</summary>
internal sealed record Held(GapId Id, GapState State, GapState? ReturnsTo);
