using GraphQL;
using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Who reads the feed.</summary>
internal sealed partial class Query
{
    /// <summary>The registered readers of the feed that the viewer may know of, those that have ended at the end, at most 500.</summary>
    [Needs(typeof(ConsumerList))]
    public static Task<List<ConsumerView>> ConsumersAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ConsumerList(), ct);

    /// <summary>What consumers did with items of the feed, counted; for people of a model team, their own.</summary>
    [Needs(typeof(ReceiptCounts))]
    public static Task<List<ReceiptCountView>> ReceiptCountsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReceiptCounts(), ct);

    /// <summary>The counts of one UTC day, as at its end; null where that day is not counted. A consumer gets those that are wholly of what it is registered for.</summary>
    /// <param name="on">The day; without it, the newest that is counted.</param>
    [Needs(typeof(ReadFeedCounts))]
    public static Task<FeedCountsView?> FeedCountsAsync([FromServices] IMediator mediator, DateOnly? on = null, CancellationToken ct = default) =>
        mediator.FindAsync(new ReadFeedCounts(on), ct);

    /// <summary>The days that are counted, the newest first, at most 400.</summary>
    [Needs(typeof(FeedCountDays))]
    public static Task<List<DateOnly>> FeedCountDaysAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new FeedCountDays(), ct);

    /// <summary>A registered reader of the feed by its number; null where there is none that the viewer may know of.</summary>
    /// <param name="number">Its human number.</param>
    [Needs(typeof(ConsumerByNumber))]
    public static Task<ConsumerView?> ConsumerAsync([FromServices] IMediator mediator, long number, CancellationToken ct = default) =>
        mediator.FindAsync(new ConsumerByNumber(number), ct);

    /// <summary>The keys that sign in as the viewer, and their count, which issuing another one asks for.</summary>
    [Needs(typeof(MyKeys))]
    public static Task<MyKeysView> MyKeysAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new MyKeys(), ct);

    /// <summary>The keys of everyone, people and consumers, without secrets: those in force first, then the newest, at most 500.</summary>
    /// <param name="personId">Only those that sign in as this person; without it, all.</param>
    [Needs(typeof(KeyList))]
    public static Task<List<ApiKeyView>> KeysAsync([FromServices] IMediator mediator, string? personId = null, CancellationToken ct = default) =>
        mediator.AskAsync(new KeyList(personId), ct);
}
