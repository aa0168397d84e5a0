using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>Reads the feed from a cursor on, in order, at most <paramref name="First"/> events.</summary>
/// <param name="After">Cursor of the last event read; without it, from the beginning.</param>
/// <param name="Filter">Which events; without it, all.</param>
/// <param name="First">How many at most, 1 to 500.</param>
[Requires(Permission.ReadFeed)]
public sealed record ReadFeed(string? After, FeedFilter? Filter, int First) : IQuery<FeedPage>, IChecked
{
    /// <summary>Most events of one page.</summary>
    public const int MaxPage = 500;

    public void Check(Check check)
    {
        check.Must(First is >= 1 and <= MaxPage, RefusalCode.OutOfRange, "Ask for 1 to 500 events.", "first");
        check.Must(After is null || FeedCursor.TryParse(After, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "after");
        Filter?.Check(check);
    }
}

/// <summary>Which events a reader wants. Every list that is given must hold the event's value.</summary>
public sealed record FeedFilter
{
    /// <summary>Types of event.</summary>
    public IReadOnlyList<FeedEventType>? Types { get; init; }

    /// <summary>Kinds of gap.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Policy clauses.</summary>
    public IReadOnlyList<string>? Clauses { get; init; }

    /// <summary>Severities.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>States of the gap after the event.</summary>
    public IReadOnlyList<GapState>? States { get; init; }

    internal void Check(Check check)
    {
        foreach (var area in (Areas ?? []).Take(50))
            check.Code(area, required: true, "filter", "areas");
        foreach (var clause in (Clauses ?? []).Take(50))
            check.Code(clause, required: true, "filter", "clauses");
        check.Must((Areas?.Count ?? 0) <= 50 && (Clauses?.Count ?? 0) <= 50, RefusalCode.OutOfRange, "At most 50 values a list.", "filter");
    }
}

/// <summary>A stretch of the feed.</summary>
/// <param name="Entries">The events, oldest first.</param>
/// <param name="EndCursor">Where to continue; it moves on even when the filter let nothing through.</param>
/// <param name="HasMore">Whether more events are there already.</param>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, string EndCursor, bool HasMore);

/// <summary>One event and where it stands.</summary>
/// <param name="Cursor">Continue after this one with it.</param>
/// <param name="Item">What happened.</param>
public sealed record FeedEntry(string Cursor, FeedItem Item);

internal sealed class ReadFeedHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<ReadFeed, Outcome<FeedPage>>
{
    public async Task<Outcome<FeedPage>> Handle(ReadFeed request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The head first: whatever it counts is committed, so nothing at or below it can still appear.
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var after = request.After is null ? new FeedCursor(head.Epoch, 0) : Parsed(request.After);
        if (after.Epoch != head.Epoch || after.Position > head.FeedPosition)
            return new ResyncRefusal(new FeedCursor(head.Epoch, 0).ToString(), new FeedCursor(head.Epoch, head.FeedPosition).ToString());

        var events = await Matching(db, request.Filter)
            .Where(e => e.Position > after.Position && e.Position <= head.FeedPosition)
            .OrderBy(e => e.Position)
            .Take(request.First + 1)
            .Select(e => new { e.Position, e.Item })
            .ToListAsync(cancellationToken);

        var page = Page<FeedEntry>.Of([.. events.Select(e => new FeedEntry(new FeedCursor(head.Epoch, e.Position).ToString(), e.Item))], request.First);
        var end = page.HasMore ? page.Items[^1].Cursor : new FeedCursor(head.Epoch, head.FeedPosition).ToString();
        return new FeedPage(page.Items, end, page.HasMore);
    }

    private static FeedCursor Parsed(string text) => FeedCursor.TryParse(text, out var cursor) ? cursor : default;

    private static IQueryable<FeedEvent> Matching(InsightsDb db, FeedFilter? filter)
    {
        var events = db.FeedEvents.AsNoTracking();
        if (filter?.Types is { } types)
            events = events.Where(e => types.Contains(e.Type));
        if (filter?.Kinds is { } kinds)
            events = events.Where(e => e.Kind != null && kinds.Contains(e.Kind.Value));
        if (filter?.Areas is { } areas)
            events = events.Where(e => e.Area != null && areas.Contains(e.Area));
        if (filter?.Clauses is { } clauses)
            events = events.Where(e => e.Clause != null && clauses.Contains(e.Clause));
        if (filter?.Severities is { } severities)
            events = events.Where(e => e.Severity != null && severities.Contains(e.Severity.Value));
        if (filter?.States is { } states)
            events = events.Where(e => e.State != null && states.Contains(e.State.Value));
        return events;
    }
}
