using System.Runtime.CompilerServices;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Core.Feed;

/// <summary>One step of following the feed: an event, a sign of life with a cursor, or the reason it ended.</summary>
/// <param name="Entry">The event; null in a heartbeat.</param>
/// <param name="Cursor">Where to resume; null only with refusals.</param>
/// <param name="Refusals">Why following ended; empty otherwise.</param>
public sealed record FeedStep(FeedEntry? Entry, string? Cursor, IReadOnlyList<Refusal> Refusals);

/// <summary>
/// Follows the feed from a cursor on, for ever: what is there already and what comes later are read from the
/// log by the same pages, so there is no hand-over in which anything could be lost or doubled. The reader
/// pulls; nothing is buffered beyond one page.
/// </summary>
public sealed class FeedTail(IMediator mediator, FeedSignal signal, TimeProvider clock)
{
    /// <summary>What a reader that never reads holds on to; a hundred would replay in two thirds of the time and hold twice as much.</summary>
    private const int PageSize = 32;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<FeedStep> FollowAsync(string? after, FeedFilter? filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var lastStep = clock.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            var next = signal.Next;
            var read = await mediator.Send(new ReadFeed(after, filter, PageSize), ct);
            if (!read.Succeeded(out var page))
            {
                yield return new FeedStep(null, null, read.Refusals);
                yield break;
            }

            foreach (var entry in page.Entries)
            {
                yield return new FeedStep(entry, entry.Cursor, []);
                lastStep = clock.GetTimestamp();
            }

            after = page.EndCursor;
            var quiet = clock.GetElapsedTime(lastStep);
            if (quiet >= Heartbeat)
            {
                yield return new FeedStep(null, after, []);
                (lastStep, quiet) = (clock.GetTimestamp(), TimeSpan.Zero);
            }

            if (page.HasMore)
                continue;
            // Every commit of this process signals, and no other process writes; the heartbeat is when a reader looks in any case.
            await signal.WaitAsync(next, Heartbeat - quiet, ct);
        }
    }
}
