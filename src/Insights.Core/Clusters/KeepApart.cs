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
/// A triage lead says that gaps, or reports, are not the same, each one from each other. No link and no merge brings
/// them together, and no look-alike proposes it, until this is undone.
/// </summary>
/// <param name="GapIds">The gaps, 2 to 20; then no reports.</param>
/// <param name="ReportIds">The reports, 2 to 20; then no gaps.</param>
/// <param name="Reason">What sets them apart.</param>
/// <param name="Seen">The versions that the preview showed: of each of these gaps or reports.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
public sealed record KeepApart(IReadOnlyList<string>? GapIds, IReadOnlyList<string>? ReportIds, string? Reason, IReadOnlyList<SeenVersionForm> Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Most gaps or reports that are kept apart at once.</summary>
    public const int Most = 20;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        CheckIds(check, GapIds, ReportIds);
        check.Text(Reason, 500, required: true, "reason");
        SeenVersionForm.Check(check, Seen);
    }

    internal static void CheckIds(Check check, IReadOnlyList<string>? gapIds, IReadOnlyList<string>? reportIds)
    {
        IReadOnlyList<string> gaps = gapIds ?? [], reports = reportIds ?? [];
        var (ids, path) = reports.Count > 0 ? (reports, "reportIds") : (gaps, "gapIds");
        check.Must(gaps.Count == 0 || reports.Count == 0, RefusalCode.Malformed, "Name either gaps or reports.", "reportIds");
        check.Must(ids.Count >= 2, RefusalCode.Required, "Name at least two.", path);
        check.Must(ids.Count <= Most, RefusalCode.OutOfRange, "At most 20 are kept apart at once.", path);
        check.Must(ids.Distinct(StringComparer.Ordinal).Count() == ids.Count, RefusalCode.Malformed, "Name each once.", path);
        Lists.CheckIds<GapId>(check, gaps.Take(Most), "gapIds");
        Lists.CheckIds<ReportId>(check, reports.Take(Most), "reportIds");
    }
}

/// <summary>What keeping apart would say.</summary>
/// <param name="GapIds">The gaps, 2 to 20; then no reports.</param>
/// <param name="ReportIds">The reports, 2 to 20; then no gaps.</param>
[Requires(Permission.LinkReports)]
public sealed record PreviewKeepApart(IReadOnlyList<string>? GapIds, IReadOnlyList<string>? ReportIds) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => KeepApart.CheckIds(check, GapIds, ReportIds);
}

