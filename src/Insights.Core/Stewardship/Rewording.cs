using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>What follows when stored words change behind their writers: the engine forgets them, the catalogue in memory takes the new ones, and readers of the feed are told.</summary>
internal sealed class Rewording(InsightsDb db, Ledger ledger, LookAlikes lookAlikes, Catalogue catalogue, AfterCommit afterCommit)
{
    /// <summary>Has the look-alike engine read the changed reports anew, and forget its file, which may be older than they are; and the catalogue take the changed words.</summary>
    public void Reindex(IReadOnlyCollection<TextRow> changed)
    {
        if (changed.Count > 0)
            lookAlikes.ForgetFile(afterCommit);
        foreach (var report in changed.Select(row => row.Entity).OfType<Report>().Where(r => r.IsCompared))
            afterCommit.Do(() => lookAlikes.Put(report));
        foreach (var clause in changed.Select(row => row.Entity).OfType<StoredClause>())
        {
            clause.NoteReworded();
            afterCommit.Do(() => catalogue.Put(clause.Read()));
        }

        foreach (var code in changed.Select(row => row.Entity).OfType<StoredCode>())
            afterCommit.Do(() => catalogue.Put(code.Read()));
    }

    /// <summary>Tells readers of the feed which earlier events have lost words.</summary>
    public void Withdraw(IEnumerable<TextRow> changed)
    {
        foreach (var events in changed.Select(row => row.Entity).OfType<FeedEvent>().GroupBy(e => e.GapId))
            ledger.Withdraw(events.First().Item, [.. events.OrderBy(e => e.Position).Select(e => e.Id)]);
    }

    /// <summary>Sends the words of approved decisions again, as they are now, where they or the title beside them changed.</summary>
    public async Task RestateAsync(IReadOnlyCollection<TextRow> changed, CancellationToken ct)
    {
        var gaps = changed.Select(row => row.Entity switch { Gap gap => (GapId?)gap.Id, Decision decision => decision.GapId, _ => null }).OfType<GapId>().Distinct().ToList();
        var approved = await db.Decisions.Where(d => gaps.Contains(d.GapId) && d.State == DecisionState.Approved).OrderBy(d => d.Id).ToListAsync(ct);
        foreach (var decision in approved)
            ledger.Announce(FeedEventType.DecisionRestated, await db.Gaps.FirstAsync(g => g.Id == decision.GapId, ct), approved: decision);
    }

    /// <summary>Takes words out of the reasons that links and answers keep, where they were matched for these reports.</summary>
    public async Task ForgetMatchesAsync(IReadOnlyCollection<ReportId> reports, string? words, CancellationToken ct)
    {
        var gone = words?.Split([.. words.Where(c => !char.IsLetterOrDigit(c))], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var link in await db.Links.Where(l => reports.Contains(l.ReportId)).ToListAsync(ct))
            link.ForgetMatches(m => gone is null || gone.Contains(m.Term));
        foreach (var answer in await db.LookAlikeAnswers.Where(a => reports.Contains(a.ReportId)).ToListAsync(ct))
            answer.ForgetMatches(m => gone is null || gone.Contains(m.Term));
    }
}
