using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Feed;

namespace Insights.Core.Webhooks;

/// <summary>The bytes of a message. It is thin: ids, the type, the day and the cursor, and no words; whoever wants more reads the feed from the cursor.</summary>
public static class WebhookBody
{
    /// <summary>The type of a message that only tries the endpoint out.</summary>
    public const string TestType = "webhook.test";

    /// <summary>The message of one event.</summary>
    public static byte[] Of(FeedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var item = entry.Item;
        return JsonSerializer.SerializeToUtf8Bytes(
            new Envelope(CodeNames.Of(item.Type), item.On, new Content(item.Id.Value, entry.Cursor)
            {
                GapId = item.GapId?.Value,
                GapNumber = item.GapNumber,
                ReportId = item.ReportId?.Value,
                OtherGapId = item.OtherGapId?.Value,
                OtherReportId = item.OtherReportId?.Value,
                OperationId = item.OperationId?.Value,
                Membership = entry.Membership is { } membership ? CodeNames.Of(membership) : null,
                Withdraws = item.Withdraws is { Count: > 0 } earlier ? [.. earlier.Select(e => e.Value)] : null,
            }), JsonColumn.Options);
    }

    /// <summary>A message that tries the endpoint out.</summary>
    public static byte[] OfTest(EventId id, DateOnly on) => JsonSerializer.SerializeToUtf8Bytes(new Envelope(TestType, on, new Content(id.Value, null)), JsonColumn.Options);

    private sealed record Envelope(string Type, DateOnly Timestamp, Content Data);

    private sealed record Content(string EventId, string? Cursor)
    {
        public string? GapId { get; init; }

        public long? GapNumber { get; init; }

        public string? ReportId { get; init; }

        public string? OtherGapId { get; init; }

        public string? OtherReportId { get; init; }

        public string? OperationId { get; init; }

        public string? Membership { get; init; }

        public IReadOnlyList<string>? Withdraws { get; init; }
    }
}
