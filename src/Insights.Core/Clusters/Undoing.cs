using Insights.Core.Audit;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// The exact inverse of an operation, put together from what it recorded: the links it made end, those it ended are
/// made again, and each gap takes back the state and the canonical report it had. Whatever changed since is left
/// alone and named. Reports that were withdrawn or purged since are left out, and the rest is put back.
/// </summary>
internal sealed class Undoing(ClusterEdit edit, Operation operation)
{
    private readonly List<Refusal> _refusals = [];
    private readonly Newer _newer = new(edit.Db, operation);

    public async Task<List<Refusal>> PlanAsync(CancellationToken ct)
    {
        var db = edit.Db;
        if (operation.Kind is OperationKind.Withdraw or OperationKind.Purge)
            return [NotUndoable("A report that its author took back, or that was purged, is not put back by anybody else.")];

        var rows = await db.OperationGaps.Where(r => r.OperationId == operation.Id).ToListAsync(ct);
        var made = await db.Links.Where(l => l.OperationId == operation.Id).ToListAsync(ct);
        var ended = await db.Links.Where(l => l.EndedBy == operation.Id).ToListAsync(ct);
        if (rows.Count == 0 && made.Count > 0)
            return [NotUndoable("It was done before operations recorded how to undo them.")];
        await edit.LoadAsync([.. rows.Select(r => r.GapId), .. made.Concat(ended).Select(l => l.GapId)], ct);

        var again = await TakeOutAsync(made, ended, ct);
        foreach (var row in rows)
        {
            await RestoreStateAsync(row, again, ct);
            await RestoreOwnerAndLabelsAsync(row, ct);
        }

        await PutBackAsync(again, ct);
        foreach (var row in rows)
            await RestoreCanonicalAsync(row, ct);
        await RestorePairsAsync(ct);
        await HoldCanonicalsAsync(ct);
        if (_refusals.Count > 0)
            return [.. _refusals.Distinct()];

        if (edit.Made.Count + edit.Ended.Count + edit.Said.Count + edit.Unsaid.Count == 0 && edit.Gaps.All(g => g.Gap.Stand == g.Before))
            return [NotUndoable("Nothing of it is left to undo: its reports were withdrawn or purged.")];
        if (await edit.ApartAsync(ct, "operationId") is { } apart)
            return [apart];
        await RestoreDeclinedAsync(rows, ct);
        await edit.SettleAsync(ct);
        await TellAsync(rows, ct);
        return [];
    }

    /// <summary>Ends the links that the operation made. Returns those it ended, to be made again.</summary>
    private async Task<List<GapLink>> TakeOutAsync(List<GapLink> made, List<GapLink> ended, CancellationToken ct)
    {
        var ids = made.Concat(ended).Select(l => l.ReportId).Distinct().ToList();
        var reports = await edit.Db.Reports.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var standing = await edit.Db.Links.Where(l => l.EndedBy == null && ids.Contains(l.ReportId)).ToDictionaryAsync(l => l.ReportId, ct);
        var again = new List<GapLink>();
        foreach (var id in ids.Where(id => !reports[id].IsGone))
        {
            var (report, now) = (reports[id], standing.GetValueOrDefault(id));
            var (was, before) = (made.Find(l => l.ReportId == id), ended.Find(l => l.ReportId == id));
            if (was is null ? now is not null : now is null || now.Origin != was.Origin || now.GapId != was.GapId)
            {
                _refusals.Add(await _newer.OnReportAsync(id, ct));
                continue;
            }

            if (report.State is ReportState.Declined)
            {
                _refusals.Add(await _newer.OnStateAsync(edit[was!.GapId], ct));
                continue;
            }

            if (now is not null)
                edit.End(now);
            if (before is not null)
                again.Add(before);
            if (was is null)
                report.Link();
            else if (before is null)
                report.Unlink();
            if (before is null)
                edit.Announce((feed, undo) => feed.Announce(FeedEventType.ReportUnlinked, undo, id));
        }

        return again;
    }

