using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Insights.Transport.Http;

/// <summary>What the body of a response is.</summary>
internal enum ResponseKind
{
    None,
    Json,
    GraphQLResponse,
    EventStream,
}

/// <summary>What a client accepts: the kind for a single result, and whether it can take a stream.</summary>
internal readonly record struct Negotiation(ResponseKind Single, bool Streams)
{
    private const string GraphQLResponseType = "application/graphql-response+json";
    private const string JsonType = "application/json";
    private const string EventStreamType = "text/event-stream";

    /// <summary>The kind for an error that is a plain response whatever was asked for.</summary>
    public ResponseKind Plain => Single is ResponseKind.GraphQLResponse ? Single : ResponseKind.Json;

    /// <summary>The Content-Type of a plain response.</summary>
    public static string ContentType(ResponseKind kind) =>
        (kind is ResponseKind.GraphQLResponse ? GraphQLResponseType : JsonType) + "; charset=utf-8";

    /// <summary>Reads an Accept header. A missing one means anything. Among equals a type named in full wins over a
    /// wildcard, then graphql-response over plain JSON over a stream; a client that names nothing gets plain JSON,
    /// because it may well predate the newer type.</summary>
    public static Negotiation Of(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept)) return new(ResponseKind.Json, Streams: true);
        if (!MediaTypeHeaderValue.TryParseStrictList(accept, out var ranges)) return default;

        var graphql = Weight(ranges, GraphQLResponseType);
        var json = Weight(ranges, JsonType);
        var stream = Weight(ranges, EventStreamType);

        (ResponseKind Kind, Preference Weight)[] offers = graphql.Precision is Precision.Exact
            ? [(ResponseKind.GraphQLResponse, graphql), (ResponseKind.Json, json), (ResponseKind.EventStream, stream)]
            : [(ResponseKind.Json, json), (ResponseKind.GraphQLResponse, graphql), (ResponseKind.EventStream, stream)];
        var best = offers.MaxBy(offer => offer.Weight);
        return new(best.Weight.Quality > 0 ? best.Kind : ResponseKind.None, stream.Quality > 0);
    }

    /// <summary>The quality of the most precise range that matches; zero when none does.</summary>
    private static Preference Weight(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var offered = MediaTypeHeaderValue.Parse(type);
        var best = default(Preference);
        foreach (var range in ranges)
        {
            if (!Matches(range, offered)) continue;

            var precision = range.MatchesAllTypes ? Precision.Any
                : range.MatchesAllSubTypes ? Precision.Family
                : Precision.Exact;
            if (precision > best.Precision) best = new(range.Quality ?? 1, precision);
        }

        return best;
    }

    /// <summary>Compares type and subtype only: parameters such as charset do not make a type unacceptable.</summary>
    private static bool Matches(MediaTypeHeaderValue range, MediaTypeHeaderValue offered) =>
        range.MatchesAllTypes
        || (range.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(offered.SubType, StringComparison.OrdinalIgnoreCase)));

    private enum Precision
    {
        NoMatch,
        Any,
        Family,
        Exact,
    }

    private readonly record struct Preference(double Quality, Precision Precision) : IComparable<Preference>
    {
        public int CompareTo(Preference other) =>
            (Quality, Precision).CompareTo((other.Quality, other.Precision));
    }
}
