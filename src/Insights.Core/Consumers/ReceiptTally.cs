using System.Diagnostics.Metrics;
using Insights.Core.Feed;

namespace Insights.Core.Consumers;

/// <summary>Counts what consumers said they did, since the process started, as the metric <c>insights.feed.receipts</c>. Uses only. Safe to share.</summary>
public sealed class ReceiptTally : IDisposable
{
    private readonly Meter _meter = new("Insights.Feed");
    private readonly Counter<long> _receipts;

    public ReceiptTally() => _receipts = _meter.CreateCounter<long>("insights.feed.receipts", description: "What consumers did with items of the feed");

    public void Count(ReceiptUse use) => _receipts.Add(1, new KeyValuePair<string, object?>("use", use.ToString()));

    public void Dispose() => _meter.Dispose();
}
