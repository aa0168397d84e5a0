using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>What linking a report would do.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="GapId">The gap; without it, a new one.</param>
/// <param name="Role">How it would belong; same, unless said otherwise.</param>
/// <param name="CitesDecisionId">The gap's approved decision, where it answers the report already.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewLinkReport(string ReportId, string? GapId, LinkRole? Role, string? CitesDecisionId = null) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Id<GapId>(GapId, required: false, "gapId");
        check.Id<DecisionId>(CitesDecisionId, required: false, "citesDecisionId");
    }
}

internal sealed class PreviewLinkReportHandler(Previews previews, Linking linking) : IRequestHandler<PreviewLinkReport, Outcome<OperationPreviewView>>
{
    public async Task<Outcome<OperationPreviewView>> Handle(PreviewLinkReport request, CancellationToken cancellationToken) => await previews.OfAsync(
        async edit =>
        {
            var id = ReportId.Of(request.ReportId);
            if (await edit.Db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.State != ReportState.Draft, cancellationToken) is not { } report)
                return [Refusal.NotFound("report", "reportId")];
            var planned = PublicIds.ParseOrNull<GapId>(request.GapId) is { } gap
                ? await linking.PlanJoinAsync(edit, report, gap, request.Role ?? LinkRole.Same, reason: null, cancellationToken, PublicIds.ParseOrNull<DecisionId>(request.CitesDecisionId))
                : await linking.PlanOpenAsync(edit, report, () => Task.FromResult(0L), cancellationToken);
            return [.. planned.Refusals];
        },
        cancellationToken);
}
