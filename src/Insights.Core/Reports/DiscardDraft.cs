using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Throws a draft away. Only its author can, and only while it is a draft.</summary>
/// <param name="ReportId">The draft.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.FileReports)]
public sealed record DiscardDraft(string ReportId, int ExpectedVersion) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Id<ReportId>(ReportId, required: true, "reportId");
}

internal sealed class DiscardDraftHandler(InsightsDb db, Ledger ledger, CurrentActor current) : IRequestHandler<DiscardDraft, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(DiscardDraft request, CancellationToken cancellationToken)
    {
        var id = Data.ReportId.Of(request.ReportId);
        var me = current.Actor.Id;
        var draft = await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, cancellationToken);
        if (draft is null)
            return Refusal.NotFound("draft of yours", "reportId");
        if (draft.State is not ReportState.Draft)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is filed; withdraw it instead.", "reportId");
        if (draft.IfChangedSince(request.ExpectedVersion) is { } changed)
            return changed;

        db.Remove(draft);
        await ledger.Record(new AuditLine("DiscardDraft") { Report = id }).CommitAsync(cancellationToken);
        return default(Done);
    }
}
