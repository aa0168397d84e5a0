using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Keeps people's answers to "is this the same gap?" beside what the engine had said; they are what it learns from.</summary>
internal sealed class AnswerBook(InsightsDb db, CurrentActor current, LookAlikes lookAlikes, TimeProvider clock)
{
    /// <summary>Notes the answers about gaps that exist, to be committed with the command.</summary>
    public async Task GiveAsync(Report report, IReadOnlyList<DraftAnswer> answers, CancellationToken ct)
    {
        if (answers.Count == 0)
            return;
        var asked = (await db.StandingAsync(answers, ct)).ToDictionary(a => a.GapId, a => a.Answer);
        var members = await db.Links.Where(l => l.EndedBy == null && asked.Keys.Contains(l.GapId))
            .Select(l => new { l.GapId, l.ReportId }).ToListAsync(ct);
        var proposals = lookAlikes.Find(report, 100);
        foreach (var gap in members.Select(m => m.GapId).Distinct())
        {
            var proposal = proposals.FirstOrDefault(p => members.Any(m => m.GapId == gap && m.ReportId == p.Report))?.Propose();
            db.Add(LookAlikeAnswer.Give(report.Id, gap, asked[gap], proposal, current.Actor.Id, clock.GetUtcNow()));
        }
    }
}
