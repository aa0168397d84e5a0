using System.Text;
using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Pipeline;
using Insights.Transport.Http;
using Microsoft.Net.Http.Headers;

namespace Insights.Web.Outlets;

/// <summary>How a program takes the feed over plain HTTP.</summary>
internal enum FeedForm
{
    /// <summary>One JSON object a line.</summary>
    Lines,

    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>It accepts neither.</summary>
    None,
}

/// <summary>Which form an answer has, and how each step is written in it.</summary>
internal static class FeedForms
{
    private const string LinesType = "application/x-ndjson";
    private const string EventsType = "text/event-stream";

    /// <summary>What the caller wants: whoever names neither form is a browser and gets the page, unless it came with a key.</summary>
    public static FeedForm? Of(HttpRequest request, bool hasKey)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges))
            return hasKey ? (request.Headers.Accept.Count == 0 ? FeedForm.Lines : FeedForm.None) : null;
        var (lines, events) = (Quality(ranges, LinesType), Quality(ranges, EventsType));
        if (lines > 0 || events > 0)
            return events > lines ? FeedForm.Events : FeedForm.Lines;
        if (!hasKey)
            return null;
        return ranges.Any(r => r.MatchesAllTypes && r.Quality is not 0) ? FeedForm.Lines : FeedForm.None;
    }

    public static StreamForm StreamOf(FeedForm form) => form is FeedForm.Events
        ? new(EventsType + "; charset=utf-8", ":\n\n"u8.ToArray(), code => Event("ended", Object(("code", code)), cursor: null))
        // Blank lines would trip simple readers; the heartbeats of the feed are keep-alive enough.
        : new(LinesType + "; charset=utf-8", ReadOnlyMemory<byte>.Empty, code => Line(Object(("code", code))));

    public static ReadOnlyMemory<byte> Frame(FeedForm form, FeedStep step, bool enveloped) => (form, step) switch
    {
        (FeedForm.Events, { Entry: { } entry }) => Event(CodeNames.Of(entry.Item.Type), Bytes(entry, enveloped), entry.Cursor),
        (FeedForm.Events, { Cursor: { } cursor }) => Encoding.UTF8.GetBytes($"id: {cursor}\n\n"),
        (FeedForm.Events, _) => Event("ended", Refused(step.Refusals[0]), cursor: null),
        (_, { Entry: { } entry }) => Line(Bytes(entry, enveloped)),
        (_, { Cursor: { } cursor }) => Line(Object(("cursor", cursor))),
        _ => Line(Refused(step.Refusals[0])),
    };

    /// <summary>A page as lines: its events, then where to go on and whether there is more already.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Page(FeedPage page, bool enveloped) =>
        [.. page.Entries.Select(e => Line(Bytes(e, enveloped))), Line(Object(("cursor", page.EndCursor), ("hasMore", page.HasMore)))];

    private static byte[] Bytes(FeedEntry entry, bool enveloped) => enveloped ? FeedJson.CloudEvent(entry) : FeedJson.Bytes(entry);

    private static ReadOnlyMemory<byte> Line(ReadOnlyMemory<byte> json) => new([.. json.Span, (byte)'\n']);

    private static ReadOnlyMemory<byte> Event(string type, ReadOnlyMemory<byte> json, string? cursor)
    {
        var head = Encoding.UTF8.GetBytes((cursor is null ? "" : $"id: {cursor}\n") + $"event: {type}\ndata: ");
        return new([.. head, .. json.Span, (byte)'\n', (byte)'\n']);
    }

    private static ReadOnlyMemory<byte> Refused(Refusal refusal) => refusal is ResyncRefusal reset
        ? Object(("code", CodeNames.Of(reset.Code)), ("first", reset.First), ("last", reset.Last))
        : Object(("code", CodeNames.Of(refusal.Code)));

    private static ReadOnlyMemory<byte> Object(params (string Name, object Value)[] fields) =>
        JsonSerializer.SerializeToUtf8Bytes(fields.ToDictionary(f => f.Name, f => f.Value));

    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type) =>
        ranges.Where(r => r.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(r => r.Quality ?? 1).DefaultIfEmpty(0).Max();
}
