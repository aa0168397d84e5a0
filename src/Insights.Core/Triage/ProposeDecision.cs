using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>A policy owner puts a full decision record before an approver: a first one from assessing, a corrected one once decided.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Record">What the record says.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.ProposeDecisions)]
public sealed record ProposeDecision(string GapId, int ExpectedVersion, DecisionForm Record, string? IdempotencyKey)
    : ICommand<DecisionView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The version of the gap's draft that the caller has seen; needed where there is one. The record takes its place.</summary>
    public int? DraftVersion { get; init; }

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        Record.Check(check, "record", full: true);
    }
}

internal sealed class ProposeDecisionHandler(
    InsightsDb db, Idempotency repeats, CurrentActor current, Catalogue catalogue, Screen screen, IdSource ids, TimeProvider clock,
    GapMoves moves, Ledger ledger, IConfigurationProvider maps) : IRequestHandler<ProposeDecision, Outcome<DecisionView>>
{
    public async Task<Outcome<DecisionView>> Handle(ProposeDecision request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(DecisionId.Of(made), cancellationToken);
        if (request.Record.UnknownCodes(catalogue, "record") is { Count: > 0 } unknown)
            return unknown;

        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var draft = await db.DecisionDrafts.FirstOrDefaultAsync(d => d.GapId == gap.Id, cancellationToken);
        if (draft?.IfChangedSince(request.DraftVersion ?? 0) is { } changed)
            return changed;
        var citable = await new Precedents(db).FindAsync(request.Record.Precedents, cancellationToken);
        if (Precedents.Refuse(request.Record.Precedents, citable, gap.Id, "record").ToList() is { Count: > 0 } notCitable)
            return notCitable;

        var versions = await db.Decisions.CountAsync(d => d.GapId == gap.Id, cancellationToken);
        var content = request.Record.Screened(screen, catalogue, Precedents.Screened(request.Record.Precedents, citable, screen));
        var decision = Decision.Propose(ids.Next<DecisionId>(), gap.Id, versions + 1, content, current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        var action = Transitions.Find(gap.State, GapAction.Correct) is null ? GapAction.Propose : GapAction.Correct;
        if (moves.Move(gap, action, new GapMove { DecisionId = decision.Id }, decision) is { Refused: true } refused)
            return refused.Refusals.ToList();

        draft?.Clear();
        db.Add(decision);
        repeats.Remember(request, decision.Id.Value);
        await ledger.CommitAsync(cancellationToken);
        return await ViewAsync(decision.Id, cancellationToken);
    }

    private Task<DecisionView> ViewAsync(DecisionId id, CancellationToken ct) =>
        db.Decisions.AsNoTracking().Where(d => d.Id == id).ProjectTo<DecisionView>(maps).SingleAsync(ct);
}
