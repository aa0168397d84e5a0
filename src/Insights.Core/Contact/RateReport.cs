using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>
/// Somebody of the policy team rates how well the newest revision of a report can be worked with, in five steps each;
/// 5 is best. Its author sees it. Nobody rates a report of their own; rating again changes one's rating.
/// </summary>
/// <param name="ReportId">The report.</param>
/// <param name="Revision">The revision the caller has read.</param>
/// <param name="ExpectedVersion">The version of the caller's own rating of it; left out for the first.</param>
/// <param name="Clarity">1: it cannot be understood without asking; 5: one reading is enough.</param>
/// <param name="Specificity">1: it could be about any clause; 5: it names the clause and the very words that fail.</param>
/// <param name="Evidence">1: nothing is shown; 5: several cases and what speaks against.</param>
/// <param name="Actionability">1: it does not say what is to be answered; 5: it can be decided as it is.</param>
/// <param name="Note">A word to the author.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.RateReports)]
public sealed record RateReport(
    string ReportId, int Revision, int? ExpectedVersion, int Clarity, int Specificity, int Evidence, int Actionability, string? Note, string? IdempotencyKey)
    : ICommand<ReportRatingsView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest note.</summary>
    public const int MaxNote = 500;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Must(Revision >= 1, RefusalCode.OutOfRange, "Name the revision you read.", "revision");
        check.Step(Clarity, "clarity");
        check.Step(Specificity, "specificity");
        check.Step(Evidence, "evidence");
        check.Step(Actionability, "actionability");
        check.Text(Note, MaxNote, required: false, "note");
    }
}

internal sealed class RateReportHandler(InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Screen screen, TimeProvider clock)
    : IRequestHandler<RateReport, Outcome<ReportRatingsView>>
{
    public async Task<Outcome<ReportRatingsView>> Handle(RateReport request, CancellationToken cancellationToken)
    {
        var (id, me) = (Data.ReportId.Of(request.ReportId), current.Actor.Id);
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is not null)
            return await ViewAsync(id, cancellationToken);

        if (await db.Reports.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } report || report.State is ReportState.Draft || report.IsGone)
            return Refusal.NotFound("report", "reportId");
        if (report.AuthorId == me)
            return Refusal.Of(RefusalCode.SamePerson, "Nobody rates a report of their own.", "reportId");
        if (report.Revision != request.Revision)
            return Refusal.Of(RefusalCode.IllegalMove, "The report has another revision by now. Read it, and rate that.", "revision");
        var rating = await db.ReportRatings.FirstOrDefaultAsync(r => r.ReportId == id && r.Revision == request.Revision && r.RaterId == me, cancellationToken);
        if ((rating?.Version ?? 0) != (request.ExpectedVersion ?? 0))
            return new ConflictRefusal(rating?.Version ?? 0);

        if (rating is null)
            db.Add(rating = ReportRating.Begin(id, request.Revision, me));
        rating.Rate(request.Clarity, request.Specificity, request.Evidence, request.Actionability, screen.Of(request.Note), Screen.RuleSetVersion, clock.GetUtcNow());
        repeats.Remember(request, id.Value);
        ledger.Record(new AuditLine("RateReport") { Report = id });
        ledger.Announce(FeedEventType.ReportRated, report);
        await ledger.CommitAsync(cancellationToken);
        return await ViewAsync(id, cancellationToken);
    }

    private async Task<ReportRatingsView> ViewAsync(ReportId id, CancellationToken ct) => (await Ratings.ReadAsync(db, [id], current.Actor.Id, ct))[id];
}
