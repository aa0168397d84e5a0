using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// A triage lead makes one gap of several. The survivor keeps its state, owner and title, its clocks keep the
/// earliest start, and the numbers of the others lead to it. No report is rewritten, and it can be undone.
/// </summary>
/// <param name="SurvivorId">The gap in which all go on.</param>
/// <param name="GapIds">The other gaps, at most 50.</param>
/// <param name="Reason">Why they are one.</param>
/// <param name="Seen">The versions that the preview showed: of the survivor and of each of the others.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record MergeGaps(string SurvivorId, IReadOnlyList<string> GapIds, string? Reason, IReadOnlyList<SeenVersionForm> Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Most gaps that are merged into another one at once.</summary>
    public const int Most = 50;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        CheckIds(check, SurvivorId, GapIds);
        check.Text(Reason, 500, required: true, "reason");
        SeenVersionForm.Check(check, Seen);
    }

    internal static void CheckIds(Check check, string survivorId, IReadOnlyList<string> gapIds)
    {
        check.Id<GapId>(survivorId, required: true, "survivorId");
        check.Must(gapIds.Count > 0, RefusalCode.Required, "Name at least one gap to merge into it.", "gapIds");
        check.Must(gapIds.Count <= Most, RefusalCode.OutOfRange, "At most 50 gaps are merged at once.", "gapIds");
        check.Must(gapIds.Append(survivorId).Distinct(StringComparer.Ordinal).Count() == gapIds.Count + 1, RefusalCode.Malformed, "Name each gap once.", "gapIds");
        Lists.CheckIds<GapId>(check, gapIds.Take(Most), "gapIds");
    }
}

/// <summary>What a merge would do.</summary>
/// <param name="SurvivorId">The gap in which all go on.</param>
/// <param name="GapIds">The other gaps, at most 50.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewMergeGaps(string SurvivorId, IReadOnlyList<string> GapIds) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => MergeGaps.CheckIds(check, SurvivorId, GapIds);
}

internal sealed class MergeGapsHandler(ClusterCommands commands, Previews previews, Linking linking, Screen screen) :
    IRequestHandler<MergeGaps, Outcome<OperationView>>, IRequestHandler<PreviewMergeGaps, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(MergeGaps request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.Merge, screen.Of(request.Reason), request.Seen, [request.SurvivorId, .. request.GapIds],
        edit => PlanAsync(edit, request.SurvivorId, request.GapIds, cancellationToken), cancellationToken);

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewMergeGaps request, CancellationToken cancellationToken) =>
        await previews.OfAsync(edit => PlanAsync(edit, request.SurvivorId, request.GapIds, cancellationToken), cancellationToken);

    private async Task<List<Refusal>> PlanAsync(ClusterEdit edit, string survivorId, IReadOnlyList<string> gapIds, CancellationToken ct)
    {
        var ids = gapIds.Select(GapId.Of).ToList();
        var loaded = (await edit.LoadAsync([GapId.Of(survivorId), .. ids], ct)).ToDictionary(g => g.Id);
        var refusals = new List<Refusal>();
        if (!loaded.TryGetValue(GapId.Of(survivorId), out var survivor))
            refusals.Add(Refusal.NotFound("gap", "survivorId"));
        else if (await edit.Db.RefuseEndedAsync(survivor, ct, "survivorId") is { } ended)
            refusals.Add(ended);
        else if (survivor.State is GapState.Declined)
            refusals.Add(Refusal.Of(RefusalCode.IllegalMove, $"G-{survivor.Number} was declined, and its reporters were told why; nothing is merged into it.", "survivorId"));
        foreach (var (i, id) in ids.Index())
        {
            string[] path = ["gapIds", Lists.Place(i)];
            if (!loaded.TryGetValue(id, out var other))
                refusals.Add(Refusal.NotFound("gap", path));
            else if (await edit.Db.RefuseEndedAsync(other, ct, path) is { } ended)
                refusals.Add(ended);
            else if (WhyNot(other) is { } why)
                refusals.Add(Refusal.Of(RefusalCode.IllegalMove, why, path));
        }

        if (refusals.Count > 0 || survivor is null)
            return refusals;
        await MoveAsync(edit, survivor, [.. ids.Select(id => loaded[id])], ct);
        if (await edit.ApartAsync(ct, "gapIds") is { } apart)
            return [apart];
        await edit.SettleAsync(ct);
        return [];
    }

    private async Task MoveAsync(ClusterEdit edit, Gap survivor, List<Gap> others, CancellationToken ct)
    {
        var canonicals = others.Select(g => g.CanonicalReportId).ToList();
        var reports = await edit.Db.Reports.AsNoTracking().Where(r => canonicals.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        edit.Record(new AuditLine("MergeGaps") { Gap = survivor.Id, Count = others.Count });
        foreach (var other in others)
        {
            // What the engine says of the two gaps stands beside the report that stands for one of them.
            var proposal = reports.TryGetValue(other.CanonicalReportId, out var canonical) ? await linking.ProposalAsync(edit, canonical, survivor.Id, ct) : null;
            foreach (var link in edit.MembersOf(other.Id).ToList())
            {
                edit.End(link);
                edit.Make(link.ReportId, survivor, link.Role, reason: null, link.ReportId == other.CanonicalReportId ? proposal : null);
            }

            other.End(edit.Id, survivor.Id, edit.At);
            edit.Note(other.Id);
            edit.Record(new AuditLine("MergeGap") { Gap = other.Id });
            edit.Announce((feed, operation) => feed.Announce(FeedEventType.GapMerged, other, operation: operation, other: survivor));
        }

        edit.Note(survivor.Id);
        survivor.Touch(edit.At);
    }

    /// <summary>A gap that somebody was told an answer of, or is about to be, is not made part of another one.</summary>
    private static string? WhyNot(Gap other) => other switch
    {
        { State: GapState.Declined } => $"G-{other.Number} was declined, and its reporters were told why; it stays by itself.",
        { State: GapState.InReview } => $"G-{other.Number} has a decision in review. Have it decided or sent back first.",
        { DecisionId: not null } => $"G-{other.Number} has a decision, so the others can only be merged into it.",
        _ => null,
    };
}
