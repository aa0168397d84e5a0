using Insights.Core.Data;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>What becomes of references to a gap that was merged.</summary>
internal static class EndedGaps
{
    /// <summary>Why a gap takes nothing any more, with the one to go on in; null while it stands by itself.</summary>
    public static async Task<Refusal?> RefuseEndedAsync(this InsightsDb db, Gap gap, CancellationToken ct, params string[] path)
    {
        if (gap.EndedBy is null)
            return null;
        var survivor = gap.StandsIn is { } id ? await db.Gaps.AsNoTracking().Where(g => g.Id == id).Select(g => new { g.Id, g.Number }).SingleAsync(ct) : null;
        return new GapEndedRefusal(path, gap.Number, survivor?.Id, survivor?.Number);
    }

    /// <summary>The gap in which what was in this one stands now: itself, or the end of its chain of merges.</summary>
    public static async Task<GapId> ResolveAsync(this InsightsDb db, GapId id, CancellationToken ct) =>
        await db.Gaps.AsNoTracking().Where(g => g.Id == id).Select(g => g.StandsIn).FirstOrDefaultAsync(ct) ?? id;
}
