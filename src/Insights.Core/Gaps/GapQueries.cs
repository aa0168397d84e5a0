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

/// <summary>The gaps with these human numbers, at most 100, merged ones included; unknown ones are left out.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapsByNumber(IReadOnlyCollection<long> Numbers) : IQuery<List<GapView>>, IChecked
{
    public void Check(Check check) => check.Must(Numbers.Count <= Page<GapView>.MaxSize, RefusalCode.OutOfRange, "Ask for at most 100 gaps.", "numbers");
}

internal sealed class GapsByNumberHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps)
    : IRequestHandler<GapsByNumber, Outcome<List<GapView>>>
{
    public async Task<Outcome<List<GapView>>> Handle(GapsByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Gaps.AsNoTracking().Where(g => request.Numbers.Contains(g.Number)).OrderBy(g => g.Number).ProjectTo<GapView>(maps).ToListAsync(cancellationToken);
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
