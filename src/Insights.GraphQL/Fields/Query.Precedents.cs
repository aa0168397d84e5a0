using GraphQL;
using Insights.Core.Search;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

// What was decided before and can be cited.
internal sealed partial class Query
{
    /// <summary>Decisions in force that can be cited, those approved last first, page by page, each with what speaks against it and who cites it.</summary>
    /// <param name="filter">Which; without it, all.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last one read.</param>
    [Needs(typeof(PrecedentList))]
    public static async Task<CountedConnection<PrecedentView>> PrecedentsAsync(
        [FromServices] IMediator mediator, PrecedentFilter? filter, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var millis, var number] ? new PrecedentKey(millis, number) : null;
        var page = await mediator.AskAsync(new PrecedentList(filter, first, key), ct);
        return page.Connect(after, precedent => PrecedentKey.Of(precedent) is var last ? Cursors.Of(last.Millis, last.Number) : "", c => mediator.AskAsync(new PrecedentCount(filter), c));
    }
}
