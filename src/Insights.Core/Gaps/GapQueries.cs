using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>The gaps with these ids, merged ones included; unknown ids are left out.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapsById(IReadOnlyCollection<GapId> Ids) : IQuery<Dictionary<GapId, GapView>>;

internal sealed class GapsByIdHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps)
    : IRequestHandler<GapsById, Outcome<Dictionary<GapId, GapView>>>
{
    public async Task<Outcome<Dictionary<GapId, GapView>>> Handle(GapsById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Gaps.AsNoTracking().Where(g => request.Ids.Contains(g.Id))
            .ProjectTo<GapView>(maps).ToDictionaryAsync(g => g.Id, cancellationToken);
    }
}

/// <summary>The gap with this human number; a merged one says in which gap it stands now.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapByNumber(long Number) : IQuery<GapView>;

internal sealed class GapByNumberHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps)
    : IRequestHandler<GapByNumber, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(GapByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gap = await db.Gaps.AsNoTracking().Where(g => g.Number == request.Number)
            .ProjectTo<GapView>(maps).FirstOrDefaultAsync(cancellationToken);
        return gap is null ? Refusal.NotFound("gap", "number") : gap;
    }
}

/// <summary>Order of a list of gaps.</summary>
public enum GapOrder
{
    /// <summary>What changed last comes first.</summary>
    LastActivity,

    /// <summary>The newest gap comes first.</summary>
    Newest,

    /// <summary>What waits longest comes first.</summary>
    Oldest,
}

/// <summary>Which gaps, of those that stand by themselves. Every list that is given must hold the gap's value.</summary>
public sealed record GapFilter
{
    /// <summary>States.</summary>
    public IReadOnlyList<GapState>? States { get; init; }

    /// <summary>Kinds.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Severities.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Policy clauses.</summary>
    public IReadOnlyList<string>? Clauses { get; init; }

    /// <summary>Only what the caller answers for.</summary>
    public bool Mine { get; init; }

    /// <summary>Only what is late: the day has passed by which its next step was due.</summary>
    public bool Late { get; init; }
}

/// <summary>A page of gaps, by keyset: continue after the last one of the page before.</summary>
/// <param name="Filter">Which gaps; without it, all.</param>
/// <param name="Order">In which order.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The key of the last gap read.</param>
[Requires(Permission.ReadGaps)]
public sealed record GapList(GapFilter? Filter, GapOrder Order, int First, GapKey? After) : IQuery<Page<GapView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<GapView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 gaps.", "first");
}

/// <summary>What orders gaps: the time of the last activity, then the number.</summary>
public sealed record GapKey(DateTimeOffset LastActivityAt, long Number);

/// <summary>How many gaps a filter lets through.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapCount(GapFilter? Filter) : IQuery<int>;

internal sealed class GapListHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps, CurrentActor current, TimeProvider clock)
    : IRequestHandler<GapList, Outcome<Page<GapView>>>, IRequestHandler<GapCount, Outcome<int>>
{
    public async Task<Outcome<Page<GapView>>> Handle(GapList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gaps = Ordered(Matching(db, request.Filter), request.Order, request.After);
        return Page<GapView>.Of(await gaps.Take(request.First + 1).ProjectTo<GapView>(maps).ToListAsync(cancellationToken), request.First);
    }

    public async Task<Outcome<int>> Handle(GapCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Matching(db, request.Filter).CountAsync(cancellationToken);
    }

    private IQueryable<Gap> Matching(InsightsDb db, GapFilter? filter)
    {
        var gaps = db.Gaps.AsNoTracking().Where(g => g.EndedBy == null);
        if (filter?.States is { } states)
            gaps = gaps.Where(g => states.Contains(g.State));
        if (filter?.Kinds is { } kinds)
            gaps = gaps.Where(g => g.Kind != null && kinds.Contains(g.Kind.Value));
        if (filter?.Severities is { } severities)
            gaps = gaps.Where(g => g.Severity != null && severities.Contains(g.Severity.Value));
        if (filter?.Areas is { } areas)
            gaps = gaps.Where(g => g.Area != null && areas.Contains(g.Area));
        if (filter?.Clauses is { } clauses)
            gaps = gaps.Where(g => g.ClauseCode != null && clauses.Contains(g.ClauseCode));
        if (filter is { Mine: true })
        {
            var me = current.Actor.Id;
            gaps = gaps.Where(g => g.OwnerId == me);
        }

        if (filter is { Late: true })
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            gaps = gaps.Where(g => g.DueOn < today);
        }

        return gaps;
    }

    private static IQueryable<Gap> Ordered(IQueryable<Gap> gaps, GapOrder order, GapKey? after) => order switch
    {
        GapOrder.LastActivity => (after is null ? gaps : gaps.Where(g =>
                g.LastActivityAt < after.LastActivityAt || (g.LastActivityAt == after.LastActivityAt && g.Number < after.Number)))
            .OrderByDescending(g => g.LastActivityAt).ThenByDescending(g => g.Number),
        GapOrder.Newest => (after is null ? gaps : gaps.Where(g => g.Number < after.Number)).OrderByDescending(g => g.Number),
        GapOrder.Oldest => (after is null ? gaps : gaps.Where(g => g.Number > after.Number)).OrderBy(g => g.Number),
    };
}

/// <summary>The decision records of these gaps, oldest first.</summary>
[Requires(Permission.ReadGaps)]
public sealed record DecisionsOf(IReadOnlyCollection<GapId> Gaps) : IQuery<ManyBy<GapId, DecisionView>>;

internal sealed class DecisionsOfHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps)
    : IRequestHandler<DecisionsOf, Outcome<ManyBy<GapId, DecisionView>>>
{
    public async Task<Outcome<ManyBy<GapId, DecisionView>>> Handle(DecisionsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = await db.Decisions.AsNoTracking().Where(d => request.Gaps.Contains(d.GapId))
            .OrderBy(d => d.VersionNumber).ProjectTo<DecisionView>(maps).ToListAsync(cancellationToken);
        return new ManyBy<GapId, DecisionView>(records, d => d.GapId);
    }
}