    private async Task RestoreStateAsync(OperationGap row, List<GapLink> again, CancellationToken ct)
    {
        var gap = edit[row.GapId];
        var (before, after) = (row.Before, row.After);
        if (before is null || before.StateVersion != after.StateVersion)
        {
            if (gap.StateVersion != after.StateVersion)
                _refusals.Add(await _newer.OnStateAsync(gap, ct));
            else if (before is not { EndedBy: null } && edit.MembersOf(gap.Id) is [.., var last])
                _refusals.Add(await _newer.OnReportAsync(last.ReportId, ct));
            else if (before is null)
                edit.Dissolve(gap, again.Find(l => l.GapId != gap.Id)?.GapId);
            else
                gap.RestoreState(before, edit.At);
            if (gap.MergedInto is { } into && await edit.FindAsync(into, ct) is { EndedBy: not null } gone && !RestoredHere(gone))
                _refusals.Add(await _newer.OnStateAsync(gone, ct));
        }
        else if (after.RecurredCount != before.RecurredCount)
        {
            if (gap.StateVersion == after.StateVersion)
                gap.Uncount(after.RecurredCount - before.RecurredCount, edit.At);
            else if (await _newer.OperationOnStateAsync(gap, ct) is { } newer)
                _refusals.Add(newer);
        }
    }

    private async Task RestoreOwnerAndLabelsAsync(OperationGap row, CancellationToken ct)
    {
        if (row.Before is not { } before)
            return;
        var (gap, after) = (edit[row.GapId], row.After);
        if (before.OwnerVersion != after.OwnerVersion)
        {
            if (gap.OwnerVersion == after.OwnerVersion)
                gap.RestoreOwner(before, edit.At);
            else
                _refusals.Add(await _newer.OnOwnerAsync(gap, ct));
        }

        if (before.LabelsVersion != after.LabelsVersion)
        {
            if (gap.LabelsVersion == after.LabelsVersion)
                gap.RestoreLabels(before, edit.At);
            else
                _refusals.Add(await _newer.OnLabelsAsync(gap, ct));
        }
    }

    /// <summary>Reports were declined with their gap, and are no longer; or they are again, for the reason that was given the first time.</summary>
    private async Task RestoreDeclinedAsync(List<OperationGap> rows, CancellationToken ct)
    {
        var changed = rows.Where(r => r.Before is not null && (r.Before.State is GapState.Declined) != (r.After.State is GapState.Declined)).ToLookup(r => r.After.State is GapState.Declined, r => r.GapId);
        foreach (var report in await edit.Db.MembersOfAsync([.. changed[true]], ct))
            report.Undecline();
        if (!changed[false].Any())
            return;
        var first = operation;
        while (first.Undoes is { } undone)
            first = await edit.Db.Operations.FirstAsync(o => o.Id == undone, ct);
        foreach (var report in await edit.Db.MembersOfAsync([.. changed[false]], ct))
            report.Decline(first.Reason!);
    }

    private bool RestoredHere(Gap gap) => edit.Gaps.Any(g => g.Gap == gap && g.Before != gap.Stand);

    private async Task PutBackAsync(List<GapLink> again, CancellationToken ct)
    {
        foreach (var link in again)
        {
            var gap = edit[link.GapId];
            if (gap.EndedBy is not null || gap.State is GapState.Declined)
            {
                _refusals.Add(await _newer.OnStateAsync(gap, ct));
                continue;
            }

            edit.Again(link);
            edit.Announce((feed, undo) => feed.Announce(FeedEventType.ReportLinked, gap, link.ReportId, link.Role, operation: undo));
        }
    }

    private async Task RestoreCanonicalAsync(OperationGap row, CancellationToken ct)
    {
        var gap = edit[row.GapId];
        if (row.Before is not { } before || before.CanonicalVersion == row.After.CanonicalVersion)
            return;
        if (gap.CanonicalVersion != row.After.CanonicalVersion && await _newer.OnCanonicalAsync(gap, ct) is { } newer)
        {
            _refusals.Add(newer);
            return;
        }

        var members = edit.MembersOf(gap.Id);
        if (members.Count == 0 || members.Exists(l => l.ReportId == before.CanonicalReportId))
            gap.RestoreCanonical(before, edit.At);
    }

