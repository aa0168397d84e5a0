using Insights.Core.Feed;
using Insights.Core.Pipeline;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Fields;

/// <summary>A stretch of the feed.</summary>
internal sealed class FeedStretch
{
    /// <summary>The events, oldest first.</summary>
    public required IReadOnlyList<FeedEntry> Events { get; init; }

    /// <summary>Where to continue; it moves on even when the filter let nothing through. Null when the feed cannot continue.</summary>
    public string? EndCursor { get; init; }

    /// <summary>Whether more events are there already.</summary>
    public bool HasMore { get; init; }

    /// <summary>Set when the feed cannot continue from the cursor that was given.</summary>
    public ResyncRequired? ResyncRequired { get; init; }

    internal static FeedStretch Of(Outcome<FeedPage> outcome) => outcome switch
    {
        { Refused: false, Value: var page } => new() { Events = page.Entries, EndCursor = page.EndCursor, HasMore = page.HasMore },
        { Refusals: [ResyncRefusal resync] } => new() { Events = [], ResyncRequired = new(resync.First, resync.Last) },
        _ => throw new RefusedError(outcome.Refusals),
    };
}

/// <summary>A sign of life: nothing happened that the filter lets through, and reading has come this far.</summary>
/// <param name="Cursor">Continue from here with it.</param>
internal sealed record FeedHeartbeat(string Cursor);

/// <summary>The feed cannot continue from the cursor that was given; the subscription ends. Start again from one of these.</summary>
/// <param name="First">The cursor before the oldest event the feed holds.</param>
/// <param name="Last">The cursor of the newest event.</param>
internal sealed record ResyncRequired(string First, string Last)
{
    /// <summary>FEED_RESET, as every outlet calls it.</summary>
    public RefusalCode Code { get; } = RefusalCode.FeedReset;
}
