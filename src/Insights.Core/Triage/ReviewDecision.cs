using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>A second person approves a proposed decision; its words go out from here on.</summary>
/// <param name="DecisionId">The record.</param>
/// <param name="ExpectedVersion">The gap's version the caller has seen.</param>
[Requires(Permission.ApproveDecisions)]
public sealed record ApproveDecision(string DecisionId, int ExpectedVersion) : ICommand<GapView>, IChecked
{
    public void Check(Check check) => check.Id<DecisionId>(DecisionId, required: true, "decisionId");
}

/// <summary>A second person sends a proposed decision back, with a reason.</summary>
/// <param name="DecisionId">The record.</param>
/// <param name="ExpectedVersion">The gap's version the caller has seen.</param>
/// <param name="Reason">What is missing or wrong.</param>
[Requires(Permission.ApproveDecisions)]
public sealed record RejectDecision(string DecisionId, int ExpectedVersion, string? Reason) : ICommand<GapView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<DecisionId>(DecisionId, required: true, "decisionId");
        check.Text(Reason, 1000, required: true, "reason");
    }
}

internal sealed class ReviewDecisionHandler(InsightsDb db, CurrentActor current, Screen screen, TimeProvider clock, GapMoves moves) :
    IRequestHandler<ApproveDecision, Outcome<GapView>>, IRequestHandler<RejectDecision, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(ApproveDecision request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.DecisionId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var pair))
            return found.Refusals.ToList();
        var (gap, decision) = pair;
        if (GuardedTexts.In(decision.Content).Any(text => text.Text == GuardedText.Withheld))
            return Refusal.Of(RefusalCode.IllegalMove, "Part of this record is withheld. A privacy steward settles it first, or the record goes back.", "decisionId");
        if (decision.Approve(current.Actor.Id, clock.GetUtcNow()) is { Refused: true } notApproved)
            return notApproved.Refusals.ToList();

        var replaced = await db.Decisions.Where(d => d.GapId == gap.Id && d.State == DecisionState.Approved && d.Id != decision.Id).ToListAsync(cancellationToken);
        var move = new GapMove { DecisionId = decision.Id, Resolution = decision.Content.Resolution, RiskExpiresOn = RiskOf(decision.Content) };
        if (moves.Move(gap, GapAction.Approve, move, decision) is { Refused: true } notMoved)
            return notMoved.Refusals.ToList();
        replaced.ForEach(d => d.Supersede());
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }

    public async Task<Outcome<GapView>> Handle(RejectDecision request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.DecisionId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var pair))
            return found.Refusals.ToList();
        var (gap, decision) = pair;
        if (decision.Reject(current.Actor.Id, clock.GetUtcNow()) is { Refused: true } notRejected)
            return notRejected.Refusals.ToList();

        if (moves.Move(gap, GapAction.Reject, new GapMove { Reason = screen.Of(request.Reason) }, decision) is { Refused: true } notMoved)
            return notMoved.Refusals.ToList();
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }

    private static DateOnly? RiskOf(DecisionContent content) => content.Resolution is Resolution.RiskAccepted ? content.RiskExpiresOn : null;

    private async Task<Outcome<(Gap Gap, Decision Decision)>> FindAsync(string decisionId, int expectedVersion, CancellationToken ct)
    {
        var id = DecisionId.Of(decisionId);
        if (await db.Decisions.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } decision)
            return Refusal.NotFound("decision record", "decisionId");
        var gap = await moves.FindAsync(decision.GapId.Value, expectedVersion, ct);
        return gap.Refused ? gap.Refusals.ToList() : (gap.Value, decision);
    }
}
