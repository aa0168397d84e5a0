using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;

namespace Insights.Core.Clusters;

/// <summary>A triage lead chooses the report that stands for a gap: the one that look-alikes are compared with. The gap keeps its title.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ReportId">One of its reports.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="Seen">The version of the gap that the preview showed.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record SetCanonicalReport(string GapId, string ReportId, string? Reason, IReadOnlyList<SeenVersionForm> Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Id<ReportId>(ReportId, required: true, "reportId");
        check.Text(Reason, 500, required: false, "reason");
        SeenVersionForm.Check(check, Seen);
    }
}

/// <summary>What choosing another report to stand for a gap would do.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ReportId">One of its reports.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewSetCanonicalReport(string GapId, string ReportId) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Id<ReportId>(ReportId, required: true, "reportId");
    }
}

internal sealed class SetCanonicalReportHandler(ClusterCommands commands, Previews previews, Screen screen) :
    IRequestHandler<SetCanonicalReport, Outcome<OperationView>>, IRequestHandler<PreviewSetCanonicalReport, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(SetCanonicalReport request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.Canonical, screen.Of(request.Reason), request.Seen, [request.GapId],
        edit => PlanAsync(edit, GapId.Of(request.GapId), ReportId.Of(request.ReportId), cancellationToken), cancellationToken);

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewSetCanonicalReport request, CancellationToken cancellationToken) =>
        await previews.OfAsync(edit => PlanAsync(edit, GapId.Of(request.GapId), ReportId.Of(request.ReportId), cancellationToken), cancellationToken);

    private static async Task<List<Refusal>> PlanAsync(ClusterEdit edit, GapId gapId, ReportId report, CancellationToken ct)
    {
        if (await edit.FindAsync(gapId, ct) is not { } gap)
            return [Refusal.NotFound("gap", "gapId")];
        if (await edit.Db.RefuseEndedAsync(gap, ct, "gapId") is { } ended)
            return [ended];
        if (edit.MembersOf(gapId).TrueForAll(l => l.ReportId != report))
            return [Refusal.Of(RefusalCode.IllegalMove, "This report does not stand in the gap.", "reportId")];
        if (gap.CanonicalReportId == report)
            return [Refusal.Of(RefusalCode.IllegalMove, "This report stands for the gap already.", "reportId")];

        gap.StandFor(report, edit.At);
        edit.Note(gapId);
        edit.Record(new AuditLine("SetCanonicalReport") { Gap = gapId, Report = report });
        edit.Announce((feed, operation) => feed.Announce(FeedEventType.CanonicalChanged, gap, report, operation: operation));
        return [];
    }
}
