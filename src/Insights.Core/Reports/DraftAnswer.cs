using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>What the author of a draft says of one look-alike, kept with the draft until it is filed.</summary>
public sealed record DraftAnswer
{
    /// <summary>The gap; of one that was merged, the one in which it stands now.</summary>
    public required GapId GapId { get; init; }

    /// <summary>Whether it is the same gap.</summary>
    public required SameGap Answer { get; init; }

    /// <summary>The answers about gaps that exist, each about the gap in which it stands now; of several about one, the first.</summary>
    internal static List<DraftAnswer> Standing(IReadOnlyList<DraftAnswer> answers, Dictionary<GapId, GapId> standsIn) =>
        [.. answers.Where(a => standsIn.ContainsKey(a.GapId)).Select(a => a with { GapId = standsIn[a.GapId] }).DistinctBy(a => a.GapId)];
}

/// <summary>An answer about a gap that was merged is one about the gap in which it stands now.</summary>
internal static class AnswersStanding
{
    extension(InsightsDb db)
    {
        public async Task<List<DraftAnswer>> StandingAsync(IReadOnlyList<DraftAnswer> answers, CancellationToken ct) =>
            DraftAnswer.Standing(answers, await db.StandsInAsync(answers, ct));

        /// <summary>The same reports, with the answers of those that are drafts as they stand now.</summary>
        public async Task<List<ReportView>> WithAnswersAsync(List<ReportView> reports, CancellationToken ct)
        {
            if (reports.TrueForAll(r => r.Answers.Count == 0))
                return reports;
            var standsIn = await db.StandsInAsync([.. reports.SelectMany(r => r.Answers)], ct);
            return [.. reports.Select(r => r with { Answers = DraftAnswer.Standing(r.Answers, standsIn) })];
        }

        private async Task<Dictionary<GapId, GapId>> StandsInAsync(IReadOnlyList<DraftAnswer> answers, CancellationToken ct)
        {
            var named = answers.Select(a => a.GapId).Distinct().ToList();
            return await db.Gaps.AsNoTracking().Where(g => named.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.StandsIn ?? g.Id, ct);
        }
    }
}
