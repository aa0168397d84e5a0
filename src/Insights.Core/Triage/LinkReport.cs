using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>A triage lead puts a report into a gap, or opens a gap of its own for it.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="ExpectedVersion">The report's version the caller has seen.</param>
/// <param name="GapId">The gap; without it a new one is opened.</param>
/// <param name="Role">Same or variant; needed with <paramref name="GapId"/>.</param>
/// <param name="Reason">Why they belong together; needed with <paramref name="GapId"/>.</param>
/// <param name="Answers">Answers about the other look-alikes that were proposed.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record LinkReport(
    string ReportId, int ExpectedVersion, string? GapId, LinkRole? Role, string? Reason, IReadOnlyList<LookAlikeAnswerForm>? Answers, string? IdempotencyKey)
    : ICommand<GapView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    /// <summary>The gap's approved decision, where it answers the report already: the gap then does not come back, and the author reads which decision it is.</summary>
    public string? CitesDecisionId { get; init; }

    /// <summary>The versions that a preview showed; refused when one of them changed.</summary>
    public IReadOnlyList<SeenVersionForm>? Seen { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Id<GapId>(GapId, required: false, "gapId");
        if (GapId is not null)
            check.Present(Role, "role");
        check.Text(Reason, 500, required: GapId is not null, "reason");
        check.Id<DecisionId>(CitesDecisionId, required: false, "citesDecisionId");
        check.Must(GapId is not null || string.IsNullOrWhiteSpace(CitesDecisionId), RefusalCode.Required, "Name the gap whose decision is cited.", "gapId");
        LookAlikeAnswerForm.Check(check, Answers, "answers");
        SeenVersionForm.Check(check, Seen);
    }
}

internal sealed class LinkReportHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, Screen screen, Linking linking, AnswerBook answers, GapMoves moves)
    : IRequestHandler<LinkReport, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(LinkReport request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await moves.ViewAsync(Data.GapId.Of(made), cancellationToken);

        var id = Data.ReportId.Of(request.ReportId);
        if (await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.State != ReportState.Draft, cancellationToken) is not { } report)
            return Refusal.NotFound("report", "reportId");
        if (report.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;
        if (await SeenVersionForm.ChangedAsync(db, request.Seen, [], cancellationToken) is { Count: > 0 } moved)
            return moved.ToList();

        await answers.GiveAsync(report, LookAlikeAnswerForm.Read(request.Answers), cancellationToken);
        var linked = PublicIds.ParseOrNull<GapId>(request.GapId) is { } gapId
            ? await linking.JoinAsync(report, gapId, request.Role!.Value, screen.Of(request.Reason), cancellationToken, PublicIds.ParseOrNull<DecisionId>(request.CitesDecisionId))
            : await linking.OpenAsync(report, cancellationToken);
        if (!linked.Succeeded(out var gap))
            return linked.Refusals.ToList();

        repeats.Remember(request, gap.Id.Value);
        await ledger.CommitAsync(cancellationToken);
        return await moves.ViewAsync(gap.Id, cancellationToken);
    }
}
