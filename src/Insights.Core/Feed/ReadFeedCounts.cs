using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>The counts of one day; a consumer gets those that are wholly of what it is registered for.</summary>
/// <param name="On">The day; without it, the newest that is counted.</param>
[Requires(Permission.ReadFeed)]
public sealed record ReadFeedCounts(DateOnly? On) : IQuery<FeedCountsView>;

/// <summary>The days that are counted, the newest first, at most 400.</summary>
[Requires(Permission.ReadFeed)]
public sealed record FeedCountDays : IQuery<List<DateOnly>>;

/// <summary>The days that were counted since an export before this one, the oldest first, at most 100 at once.</summary>
/// <param name="From">Cursor at which the stretch begins; a day counted since then is among them.</param>
/// <param name="After">The last day read.</param>
[Requires(Permission.ExportFeed)]
public sealed record ExportCounts(string From, DateOnly? After) : IQuery<List<FeedCountsView>>, IChecked
{
    /// <summary>Most days at once.</summary>
    public const int MostDays = 100;

    public void Check(Check check) => check.Must(FeedCursor.TryParse(From, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "from");
}

/// <summary>The counts of one UTC day, as at its end. They never change, and they are the only counts that leave.</summary>
public sealed record FeedCountsView
{
    /// <summary>Version of this form. A new field that may be left out is no new version; anything else is.</summary>
    public int Schema { get; } = FeedJson.Version;

    /// <summary>The day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The cursor of the last event of that day; what happened after it is not counted.</summary>
    public required string Cursor { get; init; }

    /// <summary>The smallest count that is shown; from 1 up to it they are suppressed.</summary>
    public required int Threshold { get; init; }

    /// <summary>What shown counts are rounded to multiples of.</summary>
    public required int Step { get; init; }

    /// <summary>The counts, subject by subject: cells, then sums.</summary>
    public required IReadOnlyList<FeedCount> Counts { get; init; }
}

internal sealed class ReadFeedCountsHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, Standing standing) :
    IRequestHandler<ReadFeedCounts, Outcome<FeedCountsView>>, IRequestHandler<FeedCountDays, Outcome<List<DateOnly>>>,
    IRequestHandler<ExportCounts, Outcome<List<FeedCountsView>>>
{
    private const int MostListed = 400;

    public async Task<Outcome<FeedCountsView>> Handle(ReadFeedCounts request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var days = db.FeedSnapshots.AsNoTracking().Where(s => request.On == null || s.Day == request.On).OrderByDescending(s => s.Day).Take(1);
        return await ViewsAsync(db, days, cancellationToken) is [var day] ? day : Refusal.NotFound("day with counts", "on");
    }

    public async Task<Outcome<List<DateOnly>>> Handle(FeedCountDays request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.FeedSnapshots.AsNoTracking().OrderByDescending(s => s.Day).Take(MostListed).Select(s => s.Day).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<List<FeedCountsView>>> Handle(ExportCounts request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await standing.StillMayAsync(db, Permission.ExportFeed, cancellationToken))
            return ExportPageHandler.ExportEnded;
        _ = FeedCursor.TryParse(request.From, out var from);
        var days = db.FeedSnapshots.AsNoTracking().Where(s => s.TakenPosition >= from.Position && (request.After == null || s.Day > request.After)).OrderBy(s => s.Day).Take(ExportCounts.MostDays);
        return await ViewsAsync(db, days, cancellationToken);
    }

    private async Task<List<FeedCountsView>> ViewsAsync(InsightsDb db, IQueryable<FeedSnapshot> days, CancellationToken ct)
    {
        var ceiling = await FeedCeiling.OfAsync(db, current.Actor, ct);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        return (await days.ToListAsync(ct)).ConvertAll(s => new FeedCountsView
        {
            On = s.Day,
            Cursor = new FeedCursor(head.Epoch, s.Position).ToString(),
            Threshold = s.Threshold,
            Step = s.Step,
            Counts = s.Counts.Under(ceiling),
        });
    }
}
