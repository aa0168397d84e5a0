using Insights.Core.Data;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>What a consumer is registered for: it sees no more, whatever it asks for and however it signed in.</summary>
internal static class FeedCeiling
{
    /// <summary>The registered filter of whoever reads; null for a person, whose role alone decides.</summary>
    public static Task<FeedFilter?> OfAsync(InsightsDb db, Actor actor, CancellationToken ct) =>
        db.Consumers.AsNoTracking().Where(c => c.PersonId == actor.Id).Select(c => c.Filter).FirstOrDefaultAsync(ct);

    /// <summary>Positions of the last of these events that tell how a gap stands, one for each gap.</summary>
    public static IQueryable<long> LastOfEachGap(this IQueryable<FeedEvent> events) =>
        events.Where(e => e.GapId != null && e.State != null).GroupBy(e => e.GapId).Select(g => g.Max(e => e.Position));

    /// <summary>Which of these gaps stand under the filter by the last that the feed tells of them; null where it asks of no gap.</summary>
    public static async Task<HashSet<GapId>?> GapsUnderAsync(InsightsDb db, FeedFilter? filter, IReadOnlyCollection<GapId> gaps, CancellationToken ct)
    {
        if (filter is not { AsksOfGaps: true })
            return null;
        var latest = db.FeedEvents.Where(e => e.GapId != null && gaps.Contains(e.GapId.Value)).LastOfEachGap();
        var sieve = new FeedSieve(null, filter);
        return [.. (await db.FeedEvents.AsNoTracking().Where(e => latest.Contains(e.Position)).ToListAsync(ct)).Where(sieve.Fits).Select(e => e.GapId!.Value)];
    }

    /// <summary>
    /// Which counts are wholly of what the filter lets through. A filter that asks for what nothing is counted by lets none
    /// through; types of event are not asked for here, since counts are no events.
    /// </summary>
    public static IReadOnlyList<FeedCount> Under(this IReadOnlyList<FeedCount> counts, FeedFilter? filter) => filter switch
    {
        null => counts,
        { Clauses: null, States: null, Labels: null, AsksOfScope: false } => [.. counts.Where(c => Within(c, filter))],
        _ => [],
    };

    private static bool Within(FeedCount count, FeedFilter filter)
    {
        var (overAreas, overColumns) = (count.Scope is CountScope.Column or CountScope.Total, count.Scope is CountScope.Area or CountScope.Total);
        return (filter.Areas is not { } areas || (!overAreas && count.Area is { } area && areas.Contains(area)))
            && (filter.Kinds is not { } kinds || (!overColumns && count.Kind is { } kind && kinds.Contains(kind)))
            && (filter.Severities is not { } severities || (!overColumns && count.Severity is { } severity && severities.Contains(severity)));
    }
}
