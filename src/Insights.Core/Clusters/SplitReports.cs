using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// A triage lead takes reports out of a gap, into a new one or into one that exists. A new gap counts from when the
/// old one did, since its reporters have waited as long; at least one report stays behind.
/// </summary>
/// <param name="GapId">The gap they stand in.</param>
/// <param name="ReportIds">The reports, at most 100.</param>
/// <param name="IntoGapId">The gap they belong to; without it, a new one is opened.</param>
/// <param name="KeepApart">Says at once that the two gaps are not the same, so that nobody merges them again unawares.</param>
/// <param name="Reason">Why they do not belong together.</param>
/// <param name="Seen">The versions that the preview showed: of the gap, and of the one they go to.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record SplitReports(
    string GapId, IReadOnlyList<string> ReportIds, string? IntoGapId, bool KeepApart, string? Reason, IReadOnlyList<SeenVersionForm> Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Most reports that are split off at once.</summary>
    public const int Most = 100;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        CheckIds(check, GapId, ReportIds, IntoGapId);
        check.Text(Reason, 500, required: true, "reason");
        SeenVersionForm.Check(check, Seen);
    }

    internal static void CheckIds(Check check, string gapId, IReadOnlyList<string> reportIds, string? intoGapId)
    {
        check.Id<GapId>(gapId, required: true, "gapId");
        check.Must(reportIds.Count > 0, RefusalCode.Required, "Name at least one report to split off.", "reportIds");
        check.Must(reportIds.Count <= Most, RefusalCode.OutOfRange, "At most 100 reports are split off at once.", "reportIds");
        check.Must(reportIds.Distinct(StringComparer.Ordinal).Count() == reportIds.Count, RefusalCode.Malformed, "Name each report once.", "reportIds");
        Lists.CheckIds<ReportId>(check, reportIds.Take(Most), "reportIds");
        check.Id<GapId>(intoGapId, required: false, "intoGapId");
        check.Must(intoGapId != gapId, RefusalCode.Malformed, "Name another gap than the one they stand in.", "intoGapId");
    }
}

/// <summary>What a split would do.</summary>
/// <param name="GapId">The gap they stand in.</param>
/// <param name="ReportIds">The reports, at most 100.</param>
/// <param name="IntoGapId">The gap they belong to; without it, a new one.</param>
/// <param name="KeepApart">Whether the two gaps would be kept apart.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewSplitReports(string GapId, IReadOnlyList<string> ReportIds, string? IntoGapId, bool KeepApart) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => SplitReports.CheckIds(check, GapId, ReportIds, IntoGapId);
}

