using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>Every run of every clock of these gaps; none of gaps that no longer stand by themselves.</summary>
[Requires(Permission.ReadGaps)]
public sealed record ClocksOf(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, IReadOnlyList<ClockView>>>;

internal sealed class ClocksOfHandler(IDbContextFactory<InsightsDb> contexts, GapClocks clocks, TimeProvider clock)
    : IRequestHandler<ClocksOf, Outcome<Dictionary<GapId, IReadOnlyList<ClockView>>>>
{
    public async Task<Outcome<Dictionary<GapId, IReadOnlyList<ClockView>>>> Handle(ClocksOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var gaps = await db.Gaps.AsNoTracking().Where(g => request.Gaps.Contains(g.Id)).ToListAsync(cancellationToken);
        var histories = await ClockHistory.OfAsync(db, request.Gaps, [], now, cancellationToken);
        return gaps.ToDictionary(g => g.Id, g => clocks.Of(g, histories.GetValueOrDefault(g.Id, ClockHistory.None), now));
    }
}
