using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Search;

/// <summary>Finds the gaps that say something: by their own words, those of their reports, and remarks that the caller may read.</summary>
internal sealed class GapWords(SearchIndex index, LookAlikes reports, IDbContextFactory<InsightsDb> contexts, CurrentActor current)
{
    private const int MostPlaces = 500;

    /// <summary>Those of the gaps that hold most of the words; without words, all.</summary>
    public async Task<IQueryable<Gap>> NarrowAsync(IQueryable<Gap> gaps, string? text, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
            return gaps;
        var saying = await SayingAsync(text, ct);
        return gaps.Where(g => saying.Contains(g.Id));
    }

    /// <summary>The gaps that hold most of the words, wherever each of them stands.</summary>
    private async Task<List<GapId>> SayingAsync(string text, CancellationToken ct)
    {
        var said = new Dictionary<GapId, HashSet<string>>();
        var found = await index.FindAsync(text.Trim(), MostPlaces, ct);
        foreach (var hit in found.Where(f => f.Kind is SearchKind.Gap))
            Note(GapId.Of(hit.Key), hit.Matches);

        var filed = reports.Search(text.Trim(), MostPlaces);
        var (me, readsAll) = (current.Actor.Id, current.Actor.May(Permission.ReadReports));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var reportIds = filed.Select(r => r.Report).ToList();
        var gapOf = await (
            from link in db.Links.AsNoTracking()
            join report in db.Reports on link.ReportId equals report.Id
            where link.EndedBy == null && reportIds.Contains(link.ReportId) && (readsAll || report.AuthorId == me)
            select new { link.ReportId, link.GapId }).ToDictionaryAsync(l => l.ReportId, l => l.GapId, ct);
        foreach (var hit in filed.Where(r => gapOf.ContainsKey(r.Report)))
            Note(gapOf[hit.Report], hit.Matches);

        var remarks = found.Where(f => f.Kind is SearchKind.Remark).ToDictionary(f => CommentId.Of(f.Key), f => f.Matches);
        var seesAll = current.Actor.May(Permission.ReadInternalRemarks);
        var ids = remarks.Keys.ToList();
        foreach (var remark in await db.Comments.AsNoTracking().Where(c => ids.Contains(c.Id) && c.GapId != null && (seesAll || c.Audience == Audience.Reporter))
            .Select(c => new { c.Id, Gap = c.GapId!.Value }).ToListAsync(ct))
            Note(remark.Gap, remarks[remark.Id]);

        var most = said.Values.Select(terms => terms.Count).DefaultIfEmpty().Max();
        var best = said.Where(s => s.Value.Count == most).Select(s => s.Key).ToList();
        // A remark may stand on a gap that was merged since; it shows on the one that goes on.
        var into = await db.Gaps.AsNoTracking().Where(g => best.Contains(g.Id) && g.StandsIn != null).Select(g => g.StandsIn!.Value).ToListAsync(ct);
        return [.. best.Concat(into).Distinct()];

        void Note(GapId gap, IReadOnlyList<MatchedTerm> matches)
        {
            if (!said.TryGetValue(gap, out var terms))
                said[gap] = terms = new HashSet<string>(StringComparer.Ordinal);
            terms.UnionWith(matches.Select(m => m.Term));
        }
    }
}
