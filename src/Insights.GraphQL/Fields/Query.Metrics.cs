using GraphQL;
using Insights.Core.Metrics;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

// Whether feedback gets better.
internal sealed partial class Query
{
    /// <summary>Indicators by week or month, what is reported, and where policy leaves most open. Small samples get no figure; nothing is of a person.</summary>
    /// <param name="filter">Over which time and of what; without it, a year of everything.</param>
    [Needs(typeof(ReadMetrics)), Weight(WeightAttribute.Search)]
    public static Task<MetricsView> MetricsAsync([FromServices] IMediator mediator, MetricFilter? filter, CancellationToken ct = default) =>
        mediator.AskAsync(new ReadMetrics(filter ?? new MetricFilter()), ct);

    /// <summary>The items that a number of the metrics counts, the newest first, page by page.</summary>
    /// <param name="metric">Of which metric.</param>
    /// <param name="filter">Over which time and of what, as for the metrics.</param>
    /// <param name="cohort">Only this week or month, as in 2026-W10.</param>
    /// <param name="part">Only this part of them; without it, all.</param>
    /// <param name="cell">Open gaps of this clause and severity only.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last item read.</param>
    [Needs(typeof(MetricItems)), Weight(WeightAttribute.Search)]
    public static async Task<Connection<MetricItemView>> MetricItemsAsync(
        [FromServices] IMediator mediator, Metric metric, MetricFilter? filter, string? cohort, MetricPart? part, HeatCell? cell, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var at, var number] ? new MetricItemKey(at, number) : null;
        return (await mediator.AskAsync(new MetricItems(metric, filter ?? new MetricFilter(), cohort, part, cell, first, key), ct))
            .Connect(after, item => MetricItemKey.Of(item) is var last ? Cursors.Of(last.At, last.Number) : "");
    }
}
