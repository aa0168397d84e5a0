using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Cases;

/// <summary>Notes which references stand for one case, within the transaction of a command; the memory hears of it after the commit.</summary>
internal sealed class AliasBook(InsightsDb db, CaseAliases aliases, AfterCommit afterCommit)
{
    /// <summary>
    /// Points every older reference that a report cites, or that stood for one that is older still, to the newest. Whoever
    /// calls this holds the case id, or the two could not be told to be one case.
    /// </summary>
    /// <returns>Whether there was anything to note.</returns>
    public async Task<bool> NoteAsync(IReadOnlyCollection<(CaseToken Newest, IReadOnlyList<CaseToken> Older)> cases, CancellationToken ct)
    {
        var involved = cases.SelectMany(c => c.Older.Append(c.Newest)).Distinct().ToList();
        if (involved.Count == cases.Count)
            return false;
        var cited = await db.ReportCases.Where(c => involved.Contains(c.Case)).Select(c => c.Case).Distinct().ToListAsync(ct);
        var standing = await db.CaseAliases.Where(a => involved.Contains(a.Old) || involved.Contains(a.New)).ToListAsync(ct);

        var noted = new Dictionary<CaseToken, CaseToken>();
        foreach (var (newest, older) in cases)
        {
            // Where the ring turned back to an earlier key, that key's reference is the newest again.
            db.RemoveRange(standing.Where(a => a.Old == newest));
            noted[newest] = newest;
            var missing = older.Where(o => (cited.Contains(o) || standing.Any(a => a.New == o)) && standing.All(a => a.Old != o));
            foreach (var alias in missing.Select(o => CaseAlias.Of(o, newest)).ToList())
            {
                db.Add(alias);
                noted[alias.Old] = newest;
            }

            foreach (var alias in standing.Where(a => a.Old != newest && a.New != newest && (older.Contains(a.Old) || older.Contains(a.New))))
            {
                alias.PointTo(newest);
                noted[alias.Old] = newest;
            }
        }

        if (noted.All(n => aliases.NewestOf(n.Key) == n.Value))
            return db.ChangeTracker.HasChanges();
        afterCommit.Do(() => aliases.Add(noted));
        return true;
    }
}
