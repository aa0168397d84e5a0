using Insights.Core.Data;
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

/// <summary>A stretch of the feed.</summary>
/// <param name="Entries">The events, oldest first.</param>
/// <param name="EndCursor">Where to continue; it moves on even when the filter let nothing through.</param>
/// <param name="HasMore">Whether more events are there already.</param>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, string EndCursor, bool HasMore);

/// <summary>One event and where it stands.</summary>
/// <param name="Cursor">Continue after this one with it.</param>
/// <param name="Item">What happened.</param>
/// <param name="Membership">Whether its gap came under the reader's filter with it, or left it; null where nothing changed in that.</param>
public sealed record FeedEntry(string Cursor, FeedItem Item, FeedMembership? Membership = null);

internal sealed class ReadFeedHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current) : IRequestHandler<ReadFeed, Outcome<FeedPage>>
{
    /// <summary>Most events looked at for one page where the filter asks of gaps; where it lets few through, the page ends early and says that there is more.</summary>
    private const int MostLookedAt = 2000;

    public async Task<Outcome<FeedPage>> Handle(ReadFeed request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The head first: whatever it counts is committed, so nothing at or below it can still appear.
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var after = FeedCursor.TryParse(request.After, out var given) ? given : new FeedCursor(head.Epoch, 0);
        if (after.Epoch != head.Epoch || after.Position > head.FeedPosition)
            return new ResyncRefusal(new FeedCursor(head.Epoch, 0).ToString(), new FeedCursor(head.Epoch, head.FeedPosition).ToString());

        var sieve = new FeedSieve(request.Filter, await RegisteredAsync(db, cancellationToken));
        var entries = new List<FeedEntry>();
        var (position, last) = (after.Position, sieve.AsksOfGaps ? Math.Min(head.FeedPosition, after.Position + MostLookedAt) : head.FeedPosition);
        while (position < last && entries.Count < request.First)
        {
            var events = await sieve.Narrowed(db.FeedEvents.AsNoTracking()).Where(e => e.Position > position && e.Position <= last)
                .OrderBy(e => e.Position).Take(ReadFeed.MaxPage).ToListAsync(cancellationToken);
            await sieve.RecallAsync(db, events, cancellationToken);
            foreach (var happened in events)
            {
                if (entries.Count == request.First)
                    break;
                position = happened.Position;
                if (sieve.Lets(happened, out var membership))
                    entries.Add(new FeedEntry(new FeedCursor(head.Epoch, position).ToString(), happened.Item, membership));
            }

            if (events.Count < ReadFeed.MaxPage && (events.Count == 0 || position == events[^1].Position))
                position = last;
        }

        return new FeedPage(entries, new FeedCursor(head.Epoch, position).ToString(), position < head.FeedPosition);
    }

    /// <summary>What the reader is registered for: a consumer sees no more, whatever it asks for and however it signed in.</summary>
    private async Task<FeedFilter?> RegisteredAsync(InsightsDb db, CancellationToken ct)
    {
        var reader = current.Actor.Id;
        return await db.Consumers.AsNoTracking().Where(c => c.PersonId == reader).Select(c => c.Filter).FirstOrDefaultAsync(ct);
    }
}
