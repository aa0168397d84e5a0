using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Feed;

/// <summary>The feed as a page: a stretch of events, where it stands, and the tail that follows it.</summary>
internal static class FeedPages
{
    /// <summary>Positions a page spans; a filter leaves fewer events of them.</summary>
    private const int Stretch = 50;
    private const int FilteredStretch = ReadFeed.MaxPage;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/feed", async (HttpContext context, IMediator mediator, CurrentActor current, CancellationToken ct) =>
    {
        var query = FeedQuery.Read(context.Request.Query);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        // A filter that lets nothing through reads no event and answers with where the feed ends.
        var end = await mediator.Send(new ReadFeed(null, new FeedFilter { Types = [] }, 1), ct);
        if (!end.Succeeded(out var empty) || !lists.Succeeded(out var policies))
            return Page.Refused([.. end.Refusals, .. lists.Refusals]);

        query = query with { Area = policies.Areas.Any(a => a.Code == query.Area) ? query.Area : null };
        var span = query.Filters ? FilteredStretch : Stretch;
        var start = query.After ?? Before(empty.EndCursor, span);
        var read = await mediator.Send(new ReadFeed(start, query.Filter, Stretch), ct);
        return Page.Of<FeedPage>(new FeedPageModel(query, policies, current.Actor, empty.EndCursor)
        {
            Stretch = read.ValueOrDefault ?? new Core.Feed.FeedPage([], empty.EndCursor, false),
            Earlier = FeedCursor.TryParse(start, out var cursor) && cursor.Position > 0 ? query.At(Before(start, span)) : null,
            Address = $"{context.Request.Scheme}://{context.Request.Host}/graphql",
            Input = new FormInput("", FormValues.Empty, read.Refusals),
        }, Page.StatusOf(read.Refusals));
    });

    private static string Before(string cursor, int positions) =>
        FeedCursor.TryParse(cursor, out var at) ? (at with { Position = Math.Max(0, at.Position - positions) }).ToString() : cursor;
}

/// <summary>What the feed page shows.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Lists">Areas to filter by.</param>
/// <param name="Actor">Who reads.</param>
/// <param name="End">Where the feed ends now; the tail follows from here.</param>
public sealed record FeedPageModel(FeedQuery Query, PolicyCatalogueView Lists, Actor Actor, string End)
{
    public required Core.Feed.FeedPage Stretch { get; init; }

    public required string? Earlier { get; init; }

    public required string Address { get; init; }

    public required FormInput Input { get; init; }

    public string? Later => Stretch.HasMore ? Query.At(Stretch.EndCursor) : null;

    /// <summary>A command that follows the feed from a cursor on, to copy.</summary>
    public string Curl =>
        $$$"""
        curl -N '{{{Address}}}' -H 'Authorization: Persona {{{Actor.Handle}}}' -H 'Content-Type: application/json' -H 'Accept: text/event-stream' --data '{"query":"subscription($after: String) { feed(after: $after) { ... on FeedEvent { cursor type on gapNumber state resolution } ... on FeedHeartbeat { cursor } } }","variables":{"after":"{{{Stretch.EndCursor}}}"}}'
        """;
}
