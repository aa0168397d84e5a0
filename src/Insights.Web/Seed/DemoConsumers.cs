using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Identity;

namespace Insights.Web.Seed;

/// <summary>A reader of the feed in the demo: what it said it did with items, oldest decision first, and how much it has left to read.</summary>
internal sealed record DemoConsumer(string Name, string Owner, FeedFilter? Filter, int Behind, IReadOnlyList<DemoReceipt> Receipts)
{
    public RegisterConsumer Registering => new(Name, null, Filter, null);

    /// <summary>The one key of the demo; nobody knows its secret.</summary>
    public static IssueKey Key(ConsumerView consumer, DateOnly until) => new(consumer.Id.Value, consumer.Version, [KeyScopes.Read, KeyScopes.Write], until);
}

internal sealed record DemoReceipt(ReceiptUse Use, string? Reason);
