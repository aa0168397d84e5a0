using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>From now on the caller is told of everything that happens to a gap.</summary>
/// <param name="GapId">The gap.</param>
[Requires(Permission.FollowGaps)]
public sealed record WatchGap(string GapId) : ICommand<GapView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

/// <summary>The caller no longer watches a gap. Authors of its reports and its owner are told all the same.</summary>
/// <param name="GapId">The gap.</param>
[Requires(Permission.FollowGaps)]
public sealed record UnwatchGap(string GapId) : ICommand<GapView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

/// <summary>Who watches these gaps, and the gaps that are merged into them: how many, and whether the caller does.</summary>
[Requires(Permission.ReadGaps)]
public sealed record WatchesOf(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, WatchView>>;

/// <summary>The gaps that the caller watches, what changed last first.</summary>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The last one of the page before.</param>
[Requires(Permission.FollowGaps)]
public sealed record WatchedGaps(int First, GapKey? After) : IQuery<Page<GapView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<GapView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 gaps.", "first");
}

/// <summary>How many gaps the caller watches.</summary>
[Requires(Permission.FollowGaps)]
public sealed record CountWatchedGaps : IQuery<int>;

/// <summary>Who watches a gap.</summary>
/// <param name="Count">How many people.</param>
/// <param name="Mine">Whether the caller is one of them.</param>
public sealed record WatchView(int Count, bool Mine);

internal sealed class WatchGapHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, IConfigurationProvider maps) :
    IRequestHandler<WatchGap, Outcome<GapView>>, IRequestHandler<UnwatchGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(WatchGap request, CancellationToken cancellationToken)
    {
        var (id, me) = (Data.GapId.Of(request.GapId), current.Actor.Id);
        if (await db.Gaps.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        if (await db.RefuseEndedAsync(gap, cancellationToken, "gapId") is { } ended)
            return ended;
        if (await db.Watches.AnyAsync(w => w.PersonId == me && w.GapId == id, cancellationToken))
            return Refusal.Of(RefusalCode.IllegalMove, "You watch this gap already.", "gapId");

        db.Add(new Watch { PersonId = me, GapId = id, At = clock.GetUtcNow() });
        return await CommitAsync("WatchGap", gap, cancellationToken);
    }

    public async Task<Outcome<GapView>> Handle(UnwatchGap request, CancellationToken cancellationToken)
    {
        var (id, me) = (Data.GapId.Of(request.GapId), current.Actor.Id);
        if (await db.Gaps.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        var merged = db.Gaps.Where(g => g.Id == id || g.StandsIn == id).Select(g => g.Id);
        var mine = await db.Watches.Where(w => w.PersonId == me && merged.Contains(w.GapId)).ToListAsync(cancellationToken);
        if (mine.Count == 0)
            return Refusal.Of(RefusalCode.IllegalMove, "You do not watch this gap.", "gapId");

        db.RemoveRange(mine);
        return await CommitAsync("UnwatchGap", gap, cancellationToken);
    }

    /// <summary>The line names the gap by its number, not by its id: that somebody looks on is no part of what happened to the gap.</summary>
    private async Task<GapView> CommitAsync(string action, Gap gap, CancellationToken ct)
    {
        await ledger.Record(new AuditLine(action) { Code = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"G-{gap.Number}") }).CommitAsync(ct);
        return await db.Gaps.AsNoTracking().Where(g => g.Id == gap.Id).ProjectTo<GapView>(maps).SingleAsync(ct);
    }
}

internal sealed class WatchesHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, IConfigurationProvider maps) :
    IRequestHandler<WatchesOf, Outcome<Dictionary<GapId, WatchView>>>, IRequestHandler<WatchedGaps, Outcome<Page<GapView>>>, IRequestHandler<CountWatchedGaps, Outcome<int>>
{
    public async Task<Outcome<Dictionary<GapId, WatchView>>> Handle(WatchesOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var watches = await (
            from watch in db.Watches.AsNoTracking()
            join gap in db.Gaps on watch.GapId equals gap.Id
            where request.Gaps.Contains(gap.Id) || (gap.StandsIn != null && request.Gaps.Contains(gap.StandsIn.Value))
            select new { watch.GapId, gap.StandsIn, watch.PersonId }).ToListAsync(cancellationToken);
        var byGap = request.Gaps.Distinct().ToDictionary(id => id, id => watches.Where(w => w.GapId == id || w.StandsIn == id).Select(w => w.PersonId).ToHashSet());
        return byGap.ToDictionary(g => g.Key, g => new WatchView(g.Value.Count, g.Value.Contains(current.Actor.Id)));
    }

    public async Task<Outcome<Page<GapView>>> Handle(WatchedGaps request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gaps = Mine(db);
        if (request.After is { } after && DateTimeOffset.FromUnixTimeMilliseconds(after.Value) is var last)
            gaps = gaps.Where(g => g.LastActivityAt < last || (g.LastActivityAt == last && g.Number < after.Number));
        return Page<GapView>.Of(await gaps.OrderByDescending(g => g.LastActivityAt).ThenByDescending(g => g.Number)
            .Take(request.First + 1).ProjectTo<GapView>(maps).ToListAsync(cancellationToken), request.First);
    }

    public async Task<Outcome<int>> Handle(CountWatchedGaps request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Mine(db).CountAsync(cancellationToken);
    }

    /// <summary>What the caller watches, by where it stands now.</summary>
    private IQueryable<Gap> Mine(InsightsDb db)
    {
        var me = current.Actor.Id;
        var watched = db.Watches.Where(w => w.PersonId == me).Join(db.Gaps, w => w.GapId, g => g.Id, (_, g) => g.StandsIn ?? g.Id);
        return db.Gaps.AsNoTracking().Where(g => watched.Contains(g.Id));
    }
}
