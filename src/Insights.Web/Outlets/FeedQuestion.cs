using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;

namespace Insights.Web.Outlets;

/// <summary>What a program asks of the feed by the address it calls. Lists are repeated parameters or values between commas.</summary>
/// <param name="After">The cursor of the last event read.</param>
/// <param name="First">How many events a page holds.</param>
/// <param name="Follow">Whether the answer goes on with what comes.</param>
/// <param name="Filter">Which events; null for all.</param>
/// <param name="Enveloped">Whether each event comes in a CloudEvents 1.0 envelope.</param>
internal sealed record FeedQuestion(string? After, int First, bool Follow, FeedFilter? Filter, bool Enveloped)
{
    private const int UsualPage = 100;
    private const string LastEventId = "Last-Event-ID";

    private static readonly string[] Lists = ["types", "kinds", "areas", "clauses", "severities", "states", "labels", "languages", "regions", "surfaces"];

    /// <summary>Reads the address and the header an EventSource resumes by. What is refused names its parameter; nothing is guessed.</summary>
    public static Outcome<FeedQuestion> Read(HttpRequest request)
    {
        var query = request.Query;
        var refusals = new List<Refusal>();
        if (query.Keys.Any(k => !Lists.Contains(k) && k is not ("after" or "first" or "follow" or "envelope")))
            refusals.Add(Refusal.Of(RefusalCode.UnknownCode, $"Known parameters are after, first, follow, envelope, {string.Join(", ", Lists)}."));

        // An EventSource repeats the address it began with, so what it has read since wins.
        var resumed = request.Headers[LastEventId];
        var after = resumed is [{ Length: > 0 } id] ? id : One(query, "after", refusals);
        if (resumed.Count > 1 || (resumed.Count > 0 && !FeedCursor.TryParse(after, out _)))
            refusals.Add(Refusal.Of(RefusalCode.Malformed, "This is not a cursor of the feed.", LastEventId));
        else if (after is not null && !FeedCursor.TryParse(after, out _))
            refusals.Add(Refusal.Of(RefusalCode.Malformed, "This is not a cursor of the feed.", "after"));

        var first = UsualPage;
        if (One(query, "first", refusals) is { } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first is < 1 or > ReadFeed.MaxPage))
            refusals.Add(Refusal.Of(RefusalCode.OutOfRange, "Ask for 1 to 500 events.", "first"));
        var follow = One(query, "follow", refusals);
        if (follow is not (null or "true" or "false"))
            refusals.Add(Refusal.Of(RefusalCode.Malformed, "Say true or false.", "follow"));
        var envelope = One(query, "envelope", refusals);
        if (envelope is not (null or "cloudevents"))
            refusals.Add(Refusal.Of(RefusalCode.UnknownCode, "The one envelope is cloudevents.", "envelope"));

        var filter = new FeedFilter
        {
            Types = Codes<FeedEventType>(query, "types", refusals),
            Kinds = Codes<GapKind>(query, "kinds", refusals),
            Areas = Values(query, "areas"),
            Clauses = Values(query, "clauses"),
            Severities = Codes<Severity>(query, "severities", refusals),
            States = Codes<GapState>(query, "states", refusals),
            Labels = Values(query, "labels"),
            Languages = Values(query, "languages"),
            Regions = Values(query, "regions"),
            Surfaces = Values(query, "surfaces"),
        };
        return refusals.Count > 0 ? refusals : new FeedQuestion(after, first, follow is "true", filter == new FeedFilter() ? null : filter, envelope is not null);
    }

    private static string? One(IQueryCollection query, string name, List<Refusal> refusals)
    {
        var values = query[name];
        if (values.Count > 1)
            refusals.Add(Refusal.Of(RefusalCode.Malformed, "Send this once.", name));
        return values is [{ Length: > 0 } value] ? value : null;
    }

    private static string[]? Values(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var given) ? [.. given.SelectMany(v => (v ?? "").Split(',', FeedFilter.MostValues + 2))] : null;

    private static List<T>? Codes<T>(IQueryCollection query, string name, List<Refusal> refusals) where T : struct, Enum
    {
        if (Values(query, name) is not { } values)
            return null;
        if (values.Length > FeedFilter.MostValues)
            refusals.Add(Refusal.Of(RefusalCode.OutOfRange, "At most 50 values a list.", name));
        var known = Enum.GetValues<T>().ToDictionary(value => CodeNames.Of(value), value => value);
        if (!values.All(known.ContainsKey))
            refusals.Add(Refusal.Of(RefusalCode.UnknownCode, "There is no such code. They are written as in GAP_OPENED.", name));
        return [.. values.Where(known.ContainsKey).Select(v => known[v])];
    }
}
