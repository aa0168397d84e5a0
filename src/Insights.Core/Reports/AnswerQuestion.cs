using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>The author answers the question that was asked about a report; its gap moves on.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Answer">The answer.</param>
[Requires(Permission.FileReports)]
public sealed record AnswerQuestion(string ReportId, int ExpectedVersion, string? Answer) : ICommand<ReportView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Text(Answer, ReportForm.MaxText, required: true, "answer");
    }
}

internal sealed class AnswerQuestionHandler(
    InsightsDb db, Ledger ledger, CurrentActor current, Screen screen, IdSource ids, TimeProvider clock, Linking linking, ReportViews views)
    : IRequestHandler<AnswerQuestion, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(AnswerQuestion request, CancellationToken cancellationToken)
    {
        var id = Data.ReportId.Of(request.ReportId);
        var me = current.Actor.Id;
        if (await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, cancellationToken) is not { } report)
            return Refusal.NotFound("report of yours", "reportId");
        if (report.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;

        var at = clock.GetUtcNow();
        var link = await linking.StandingLinkAsync(id, cancellationToken);
        var answered = report.EndQuestion(linked: link is not null, at);
        if (answered.Refused)
            return answered.Refusals.ToList();

        var answer = screen.Of(request.Answer)!;
        var comment = Comment.Write(ids.Next<CommentId>(), link?.GapId, id, CommentKind.Answer, Audience.Reporter, answer, me, Screen.RuleSetVersion, at);
        db.Add(comment);
        var line = new AuditLine("AnswerQuestion") { Report = id, Gap = link?.GapId, Comment = comment.Id };
        var gap = await WaitingGapAsync(id, link, cancellationToken);
        if (gap?.Move(GapAction.Answer, new GapMove { Answer = answer }, current.Actor, at) is { Refused: false } moved)
        {
            ledger.Record(line with { From = moved.Value.From.ToString(), To = moved.Value.To.ToString() });
            ledger.Announce(FeedEventType.QuestionAnswered, gap, id);
        }
        else
        {
            // The gap did not wait for this answer: it was asked of another report, or moved on meanwhile.
            ledger.Record(line);
            ledger.Announce(FeedEventType.QuestionAnswered, report);
        }

        await ledger.CommitAsync(cancellationToken);
        return await views.OfAsync(id, cancellationToken);
    }

    /// <summary>The gap, if it is the one that asked: a report asked before it was linked owes its gap nothing.</summary>
    private async Task<Gap?> WaitingGapAsync(ReportId id, GapLink? link, CancellationToken ct) =>
        link is not null && await db.Comments.AnyAsync(c => c.GapId == link.GapId && c.ReportId == id && c.Kind == CommentKind.Question, ct)
            ? await db.Gaps.FirstAsync(g => g.Id == link.GapId, ct)
            : null;
}
