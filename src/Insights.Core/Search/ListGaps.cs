using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Search;

/// <summary>Lists of gaps: found by their words and by everything else that is known of them, in a stated order.</summary>
internal sealed class ListGapsHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps, CurrentActor current, GapWords words, TimeProvider clock) :
    IRequestHandler<GapList, Outcome<Page<GapView>>>, IRequestHandler<GapCount, Outcome<int>>, IRequestHandler<GapCountByState, Outcome<Dictionary<GapState, int>>>
{
    public async Task<Outcome<Page<GapView>>> Handle(GapList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var most = request.First + 1;
        var gaps = Ordered(await MatchingAsync(db, request.Filter, cancellationToken), request.Order, request.After, most);
        return Page<GapView>.Of(await gaps.Take(most).ProjectTo<GapView>(maps).ToListAsync(cancellationToken), request.First);
    }

    public async Task<Outcome<int>> Handle(GapCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (await MatchingAsync(db, request.Filter, cancellationToken)).CountAsync(cancellationToken);
    }

    public async Task<Outcome<Dictionary<GapState, int>>> Handle(GapCountByState request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = await MatchingAsync(db, request.Filter is { } filter ? filter with { States = null } : null, cancellationToken);
        var counts = await matching.GroupBy(g => g.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Enum.GetValues<GapState>().ToDictionary(state => state, counts.GetValueOrDefault);
    }

    private async Task<IQueryable<Gap>> MatchingAsync(InsightsDb db, GapFilter? filter, CancellationToken ct)
    {
        var gaps = db.Gaps.AsNoTracking().Where(g => g.EndedBy == null);
        if (filter is null)
            return gaps;
        gaps = WithValues(await words.NarrowAsync(gaps, filter.Text, ct), filter);
        gaps = WithDays(gaps, filter);
        gaps = WithReports(db, gaps, filter);
        var me = current.Actor.Id;
        if (filter.Mine)
            gaps = gaps.Where(g => g.OwnerId == me);
        if (filter.Unowned)
            gaps = gaps.Where(g => g.OwnerId == null);
        if (PublicIds.ParseOrNull<PersonId>(filter.OwnerId) is { } owner)
            gaps = gaps.Where(g => g.OwnerId == owner);
        if (filter.Snoozed is { } snoozed)
        {
            var held = Snooze.Holding(db, me, Today).Select(s => s.GapId);
            gaps = gaps.Where(g => held.Contains(g.Id) == snoozed);
        }

        return gaps;
    }

    /// <summary>Those that hold a value of every list that is given.</summary>
    internal static IQueryable<Gap> WithValues(IQueryable<Gap> gaps, GapFilter filter)
    {
        if (filter.States is { } states)
            gaps = gaps.Where(g => states.Contains(g.State));
        if (filter.Kinds is { } kinds)
            gaps = gaps.Where(g => g.Kind != null && kinds.Contains(g.Kind.Value));
        if (filter.Severities is { } severities)
            gaps = gaps.Where(g => g.Severity != null && severities.Contains(g.Severity.Value));
        if (filter.Areas is { } areas)
            gaps = gaps.Where(g => g.Area != null && areas.Contains(g.Area));
        if (filter.Clauses is { } clauses)
            gaps = gaps.Where(g => g.ClauseCode != null && clauses.Contains(g.ClauseCode));
        if (filter.Resolutions is { } resolutions)
            gaps = gaps.Where(g => g.Resolution != null && resolutions.Contains(g.Resolution.Value));
        if (filter.Labels is { } labels)
            gaps = gaps.Where(g => g.Labels.Any(l => labels.Contains(l)));
        if (filter.Regressed is { } regressed)
            gaps = gaps.Where(g => (g.RegressionCount > 0) == regressed);
        return gaps;
    }

    private IQueryable<Gap> WithDays(IQueryable<Gap> gaps, GapFilter filter)
    {
        var today = Today;
        if (filter.DueBefore is { } due)
            gaps = gaps.Where(g => g.DueOn < due);
        if (filter.Late is { } late)
            gaps = gaps.Where(g => (g.DueOn != null && g.DueOn < today) == late);
        if (filter.OpenedFrom is { } openedFrom && UtcDays.StartOf(openedFrom) is var openedAfter)
            gaps = gaps.Where(g => (g.EarliestAt ?? g.OpenedAt) >= openedAfter);
        if (filter.OpenedTo is { } openedTo && EndOf(openedTo) is var openedBefore)
            gaps = gaps.Where(g => (g.EarliestAt ?? g.OpenedAt) < openedBefore);
        if (filter.ActiveFrom is { } activeFrom && UtcDays.StartOf(activeFrom) is var activeAfter)
            gaps = gaps.Where(g => g.LastActivityAt >= activeAfter);
        if (filter.ActiveTo is { } activeTo && EndOf(activeTo) is var activeBefore)
            gaps = gaps.Where(g => g.LastActivityAt < activeBefore);
        return gaps;
    }

    private static IQueryable<Gap> WithReports(InsightsDb db, IQueryable<Gap> gaps, GapFilter filter)
    {
        if (filter.MinReports is { } least)
            gaps = gaps.Where(g => g.Links.Count(l => l.EndedBy == null) >= least);
        var standing = from link in db.Links
                       join report in db.Reports on link.ReportId equals report.Id
                       where link.EndedBy == null
                       select new { link.GapId, report.Region, report.Language, report.Surface, report.State };
        if (filter.Regions is { } regions)
            gaps = gaps.Where(g => standing.Any(r => r.GapId == g.Id && r.Region != null && regions.Contains(r.Region)));
        if (filter.Languages is { } languages)
            gaps = gaps.Where(g => standing.Any(r => r.GapId == g.Id && r.Language != null && languages.Contains(r.Language)));
        if (filter.Surfaces is { } surfaces)
            gaps = gaps.Where(g => standing.Any(r => r.GapId == g.Id && r.Surface != null && surfaces.Contains(r.Surface)));
        if (filter.HasQuestion is { } open)
            gaps = gaps.Where(g => (g.State == GapState.NeedsInfo || standing.Any(r => r.GapId == g.Id && r.State == ReportState.NeedsInfo)) == open);
        return gaps;
    }

    private static IQueryable<Gap> Ordered(IQueryable<Gap> gaps, GapOrder order, GapKey? after, int most)
    {
        switch (order)
        {
            case GapOrder.LastActivity:
                var at = DateTimeOffset.FromUnixTimeMilliseconds(after?.Value ?? 0);
                return (after is null ? gaps : gaps.Where(g => g.LastActivityAt < at || (g.LastActivityAt == at && g.Number < after.Number)))
                    .OrderByDescending(g => g.LastActivityAt).ThenByDescending(g => g.Number);
            case GapOrder.Newest:
                return (after is null ? gaps : gaps.Where(g => g.Number < after.Number)).OrderByDescending(g => g.Number);
            case GapOrder.Oldest:
                return (after is null ? gaps : gaps.Where(g => g.Number > after.Number)).OrderBy(g => g.Number);
            case GapOrder.DueFirst:
                return DueFirst(gaps, after, most);
            case GapOrder.Severity:
                return Descending(gaps.Select(g => new Valued
                {
                    Gap = g,
                    Value = g.Severity == Severity.Critical ? 4 : g.Severity == Severity.High ? 3 : g.Severity == Severity.Medium ? 2 : g.Severity == Severity.Low ? 1 : 0,
                }), after);
            case GapOrder.MostReports:
                return Descending(gaps.Select(g => new Valued { Gap = g, Value = g.Links.Count(l => l.EndedBy == null) }), after);
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order, "This order is not known.");
        }
    }

    /// <summary>
    /// The first of those with a day and the first of those without, each as an index holds them, then both in one order. In
    /// one step every gap that matches would be read and sorted.
    /// </summary>
    private static IQueryable<Gap> DueFirst(IQueryable<Gap> gaps, GapKey? after, int most)
    {
        var none = GapKey.Untimed;
        var day = DateOnly.FromDayNumber((int)(after?.Value ?? 0));
        var number = after?.Number ?? 0;
        // Said as a range, for the database to begin there.
        var timed = gaps.Where(g => g.DueOn >= day && (g.DueOn > day || g.Number > number)).OrderBy(g => g.DueOn).ThenBy(g => g.Number).Take(most);
        var untimed = gaps.Where(g => g.DueOn == null && (day < none || g.Number > number)).OrderBy(g => g.Number).Take(most);
        return timed.Concat(untimed).OrderBy(g => g.DueOn ?? none).ThenBy(g => g.Number);
    }

    private static IQueryable<Gap> Descending(IQueryable<Valued> gaps, GapKey? after) =>
        (after is null ? gaps : gaps.Where(v => v.Value < after.Value || (v.Value == after.Value && v.Gap.Number > after.Number)))
            .OrderByDescending(v => v.Value).ThenBy(v => v.Gap.Number).Select(v => v.Gap);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : UtcDays.StartOf(day.AddDays(1));

    private sealed class Valued
    {
        public required Gap Gap { get; init; }

        public required int Value { get; init; }
    }
}
