using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Search;

/// <summary>
/// Gaps with their decisions, remarks and the newest clauses, in memory, found by the same engine as look-alikes
/// (which holds the reports already). It is filled at the first search and follows the audit log: before it answers,
/// it reads again what the lines since then name, so that no command has to know of it. Safe to share.
/// </summary>
internal sealed class SearchIndex(IDbContextFactory<InsightsDb> contexts, Catalogue catalogue) : IDisposable
{
    /// <summary>More lines than this are dearer to follow than to begin anew.</summary>
    private const int MostFollowed = 2_000;

    private static readonly LookAlikeOptions Fields = new([new("title", 3, 0.5), new("body", 1, 0.75)], []);

    /// <summary>Time plays no part in a search.</summary>
    private static readonly DateTimeOffset NoTime = DateTimeOffset.UnixEpoch;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private LookAlikeIndex? _index;
    private CatalogueContent? _clausesOf;
    private long _position;

    /// <summary>The key of a clause among all keys.</summary>
    public static string KeyOf(string clause) => $"clause_{clause}";

    public async Task<List<Found>> FindAsync(string asked, int take, CancellationToken ct)
    {
        var index = await CurrentAsync(ct);
        return [.. index.Search(asked, take).Select(FoundOf)];
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LookAlikeIndex> CurrentAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var head = await db.FeedHeads.Select(h => h.AuditPosition).SingleAsync(ct);
            var lines = _index is null || head - _position > MostFollowed ? null
                : await db.AuditEntries.AsNoTracking().Where(a => a.Position > _position && a.Position <= head).ToListAsync(ct);
            // What was erased or withheld may have stood anywhere, so nothing that was read before it is kept.
            if (lines is null || lines.Any(l => l.ErasureId is not null || l.WithheldTextId is not null))
                (_index, _clausesOf, lines) = (new LookAlikeIndex(Fields), null, null);

            await PutGapsAsync(_index!, db, lines?.Select(l => l.GapId).OfType<GapId>().ToHashSet(), ct);
            await PutRemarksAsync(_index!, db, lines?.Select(l => l.CommentId).OfType<CommentId>().ToHashSet(), ct);
            PutClauses(_index!);
            _position = head;
            return _index!;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task PutGapsAsync(LookAlikeIndex index, InsightsDb db, HashSet<GapId>? only, CancellationToken ct)
    {
        if (only is { Count: 0 })
            return;
        var gaps = await db.Gaps.AsNoTracking().Where(g => only == null || only.Contains(g.Id))
            .Select(g => new { g.Id, g.Title, g.Plan, g.VerificationNote }).ToListAsync(ct);
        var decisions = (await db.Decisions.AsNoTracking().Where(d => only == null || only.Contains(d.GapId))
            .Select(d => new { d.GapId, d.Content }).ToListAsync(ct)).ToLookup(d => d.GapId, d => d.Content);
        foreach (var gap in gaps)
        {
            index.Put(Document(gap.Id.Value, gap.Title, decisions[gap.Id].SelectMany(d => GuardedTexts.In(d)).Select(t => t.Text).Append(gap.Plan).Append(gap.VerificationNote)));
        }
    }

    private static async Task PutRemarksAsync(LookAlikeIndex index, InsightsDb db, HashSet<CommentId>? only, CancellationToken ct)
    {
        if (only is { Count: 0 })
            return;
        var remarks = db.Comments.AsNoTracking().Where(c => only == null || only.Contains(c.Id)).Select(c => new { c.Id, c.Text }).AsAsyncEnumerable();
        await foreach (var remark in remarks.WithCancellation(ct))
            index.Put(Document(remark.Id.Value, null, [remark.Text]));
    }

    private void PutClauses(LookAlikeIndex index)
    {
        var content = catalogue.Content;
        if (ReferenceEquals(content, _clausesOf))
            return;
        foreach (var gone in _clausesOf?.Clauses.Select(c => c.Code).Except(content.Clauses.Select(c => c.Code)) ?? [])
            index.Remove(KeyOf(gone));
        foreach (var clause in content.Clauses.GroupBy(c => c.Code).Select(versions => versions.MaxBy(c => c.Version)!))
            index.Put(Document(KeyOf(clause.Code), $"{clause.Code} {clause.Title}", clause.Text));
        _clausesOf = content;
    }

    private static AlikeDocument Document(string key, GuardedText? title, IEnumerable<GuardedText?> body) =>
        Document(key, LookAlikes.WordsOf(title) ?? "", string.Join('\n', body.Select(LookAlikes.WordsOf)));

    private static AlikeDocument Document(string key, string title, string body) =>
        new(key) { Created = NoTime, Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body } };

    private static Found FoundOf(LookAlike hit) => new(
        hit.Key.StartsWith(GapId.Prefix, StringComparison.Ordinal) ? SearchKind.Gap
        : hit.Key.StartsWith(CommentId.Prefix, StringComparison.Ordinal) ? SearchKind.Remark : SearchKind.Clause,
        hit.Key, hit.Score, [.. hit.Matches.Select(LookAlikes.MatchOf)]);
}
