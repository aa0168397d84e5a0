using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Its author takes a filed report back; it leaves its gap and the look-alikes, and the feed says so.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Reason">Why.</param>
[Requires(Permission.FileReports)]
public sealed record WithdrawReport(string ReportId, int ExpectedVersion, string? Reason) : ICommand<ReportView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Text(Reason, 500, required: true, "reason");
    }
}

internal sealed class WithdrawReportHandler(
    InsightsDb db, Ledger ledger, CurrentActor current, Screen screen, TimeProvider clock, Linking linking, LookAlikes lookAlikes,
    AfterCommit afterCommit, ReportViews views) : IRequestHandler<WithdrawReport, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(WithdrawReport request, CancellationToken cancellationToken)
    {
        var id = Data.ReportId.Of(request.ReportId);
        var me = current.Actor.Id;
        if (await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, cancellationToken) is not { } report)
            return Refusal.NotFound("report of yours", "reportId");
        if (report.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;
        var withdrawn = report.Withdraw(screen.Of(request.Reason)!, clock.GetUtcNow());
        if (withdrawn.Refused)
            return withdrawn.Refusals.ToList();

        await linking.EndAsync(id, OperationKind.Withdraw, cancellationToken);
        ledger.Record(new AuditLine("WithdrawReport") { Report = id });
        ledger.Announce(FeedEventType.ReportWithdrawn, report);
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => lookAlikes.Remove(id));
        return await views.OfAsync(id, cancellationToken);
    }
}
