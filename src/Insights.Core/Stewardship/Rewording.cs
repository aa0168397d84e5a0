using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>What follows when stored words change behind their writers: the engine forgets them, and readers of the feed are told.</summary>
internal sealed class Rewording(InsightsDb db, Ledger ledger, LookAlikes lookAlikes, AfterCommit afterCommit)
{
    /// <summary>Has the look-alike engine read the changed reports anew.</summary>
    public void Reindex(IEnumerable<TextRow> changed)
    {
        foreach (var report in changed.Select(row => row.Entity).OfType<Report>().Where(r => r.IsCompared))
            afterCommit.Do(() => lookAlikes.Put(report));
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
