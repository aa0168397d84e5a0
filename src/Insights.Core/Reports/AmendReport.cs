using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Its author amends a filed report by a new revision; the earlier ones stay.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Report">What it says now, whole.</param>
/// <param name="Reason">Why it is amended.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.FileReports)]
public sealed record AmendReport(string ReportId, int ExpectedVersion, ReportForm Report, string? Reason, string? IdempotencyKey)
    : ICommand<ReportView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        Report.CheckForFiling(check, "report");
        check.Text(Reason, 500, required: true, "reason");
    }
}

internal sealed class AmendReportHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Catalogue catalogue, CaseExchange cases, Screen screen, TimeProvider clock,
    LookAlikes lookAlikes, AfterCommit afterCommit, ReportViews views) : IRequestHandler<AmendReport, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(AmendReport request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await views.EarlierAsync(made, cancellationToken);
        if (FormCodes.Unknown(catalogue, request.Report, "report") is { Count: > 0 } unknown)
            return unknown;

        var id = Data.ReportId.Of(request.ReportId);
        var me = current.Actor.Id;
        if (await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, cancellationToken) is not { } report)
            return Refusal.NotFound("report of yours", "reportId");
        if (report.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;
        if (FormCodes.NotCitable(cases, request.Report, report.Content.CaseReferences, "report") is { Count: > 0 } notCitable)
            return notCitable;
        var amended = report.Amend(ReportContent.From(request.Report, screen), screen.Of(request.Reason)!, Screen.RuleSetVersion, clock.GetUtcNow());
        if (!amended.Succeeded(out var revision))
            return amended.Refusals.ToList();

        db.Add(revision);
        await ReplaceCasesAsync(report, cancellationToken);
        repeats.Remember(request, report.Id.Value);
        ledger.Record(new AuditLine("AmendReport") { Report = id, Gap = await GapOfAsync(id, cancellationToken) });
        ledger.Announce(FeedEventType.ReportAmended, report);
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => lookAlikes.Put(report));
        return await views.OfAsync(id, cancellationToken);
    }

    private async Task ReplaceCasesAsync(Report report, CancellationToken ct)
    {
        var cited = await db.ReportCases.Where(c => c.ReportId == report.Id).ToListAsync(ct);
        db.RemoveRange(cited.Where(c => !report.Content.CaseReferences.Contains(c.Case)));
        db.AddRange(report.Content.CaseReferences.Except(cited.Select(c => c.Case)).Select(token => ReportCase.Of(report.Id, token)));
    }

    private async Task<GapId?> GapOfAsync(ReportId id, CancellationToken ct) =>
        await db.Set<Gaps.GapLink>().Where(l => l.ReportId == id && l.EndedBy == null).Select(l => (GapId?)l.GapId).FirstOrDefaultAsync(ct);
}
