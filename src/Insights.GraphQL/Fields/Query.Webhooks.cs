using GraphQL;
using Insights.Core.Webhooks;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

// Where the feed is sent.
internal sealed partial class Query
{
    /// <summary>The endpoints of a consumer, those that have ended at the end, at most 200.</summary>
    /// <param name="consumerNumber">Human number of the consumer.</param>
    [Needs(typeof(WebhookList))]
    public static Task<List<WebhookView>> WebhooksAsync([FromServices] IMediator mediator, long consumerNumber, CancellationToken ct = default) =>
        mediator.AskAsync(new WebhookList(consumerNumber), ct);

    /// <summary>What was sent to an endpoint, the newest first, page by page.</summary>
    /// <param name="webhookId">The endpoint.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last delivery read.</param>
    [Needs(typeof(WebhookDeliveryList))]
    public static async Task<Connection<WebhookDeliveryView>> WebhookDeliveriesAsync(
        [FromServices] IMediator mediator, string webhookId, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new WebhookDeliveryList(webhookId, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, sent => Cursors.Of(sent.Number));
}
