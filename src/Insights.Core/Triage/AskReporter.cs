using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>Asks the author of a report for more. A report in a gap puts the gap into NeedsInfo; one in none waits by itself.</summary>
/// <param name="ReportId">The report whose author is asked.</param>
/// <param name="ExpectedVersion">The report's version the caller has seen.</param>
/// <param name="Question">The question.</param>
/// <param name="RespondBy">Until when it may be answered.</param>
[Requires(Permission.MoveGaps)]
public sealed record AskReporter(string ReportId, int ExpectedVersion, string? Question, DateOnly? RespondBy) : ICommand<ReportView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Text(Question, 1000, required: true, "question");
        check.Present(RespondBy, "respondBy");
    }
}

internal sealed class AskReporterHandler(
    InsightsDb db, Ledger ledger, CurrentActor current, Screen screen, TimeProvider clock, Linking linking, GapMoves moves, ReportViews views)
    : IRequestHandler<AskReporter, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(AskReporter request, CancellationToken cancellationToken)
    {
        var id = Data.ReportId.Of(request.ReportId);
        if (await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.State != ReportState.Draft, cancellationToken) is not { } report)
            return Refusal.NotFound("report", "reportId");
        if (report.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;

        var at = clock.GetUtcNow();
        var respondBy = request.RespondBy!.Value;
        if (respondBy <= DateOnly.FromDateTime(at.UtcDateTime))
            return Refusal.Of(RefusalCode.OutOfRange, "Give a date after today.", "respondBy");
        var question = screen.Of(request.Question)!;
        var asked = report.Ask(question, respondBy, at);
        if (asked.Refused)
            return asked.Refusals.ToList();

        if (await linking.StandingLinkAsync(id, cancellationToken) is { } link)
        {
            var gap = await db.Gaps.FirstAsync(g => g.Id == link.GapId, cancellationToken);
            var moved = moves.Move(gap, GapAction.Ask, new GapMove { Question = question, RespondBy = respondBy }, report: id);
            if (moved.Refused)
                return moved.Refusals.ToList();
        }
        else
        {
            if ((current.Actor.Roles & Roles.TriageLead) == 0)
                return Refusal.Of(RefusalCode.NotPermitted, "Only a triage lead asks about a report that is in no gap.", "reportId");
            var comment = moves.Write(gap: null, id, CommentKind.Question, Audience.Reporter, question);
            ledger.Record(new AuditLine("AskReporter") { Report = id, Comment = comment.Id });
            ledger.Announce(FeedEventType.QuestionAsked, report);
        }

        await ledger.CommitAsync(cancellationToken);
        return await views.OfAsync(id, cancellationToken);
    }
}
