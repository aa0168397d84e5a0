using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// A triage lead makes one gap of what looks alike: gaps are merged, reports that stand in none join, and where there
/// is no gap yet one is opened. It is one operation, and one undo takes all of it back.
/// </summary>
/// <param name="GapIds">The gaps, at most 50.</param>
/// <param name="ReportIds">The reports that stand in no gap, at most 100.</param>
/// <param name="StandsForId">What the others join: one of the gaps where there are any; otherwise the report that opens the gap.</param>
/// <param name="Reason">Why they are one.</param>
/// <param name="Seen">The versions that were seen: of each gap and each report.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record GroupLookAlikes(
    IReadOnlyList<string>? GapIds, IReadOnlyList<string>? ReportIds, string StandsForId, string? Reason, IReadOnlyList<SeenVersionForm> Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Most reports that join at once.</summary>
    public const int MostReports = 100;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        CheckIds(check, GapIds ?? [], ReportIds ?? [], StandsForId);
        check.Text(Reason, 500, required: true, "reason");
        SeenVersionForm.Check(check, Seen);
    }

    internal static void CheckIds(Check check, IReadOnlyList<string> gapIds, IReadOnlyList<string> reportIds, string standsForId)
    {
        check.Must(gapIds.Count + reportIds.Count >= 2, RefusalCode.Required, "Name at least two gaps or reports.", "reportIds");
        check.Must(gapIds.Count <= MergeGaps.Most, RefusalCode.OutOfRange, "At most 50 gaps at once.", "gapIds");
        check.Must(reportIds.Count <= MostReports, RefusalCode.OutOfRange, "At most 100 reports at once.", "reportIds");
        check.Must(gapIds.Distinct(StringComparer.Ordinal).Count() == gapIds.Count, RefusalCode.Malformed, "Name each gap once.", "gapIds");
        check.Must(reportIds.Distinct(StringComparer.Ordinal).Count() == reportIds.Count, RefusalCode.Malformed, "Name each report once.", "reportIds");
        Lists.CheckIds<GapId>(check, gapIds.Take(MergeGaps.Most), "gapIds");
        Lists.CheckIds<ReportId>(check, reportIds.Take(MostReports), "reportIds");
        check.Must((gapIds.Count > 0 ? gapIds : reportIds).Contains(standsForId, StringComparer.Ordinal), RefusalCode.Malformed,
            gapIds.Count > 0 ? "Name one of the gaps." : "Name one of the reports.", "standsForId");
    }
}

/// <summary>What grouping would do.</summary>
/// <param name="GapIds">The gaps, at most 50.</param>
/// <param name="ReportIds">The reports that stand in no gap, at most 100.</param>
/// <param name="StandsForId">What the others join.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewGroupLookAlikes(IReadOnlyList<string>? GapIds, IReadOnlyList<string>? ReportIds, string StandsForId) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => GroupLookAlikes.CheckIds(check, GapIds ?? [], ReportIds ?? [], StandsForId);
}

internal sealed class GroupLookAlikesHandler(ClusterCommands commands, Previews previews, Linking linking, NumberSource numbers, Screen screen) :
    IRequestHandler<GroupLookAlikes, Outcome<OperationView>>, IRequestHandler<PreviewGroupLookAlikes, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(GroupLookAlikes request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.Group, screen.Of(request.Reason), request.Seen, [.. request.GapIds ?? [], .. request.ReportIds ?? []],
        edit => PlanAsync(edit, new(request.GapIds, request.ReportIds, request.StandsForId), () => numbers.NextAsync(NumberSource.Gaps, cancellationToken), cancellationToken),
        cancellationToken);

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewGroupLookAlikes request, CancellationToken cancellationToken) =>
        await previews.OfAsync(edit => PlanAsync(edit, request, () => Task.FromResult(0L), cancellationToken), cancellationToken);

    private async Task<List<Refusal>> PlanAsync(ClusterEdit edit, PreviewGroupLookAlikes group, Func<Task<long>> number, CancellationToken ct)
    {
        IReadOnlyList<string> gapIds = group.GapIds ?? [], reportIds = group.ReportIds ?? [];
        var reports = await ReportsAsync(edit, reportIds, ct);
        if (!reports.Succeeded(out var joining))
            return [.. reports.Refusals];

        GapId survivor;
        if (gapIds.Count > 0)
        {
            survivor = GapId.Of(group.StandsForId);
            if (await MergeGapsHandler.PlanAsync(linking, edit, group.StandsForId, [.. gapIds.Where(g => g != group.StandsForId)], ct) is { Count: > 0 } refusals)
                return [.. refusals.Select(r => About(r, group.StandsForId, gapIds))];
        }
        else
        {
            var first = joining.Single(r => r.Id.Value == group.StandsForId);
            var opened = await linking.PlanOpenAsync(edit, first, number, ct);
            if (!opened.Succeeded(out var gap))
                return [.. opened.Refusals.Select(r => r with { Path = ["reportIds", Lists.Place(joining.IndexOf(first))] })];
            survivor = gap.Id;
        }

        foreach (var report in joining.Where(r => r.Id.Value != group.StandsForId))
        {
            var joined = await linking.PlanJoinAsync(edit, report, survivor, LinkRole.Same, reason: null, ct);
            if (joined.Refused)
                return [.. joined.Refusals.Select(r => r with { Path = ["reportIds", Lists.Place(joining.IndexOf(report))] })];
        }

        return [];
    }

    private static async Task<Outcome<List<Report>>> ReportsAsync(ClusterEdit edit, IReadOnlyList<string> reportIds, CancellationToken ct)
    {
        var ids = reportIds.Select(ReportId.Of).ToList();
        var found = await edit.Db.Reports.Where(r => ids.Contains(r.Id) && r.State != ReportState.Draft).ToDictionaryAsync(r => r.Id, ct);
        var linked = await (
            from link in edit.Db.Links
            join gap in edit.Db.Gaps on link.GapId equals gap.Id
            where link.EndedBy == null && ids.Contains(link.ReportId)
            select new { link.ReportId, gap.Number }).ToDictionaryAsync(l => l.ReportId, l => l.Number, ct);
        List<Refusal> refusals =
        [
            .. ids.Index().Where(r => !found.ContainsKey(r.Item)).Select(r => Refusal.NotFound("report", "reportIds", Lists.Place(r.Index))),
            .. ids.Index().Where(r => linked.ContainsKey(r.Item))
                .Select(r => Refusal.Of(RefusalCode.IllegalMove, $"This report stands in G-{linked[r.Item]}; name the gap.", "reportIds", Lists.Place(r.Index))),
        ];
        return refusals.Count > 0 ? refusals : ids.ConvertAll(id => found[id]);
    }

    /// <summary>A refusal of the merge, by the places in this request.</summary>
    private static Refusal About(Refusal refusal, string survivor, IReadOnlyList<string> gapIds) => refusal.Path switch
    {
        ["survivorId"] => refusal with { Path = ["standsForId"] },
        ["gapIds", var place] => refusal with { Path = ["gapIds", Lists.Place(gapIds.Index().Where(g => g.Item != survivor).ElementAt(int.Parse(place, System.Globalization.CultureInfo.InvariantCulture)).Index)] },
        _ => refusal,
    };
}
