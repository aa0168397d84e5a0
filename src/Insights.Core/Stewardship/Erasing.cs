using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>
/// Erases from everything that holds words: rows and their revisions, reasons of links, withheld texts, the allow-list,
/// fingerprints of requests, the look-alike engine, and what left on the feed. The audit log holds ids and codes only,
/// so it stays as it is.
/// </summary>
internal sealed class Erasing(
    InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, StoredWords stored, Rewording rewording, Linking linking,
    LookAlikes lookAlikes, AfterCommit afterCommit)
{
    /// <summary>Takes the words out of every text they stand in. Returns how many rows changed.</summary>
    public async Task<int> RedactAsync(string words, CancellationToken ct)
    {
        // Also where only history changes: the file may be older than the present words.
        lookAlikes.ForgetFile(afterCommit);
        var rows = await stored.RowsAsync(words, ct);
        foreach (var row in rows)
            row.Rewrite((_, text) => text.Without(words, GuardedText.Erased));
        var withheld = await stored.WithheldAsync(words, ct);
        withheld.ForEach(text => text.Erase(words));
        var allowed = (await db.AllowedEntries.ToListAsync(ct)).Where(a => a.Text.Contains(words, StringComparison.OrdinalIgnoreCase)).ToList();
        allowed.ForEach(entry => entry.Erase(current.Actor.Id, clock.GetUtcNow()));

        await rewording.ForgetMatchesAsync([.. rows.Select(r => r.Report).OfType<ReportId>().Distinct()], words, ct);
        await ForgetRequestsAsync([.. rows.SelectMany(IdsOf)], ct);
        rewording.Reindex(rows);
        rewording.Withdraw(rows);
        await rewording.RestateAsync(rows, ct);
        return rows.Count + withheld.Count + allowed.Count;
    }

    /// <summary>Empties a report with all its revisions, or a remark. Returns how many rows changed.</summary>
    public async Task<int> PurgeAsync(ReportId? report, CommentId? comment, CancellationToken ct)
    {
        if (report is { } id)
            return await PurgeReportAsync(await db.Reports.FirstAsync(r => r.Id == id, ct), ct);
        (await db.Comments.FirstAsync(c => c.Id == comment, ct)).Purge();
        await ForgetRequestsAsync([comment!.Value.Value], ct);
        return 1;
    }

    private async Task<int> PurgeReportAsync(Report report, CancellationToken ct)
    {
        var (id, at, title) = (report.Id, clock.GetUtcNow(), report.Title);
        await linking.EndAsync(id, OperationKind.Purge, ct);
        var revisions = await db.ReportRevisions.Where(r => r.ReportId == id).ToListAsync(ct);
        revisions.ForEach(revision => revision.Purge());
        var comments = await db.Comments.Where(c => c.ReportId == id).ToListAsync(ct);
        comments.ForEach(comment => comment.Purge());
        var ratings = await db.ReportRatings.Where(r => r.ReportId == id && r.Note != null).ToListAsync(ct);
        ratings.ForEach(rating => rating.ForgetNote());
        var links = await db.Links.Where(l => l.ReportId == id).ToListAsync(ct);
        links.ForEach(link => link.ForgetReason());
        var acts = links.SelectMany(l => new[] { l.OperationId, l.EndedBy ?? l.OperationId }).Distinct().ToList();
        acts.AddRange((await db.AuditEntries.Where(a => a.ReportId == id && a.OperationId != null).Select(a => a.OperationId!.Value).ToListAsync(ct)).Except(acts).ToList());
        var apart = db.KeptApart.Where(k => k.ReportA == id || k.ReportB == id).Select(k => k.OperationId);
        var operations = await db.Operations.Where(o => o.Reason != null && (acts.Contains(o.Id) || (o.Undoes != null && acts.Contains(o.Undoes.Value))
            || apart.Contains(o.Id))).ToListAsync(ct);
        operations.ForEach(operation => operation.ForgetReason());
        var cases = await db.ReportCases.Where(c => c.ReportId == id).ToListAsync(ct);
        db.RemoveRange(cases);
        var withheld = await ForgetWithheldAsync(id, ct);
        await rewording.ForgetMatchesAsync([id], words: null, ct);
        var retitled = await RetitleAsync(id, title, at, ct);

        var wasDraft = report.State is ReportState.Draft;
        report.Purge(at);
        await ForgetRequestsAsync([id.Value, .. comments.Select(c => c.Id.Value), .. operations.Select(o => o.Id.Value)], ct);
        if (!wasDraft)
            ledger.AnnouncePurge(id);
        lookAlikes.ForgetFile(afterCommit);
        afterCommit.Do(() => lookAlikes.Remove(id));
        return 1 + revisions.Count + comments.Count + ratings.Count + links.Count + operations.Count + cases.Count + withheld + retitled;
    }

    /// <summary>A gap that took its title from this report takes the title of its present canonical one.</summary>
    private async Task<int> RetitleAsync(ReportId report, GuardedText? title, DateTimeOffset at, CancellationToken ct)
    {
        if (title is null)
            return 0;
        var linked = db.Links.Where(l => l.ReportId == report).Select(l => l.GapId);
        var gaps = await db.Gaps.Where(g => linked.Contains(g.Id) && g.Title == title).ToListAsync(ct);
        foreach (var gap in gaps)
        {
            var canonical = gap.CanonicalReportId == report ? null
                : await db.Reports.Where(r => r.Id == gap.CanonicalReportId).Select(r => r.Title).FirstOrDefaultAsync(ct);
            gap.Retitle(canonical ?? GuardedText.Erased, at);
            await WithdrawTitleAsync(gap, title, ct);
        }

        return gaps.Count;
    }

    /// <summary>The title of a decided gap left with its decision.</summary>
    private async Task WithdrawTitleAsync(Gap gap, GuardedText title, CancellationToken ct)
    {
        var table = TextTables.Named(db, "feed_event");
        var events = await db.FeedEvents.Where(e => e.GapId == gap.Id).OrderBy(e => e.Position).ToListAsync(ct);
        var changed = events.Select(e => table.RowOf(db, e)).Where(row => row.Rewrite((_, text) => text == title ? GuardedText.Erased : text)).ToList();
        if (changed.Count == 0)
            return;
        rewording.Withdraw(changed);
        await rewording.RestateAsync([TextTables.Named(db, "gap").RowOf(db, gap)], ct);
    }

    private async Task<int> ForgetWithheldAsync(ReportId report, CancellationToken ct)
    {
        var places = await db.WithheldPlaces.Where(p => p.ReportId == report).ToListAsync(ct);
        var ids = places.Select(p => p.WithheldTextId).Distinct().ToList();
        var texts = await db.WithheldTexts.Where(w => ids.Contains(w.Id) && w.State == WithheldState.Open).ToListAsync(ct);
        foreach (var text in texts)
            text.Settle(WithheldState.Erased, current.Actor.Id, clock.GetUtcNow());
        return texts.Count;
    }

    /// <summary>Fingerprints of what was sent could confirm a guess, so they go too; their keys refuse any other request from now on.</summary>
    private async Task ForgetRequestsAsync(List<string> results, CancellationToken ct)
    {
        foreach (var some in results.Distinct().Chunk(500))
            await db.Set<IdempotencyRow>().Where(r => some.Contains(r.ResultId)).ExecuteUpdateAsync(row => row.SetProperty(r => r.RequestHash, Array.Empty<byte>()), ct);
    }

    private static IEnumerable<string> IdsOf(TextRow row) => [.. row.Key.Split('/'), .. new[] { row.Report?.Value, row.Gap?.Value }.OfType<string>()];
}
