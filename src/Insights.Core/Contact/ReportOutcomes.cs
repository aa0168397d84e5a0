using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>What became of these reports, and what is waited for. For reports the caller may see, drafts left out.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record OutcomesOf(IReadOnlyCollection<ReportId> Reports) : IQuery<Dictionary<ReportId, ReportOutcomeView>>;

/// <summary>Whom a report waits for.</summary>
public enum WaitsFor
{
    /// <summary>Nobody: nothing more happens to it by itself.</summary>
    Nobody,

    /// <summary>Its author, whose answer is needed.</summary>
    Author,

    /// <summary>A triage lead, who links it or takes its gap on.</summary>
    TriageLead,

    /// <summary>A policy owner, who assesses it or carries the decision out.</summary>
    PolicyOwner,

    /// <summary>A second person, who approves the decision.</summary>
    PolicyApprover,

    /// <summary>A day, or further reports of the same.</summary>
    Date,
}

/// <summary>What became of a report: where it stands, whom it waits for, and what changed because of it.</summary>
public sealed record ReportOutcomeView
{
    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>Whom it waits for.</summary>
    public required WaitsFor WaitsFor { get; init; }

    /// <summary>Until when, where there is a day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Where its gap stands; empty while it stands in none.</summary>
    public GapState? State { get; init; }

    /// <summary>Human numbers of gaps it stood in before they were merged into its present one.</summary>
    public IReadOnlyList<long> MergedFrom { get; init; } = [];

    /// <summary>Why it stands there: the newest words of the policy team that were written for reporters.</summary>
    public GuardedText? Note { get; init; }

    /// <summary>How the gap was answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>How the decision is explained.</summary>
    public GuardedText? Explanation { get; init; }

    /// <summary>The clause the decision rests on.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>First day the decision holds.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>What is done about it, or why nothing needs doing.</summary>
    public GuardedText? Plan { get; init; }

    /// <summary>When that is to be done.</summary>
    public DateOnly? PlanDueOn { get; init; }

    /// <summary>How the effect was verified.</summary>
    public GuardedText? VerificationNote { get; init; }

    /// <summary>Who takes it on instead, where it is not for policy.</summary>
    public string? Destination { get; init; }

    /// <summary>What model teams did with what was learned from it, the newest first.</summary>
    public IReadOnlyList<ReceiptView> Receipts { get; init; } = [];
}

internal sealed class OutcomesOfHandler(IDbContextFactory<InsightsDb> contexts, IMediator mediator) : IRequestHandler<OutcomesOf, Outcome<Dictionary<ReportId, ReportOutcomeView>>>
{
    public async Task<Outcome<Dictionary<ReportId, ReportOutcomeView>>> Handle(OutcomesOf request, CancellationToken cancellationToken)
    {
        // Read through the views that everyone reads, so that no word comes out here that is held back there.
        var seen = await mediator.Send(new ReportsById(request.Reports), cancellationToken);
        if (!seen.Succeeded(out var reports))
            return seen.Refusals.ToList();
        List<ReportId> filed = [.. reports.Values.Where(r => r.State is not ReportState.Draft).Select(r => r.Id)];
        var standing = (await mediator.Send(new GapsOfReports(filed), cancellationToken)).ValueOrDefault ?? [];
        List<GapId> ids = [.. standing.Values.Distinct()];
        var gaps = (await mediator.Send(new GapsById(ids), cancellationToken)).ValueOrDefault ?? [];
        var decisions = (await mediator.Send(new DecisionsOf(ids), cancellationToken)).ValueOrDefault;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var merged = await (
            from link in db.Links
            join gap in db.Gaps on link.GapId equals gap.Id
            where filed.Contains(link.ReportId) && link.EndedBy != null && gap.StandsIn != null && ids.Contains(gap.StandsIn.Value)
            select new { link.ReportId, gap.StandsIn, gap.Number }).Distinct().ToListAsync(cancellationToken);
        var notes = await NotesAsync(db, ids, cancellationToken);
        var receipts = (await ReceiptView.OfGapsAsync(db, ids, cancellationToken)).ToLookup(r => r.GapId!.Value);

        return filed.ToDictionary(id => id, id =>
        {
            var gap = standing.TryGetValue(id, out var at) ? gaps.GetValueOrDefault(at) : null;
            var decision = gap is { Resolution: not null } ? decisions?[gap.Id].FirstOrDefault(d => d.Id == gap.DecisionId)?.Content : null;
            return Of(reports[id], gap, decision, gap is null ? null : notes.GetValueOrDefault(gap.Id), [.. merged.Where(m => m.ReportId == id && m.StandsIn == gap?.Id).Select(m => m.Number).Order()]) with { Receipts = gap is null ? [] : [.. receipts[gap.Id]] };
        });
    }

    /// <summary>The newest note of each gap that was written for reporters.</summary>
    private static async Task<Dictionary<GapId, GuardedText>> NotesAsync(InsightsDb db, List<GapId> gaps, CancellationToken ct)
    {
        var notes = await db.Comments.AsNoTracking()
            .Where(c => c.GapId != null && gaps.Contains(c.GapId.Value) && c.Kind == CommentKind.Note && c.Audience == Audience.Reporter)
            .GroupBy(c => c.GapId).Select(g => g.OrderByDescending(c => c.At).ThenByDescending(c => c.Id).First()).ToListAsync(ct);
        return notes.ToDictionary(c => c.GapId!.Value, c => c.Text);
    }

    private static ReportOutcomeView Of(ReportView report, GapView? gap, DecisionContent? decision, GuardedText? note, IReadOnlyList<long> mergedFrom)
    {
        var (waits, until) = WaitOf(report, gap);
        return new ReportOutcomeView
        {
            ReportId = report.Id,
            WaitsFor = waits,
            Until = until,
            State = gap?.State,
            MergedFrom = mergedFrom,
            // Why a report was taken back its author said; that is no word of the policy team.
            Note = report.State is ReportState.Withdrawn ? null : report.StateReason ?? note,
            Resolution = gap?.Resolution,
            Explanation = decision?.Explanation,
            GroundClause = decision?.GroundClause,
            GroundVersion = decision?.GroundVersion,
            EffectiveOn = decision?.EffectiveOn,
            Plan = gap?.Plan,
            PlanDueOn = gap?.PlanDueOn,
            VerificationNote = gap?.VerificationNote,
            Destination = gap?.Destination,
        };
    }

    private static (WaitsFor, DateOnly?) WaitOf(ReportView report, GapView? gap) => (report.State, gap?.State) switch
    {
        (ReportState.NeedsInfo, _) => (WaitsFor.Author, report.RespondBy),
        (ReportState.Declined or ReportState.Withdrawn or ReportState.Purged, _) => (WaitsFor.Nobody, null),
        (_, null or GapState.New or GapState.Triage) => (WaitsFor.TriageLead, gap?.DueOn),
        // Another report of the same gap was asked about.
        (_, GapState.NeedsInfo) => (WaitsFor.Date, gap!.RespondBy),
        (_, GapState.Assessing or GapState.Decided) => (WaitsFor.PolicyOwner, gap!.DueOn),
        (_, GapState.Implementing) => (WaitsFor.PolicyOwner, gap!.PlanDueOn),
        (_, GapState.InReview) => (WaitsFor.PolicyApprover, gap!.DueOn),
        (_, GapState.Deferred) => (WaitsFor.Date, gap!.DeferredUntil),
        _ => (WaitsFor.Nobody, null),
    };
}