    /// <summary>
    /// Nothing is taken out from under a newer choice of the canonical report, or put back into a gap whose canonical
    /// report a newer operation has moved away; only where it was withdrawn or purged another one takes its place.
    /// </summary>
    private async Task HoldCanonicalsAsync(CancellationToken ct)
    {
        var without = edit.Gaps.Select(g => g.Gap).Where(g => edit.MembersOf(g.Id) is { Count: > 0 } members && !members.Exists(l => l.ReportId == g.CanonicalReportId)).ToList();
        foreach (var gap in without)
        {
            if (await _newer.OnCanonicalAsync(gap, ct) is { } newer)
                _refusals.Add(newer);
            else if (!(await edit.Db.Reports.FirstAsync(r => r.Id == gap.CanonicalReportId, ct)).IsGone)
                _refusals.Add(await _newer.OnReportAsync(gap.CanonicalReportId, ct));
        }
    }

    private async Task RestorePairsAsync(CancellationToken ct)
    {
        foreach (var pair in await edit.Db.KeptApart.Where(k => k.OperationId == operation.Id && k.EndedBy == null).ToListAsync(ct))
        {
            pair.End(edit.Id);
            edit.Unsaid.Add(pair);
        }

        var unsaid = await edit.Db.KeptApart.Where(k => k.EndedBy == operation.Id).ToListAsync(ct);
        if (unsaid.Count == 0)
            return;
        var reports = unsaid.SelectMany(k => new[] { k.ReportA, k.ReportB }).Distinct().ToList();
        var gapOf = (await edit.Db.Links.Where(l => l.EndedBy == null && reports.Contains(l.ReportId)).ToListAsync(ct))
            .Where(l => l.EndedBy is null).Concat(edit.Made).ToDictionary(l => l.ReportId, l => l.GapId);
        var kept = (await edit.Db.KeptApart.Where(k => k.EndedBy == null && reports.Contains(k.ReportA) && reports.Contains(k.ReportB)).ToListAsync(ct))
            .Select(k => (k.ReportA, k.ReportB)).ToHashSet();
        foreach (var pair in unsaid.Where(k => !kept.Contains((k.ReportA, k.ReportB))))
        {
            if (gapOf.TryGetValue(pair.ReportA, out var a) && gapOf.TryGetValue(pair.ReportB, out var b) && a == b)
                _refusals.Add(await _newer.OnReportAsync(pair.ReportA, ct, pair.ReportB));
            else
                edit.Said.Add(pair.Again(edit.Id));
        }
    }

    /// <summary>One line and one event for each gap; one in all where only reports in no gap were kept apart.</summary>
    private async Task TellAsync(List<OperationGap> rows, CancellationToken ct)
    {
        foreach (var touched in edit.Gaps.Where(g => g.Changed || rows.Exists(r => r.GapId == g.Gap.Id)).ToList())
        {
            var (gap, before) = (touched.Gap, touched.Before!);
            edit.Note(gap.Id);
            var moved = before.State != gap.State;
            edit.Record(new AuditLine("UndoOperation") { Gap = gap.Id, From = moved ? before.State.ToString() : null, To = moved ? gap.State.ToString() : null });
            var other = gap.MergedInto is { } into ? await edit.FindAsync(into, ct) : null;
            edit.Announce((feed, undo) => feed.Announce(EventOf(before, gap), gap, operation: undo, other: other));
        }

        if (rows.Count > 0)
            return;
        edit.Record(new AuditLine("UndoOperation"));
        edit.Announce((feed, undo) => feed.Announce(FeedEventType.OperationUndone, undo));
    }

    private static FeedEventType EventOf(GapStand before, Gap gap) => (before.EndedBy, gap) switch
    {
        (not null, { EndedBy: null }) => FeedEventType.GapRestored,
        (null, { EndedBy: not null, MergedInto: null }) => FeedEventType.GapDissolved,
        (null, { EndedBy: not null }) => FeedEventType.GapMerged,
        _ => FeedEventType.OperationUndone,
    };

    private static Refusal NotUndoable(string message) => Refusal.Of(RefusalCode.NotUndoable, message, "operationId");
}