internal sealed class KeepApartHandler(ClusterCommands commands, Previews previews, Screen screen) :
    IRequestHandler<KeepApart, Outcome<OperationView>>, IRequestHandler<PreviewKeepApart, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(KeepApart request, CancellationToken cancellationToken) => commands.RunAsync(
        request, OperationKind.KeepApart, screen.Of(request.Reason), request.Seen, [.. request.GapIds ?? [], .. request.ReportIds ?? []],
        edit => PlanAsync(edit, request.GapIds ?? [], request.ReportIds ?? [], cancellationToken), cancellationToken);

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewKeepApart request, CancellationToken cancellationToken) =>
        await previews.OfAsync(edit => PlanAsync(edit, request.GapIds ?? [], request.ReportIds ?? [], cancellationToken), cancellationToken);

    /// <summary>Says of each two of these that they are not the same, and leaves out what is said already. Returns whether there was anything to say.</summary>
    internal static async Task<bool> SayAsync(ClusterEdit edit, IReadOnlyList<(ReportId Report, GapId? Gap)> sides, CancellationToken ct)
    {
        var reports = sides.Select(s => s.Report).ToList();
        var said = (await edit.Db.KeptApart.Where(k => k.EndedBy == null && reports.Contains(k.ReportA) && reports.Contains(k.ReportB))
            .Select(k => new { k.ReportA, k.ReportB }).ToListAsync(ct)).Select(k => (k.ReportA, k.ReportB)).ToHashSet();
        var pairs = sides.SelectMany((one, i) => sides.Skip(i + 1).Select(other => KeptApart.Say(edit.Id, one, other))).Where(k => !said.Contains((k.ReportA, k.ReportB))).ToList();
        foreach (var pair in pairs)
        {
            edit.Said.Add(pair);
            edit.Announce((feed, operation) => feed.Announce(FeedEventType.KeptApart, operation, pair.ReportA, pair.ReportB, Named(pair.GapA), Named(pair.GapB)));
        }

        foreach (var gap in sides.Select(s => s.Gap).OfType<GapId>().Distinct())
        {
            edit.Note(gap);
            edit.Record(new AuditLine("KeepApart") { Gap = gap });
        }

        foreach (var (report, _) in sides.Where(s => s.Gap is null))
            edit.Record(new AuditLine("KeepApart") { Report = report });
        return pairs.Count > 0;

        (GapId, long)? Named(GapId? gap) => gap is { } id ? (id, edit[id].Number) : null;
    }

    private static async Task<List<Refusal>> PlanAsync(ClusterEdit edit, IReadOnlyList<string> gapIds, IReadOnlyList<string> reportIds, CancellationToken ct)
    {
        var (sides, path) = gapIds.Count > 0 ? (await OfGapsAsync(edit, gapIds, ct), "gapIds") : (await OfReportsAsync(edit, reportIds, ct), "reportIds");
        if (!sides.Succeeded(out var all))
            return [.. sides.Refusals];
        return await SayAsync(edit, all, ct) ? [] : [Refusal.Of(RefusalCode.IllegalMove, "They are kept apart already.", path)];
    }

    private static async Task<Outcome<List<(ReportId, GapId?)>>> OfGapsAsync(ClusterEdit edit, IReadOnlyList<string> gapIds, CancellationToken ct)
    {
        var loaded = (await edit.LoadAsync([.. gapIds.Select(GapId.Of)], ct)).ToDictionary(g => g.Id.Value);
        var refusals = new List<Refusal>();
        foreach (var (i, id) in gapIds.Index())
        {
            string[] path = ["gapIds", Lists.Place(i)];
            if (!loaded.TryGetValue(id, out var gap))
                refusals.Add(Refusal.NotFound("gap", path));
            else if (await edit.Db.RefuseEndedAsync(gap, ct, path) is { } ended)
                refusals.Add(ended);
            else if (edit.MembersOf(gap.Id).Count == 0)
                refusals.Add(Refusal.Of(RefusalCode.IllegalMove, $"No report stands in G-{gap.Number} any more.", path));
        }

        return refusals.Count > 0 ? refusals : gapIds.Select(id => (loaded[id].CanonicalReportId, (GapId?)loaded[id].Id)).ToList();
    }

    private static async Task<Outcome<List<(ReportId, GapId?)>>> OfReportsAsync(ClusterEdit edit, IReadOnlyList<string> reportIds, CancellationToken ct)
    {
        var ids = reportIds.Select(ReportId.Of).ToList();
        var reports = await edit.Db.Reports.AsNoTracking().Where(r => ids.Contains(r.Id) && r.State != ReportState.Draft).Select(r => new { r.Id, r.State, r.Version }).ToDictionaryAsync(r => r.Id, ct);
        var gapOf = await edit.Db.Links.AsNoTracking().Where(l => l.EndedBy == null && ids.Contains(l.ReportId)).ToDictionaryAsync(l => l.ReportId, l => l.GapId, ct);
        var refusals = new List<Refusal>();
        foreach (var (i, id) in ids.Index())
        {
            string[] path = ["reportIds", Lists.Place(i)];
            if (!reports.TryGetValue(id, out var report))
                refusals.Add(Refusal.NotFound("report", path));
            else if (report.State is ReportState.Withdrawn or ReportState.Purged)
                refusals.Add(Refusal.Of(RefusalCode.IllegalMove, $"A report that is {report.State} needs no keeping apart.", path));
            else if (gapOf.TryGetValue(id, out var gap) && ids.Take(i).Any(other => gapOf.GetValueOrDefault(other) == gap))
                refusals.Add(Refusal.Of(RefusalCode.IllegalMove, "Two of these stand in one gap. Split them first; that can keep them apart at once.", path));
            else
                edit.Reports[id] = report.Version;
        }

        if (refusals.Count > 0)
            return refusals;
        await edit.LoadAsync([.. gapOf.Values], ct);
        return ids.Select(id => (id, gapOf.TryGetValue(id, out var gap) ? gap : (GapId?)null)).ToList();
    }
}