internal sealed class SplitReportsHandler(ClusterCommands commands, Previews previews, Linking linking, NumberSource numbers, Screen screen) :
    IRequestHandler<SplitReports, Outcome<OperationView>>, IRequestHandler<PreviewSplitReports, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(SplitReports request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.Split, screen.Of(request.Reason), request.Seen, [request.GapId, .. new[] { request.IntoGapId }.OfType<string>()],
        edit => PlanAsync(edit, new(request.GapId, request.ReportIds, request.IntoGapId, request.KeepApart), () => numbers.NextAsync(NumberSource.Gaps, cancellationToken), cancellationToken),
        cancellationToken);

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewSplitReports request, CancellationToken cancellationToken) =>
        await previews.OfAsync(edit => PlanAsync(edit, request, () => Task.FromResult(0L), cancellationToken), cancellationToken);

    private async Task<List<Refusal>> PlanAsync(ClusterEdit edit, PreviewSplitReports split, Func<Task<long>> number, CancellationToken ct)
    {
        if (await edit.FindAsync(GapId.Of(split.GapId), ct) is not { } source)
            return [Refusal.NotFound("gap", "gapId")];
        if (await edit.Db.RefuseEndedAsync(source, ct, "gapId") is { } ended)
            return [ended];
        if (source.State is GapState.Declined)
            return [Refusal.Of(RefusalCode.IllegalMove, "This gap was declined, and its reporters were told why; its reports stay together.", "gapId")];
        var members = edit.MembersOf(source.Id);
        var strangers = split.ReportIds.Index().Where(r => members.TrueForAll(l => l.ReportId.Value != r.Item))
            .Select(r => Refusal.Of(RefusalCode.IllegalMove, "This report does not stand in the gap.", "reportIds", Lists.Place(r.Index))).ToList();
        if (strangers.Count > 0)
            return strangers;
        if (members.Count == split.ReportIds.Count)
            return [Refusal.Of(RefusalCode.IllegalMove, "At least one report stays behind. To bring all of them into another gap, merge the gaps.", "reportIds")];

        var leaving = members.Where(l => split.ReportIds.Contains(l.ReportId.Value)).ToList();
        var into = split.IntoGapId is { } id ? await IntoAsync(edit, source, leaving, GapId.Of(id), ct) : await IntoNewAsync(edit, source, leaving, number, ct);
        if (!into.Succeeded(out var target))
            return [.. into.Refusals];
        edit.Record(new AuditLine("SplitReports") { Gap = source.Id, Count = leaving.Count });
        edit.Announce((feed, operation) => feed.Announce(FeedEventType.GapSplit, source, operation: operation, other: target));
        if (await edit.ApartAsync(ct, "intoGapId") is { } apart)
            return [apart];
        await edit.SettleAsync(ct);
        if (split.KeepApart)
            await KeepApartHandler.SayAsync(edit, [(target.CanonicalReportId, target.Id), (source.CanonicalReportId, source.Id)], ct);
        return [];
    }

    private static async Task<Outcome<Gap>> IntoAsync(ClusterEdit edit, Gap source, List<GapLink> leaving, GapId id, CancellationToken ct)
    {
        if (await edit.FindAsync(id, ct) is not { } target)
            return Refusal.NotFound("gap", "intoGapId");
        if (await edit.Db.RefuseEndedAsync(target, ct, "intoGapId") is { } ended)
            return ended;
        foreach (var link in leaving)
        {
            edit.End(link);
            if (Linking.Arrive(edit, target, link.ReportId, link.Role, reason: null, proposal: null) is { } refused)
                return refused with { Path = ["intoGapId"] };
        }

        return target;
    }

    private async Task<Outcome<Gap>> IntoNewAsync(ClusterEdit edit, Gap source, List<GapLink> leaving, Func<Task<long>> number, CancellationToken ct)
    {
        var first = leaving.Find(l => l.ReportId == source.CanonicalReportId) ?? leaving.MinBy(l => l.LinkedAt)!;
        var report = await edit.Db.Reports.FirstAsync(r => r.Id == first.ReportId, ct);
        if (report.Title is not { } title || title == GuardedText.Withheld)
            return Refusal.Of(RefusalCode.IllegalMove, "The title of the report that would stand for the new gap is withheld. A privacy steward settles it first.", "reportIds");
        var gap = linking.OpenFor(edit, report, title, await number(), source.EarliestAt ?? source.OpenedAt);
        edit.Record(new AuditLine("OpenGap") { Gap = gap.Id, Report = report.Id });
        edit.Announce((feed, operation) => feed.Announce(FeedEventType.GapOpened, gap, report.Id, LinkRole.Same, operation: operation, other: source));
        foreach (var link in leaving)
        {
            edit.End(link);
            edit.Make(link.ReportId, gap, link == first ? LinkRole.Same : link.Role, reason: null, proposal: null);
            if (link == first)
                continue;
            edit.Record(new AuditLine("LinkReport") { Gap = gap.Id, Report = link.ReportId });
            edit.Announce((feed, operation) => feed.Announce(FeedEventType.ReportLinked, gap, link.ReportId, link.Role, operation: operation));
        }

        return gap;
    }
}
