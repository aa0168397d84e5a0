using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>Keeps what the policy owners have written of a decision record so far. A gap has one draft, which they share; the feed says nothing of it.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="DraftVersion">The version of the draft that the caller has seen; 0 for having seen none.</param>
/// <param name="Record">What is filled in so far; nothing is needed.</param>
[Requires(Permission.ProposeDecisions)]
public sealed record SaveDecisionDraft(string GapId, int DraftVersion, DecisionForm Record) : ICommand<DecisionDraftView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        Record.Check(check, "record", full: false);
    }
}

/// <summary>Throws the draft of a decision record away.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="DraftVersion">The version of the draft that the caller has seen.</param>
[Requires(Permission.ProposeDecisions)]
public sealed record DiscardDecisionDraft(string GapId, int DraftVersion) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

internal sealed class DecisionDraftHandler(InsightsDb db, CurrentActor current, Catalogue catalogue, Screen screen, TimeProvider clock, Ledger ledger, DecisionDrafts drafts) :
    IRequestHandler<SaveDecisionDraft, Outcome<DecisionDraftView>>, IRequestHandler<DiscardDecisionDraft, Outcome<Done>>
{
    public async Task<Outcome<DecisionDraftView>> Handle(SaveDecisionDraft request, CancellationToken cancellationToken)
    {
        if (request.Record.UnknownCodes(catalogue, "record") is { Count: > 0 } unknown)
            return unknown;
        var gapId = Data.GapId.Of(request.GapId);
        if (await db.Gaps.FirstOrDefaultAsync(g => g.Id == gapId, cancellationToken) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        if (await db.RefuseEndedAsync(gap, cancellationToken, "gapId") is { } ended)
            return ended;
        if (await db.DecisionDrafts.FirstOrDefaultAsync(d => d.GapId == gap.Id, cancellationToken) is not { } draft)
            db.Add(draft = DecisionDraft.Of(gap.Id));
        if (draft.IfChangedSince(request.DraftVersion) is { } changed)
            return changed;

        draft.Save(request.Record.Drafted(screen), current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        await ledger.Record(new AuditLine(DraftLines.Saved) { Gap = gap.Id }).CommitAsync(cancellationToken);
        return (await drafts.ViewsAsync(db, [gap.Id], cancellationToken))[gap.Id];
    }

    public async Task<Outcome<Done>> Handle(DiscardDecisionDraft request, CancellationToken cancellationToken)
    {
        var gap = Data.GapId.Of(request.GapId);
        if (await db.DecisionDrafts.FirstOrDefaultAsync(d => d.GapId == gap && d.Content != null, cancellationToken) is not { } draft)
            return Refusal.NotFound("draft", "gapId");
        if (draft.IfChangedSince(request.DraftVersion) is { } changed)
            return changed;

        draft.Clear();
        await ledger.Record(new AuditLine(DraftLines.Discarded) { Gap = gap }).CommitAsync(cancellationToken);
        return default(Done);
    }
}
