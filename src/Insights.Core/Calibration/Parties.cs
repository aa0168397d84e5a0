using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>Who had a part in gaps and so answers none of them blind: the authors of their reports, and whoever proposed or reviewed a decision of theirs.</summary>
internal sealed class Parties
{
    private readonly HashSet<(GapId Gap, PersonId Person)> _had;

    private Parties(IEnumerable<(GapId, PersonId)> had) => _had = [.. had];

    public static async Task<Parties> OfAsync(InsightsDb db, IReadOnlyCollection<GapId> gaps, CancellationToken ct)
    {
        var authors = await db.AuthorsOfAsync(gaps, ct);
        var deciding = await db.Decisions.AsNoTracking().Where(d => gaps.Contains(d.GapId)).Select(d => new { d.GapId, d.ProposedBy, d.ReviewedBy }).ToListAsync(ct);
        return new Parties(
        [
            .. authors.Select(a => (a.GapId, a.AuthorId)),
            .. deciding.Select(d => (d.GapId, d.ProposedBy)),
            .. deciding.Where(d => d.ReviewedBy is not null).Select(d => (d.GapId, d.ReviewedBy!.Value)),
        ]);
    }

    public bool Had(GapId gap, PersonId person) => _had.Contains((gap, person));
}
