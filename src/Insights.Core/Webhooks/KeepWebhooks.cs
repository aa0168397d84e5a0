using Insights.Core.Audit;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Webhooks;

/// <summary>Has the events that a consumer's filter lets through sent to an address, from now on. The signing secret is in the answer, this once.</summary>
/// <param name="ConsumerId">The consumer.</param>
/// <param name="ExpectedVersion">The version of it that the caller has seen, so that a repeated request creates no second endpoint.</param>
/// <param name="Url">Where to send: https and a public host by its name, on port 443 or 8443, without a query.</param>
[Requires(Permission.KeepConsumers)]
public sealed record CreateWebhook(string ConsumerId, int ExpectedVersion, string? Url) : ICommand<WebhookSecretView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<ConsumerId>(ConsumerId, required: true, "consumerId");
        WebhookDesk.CheckUrl(check, Url);
    }
}

/// <summary>Has events sent to another address. The place and the secret stay.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Url">Where to send, as on creation.</param>
[Requires(Permission.KeepConsumers)]
public sealed record UpdateWebhook(string WebhookId, int ExpectedVersion, string? Url) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<WebhookId>(WebhookId, required: true, "webhookId");
        WebhookDesk.CheckUrl(check, Url);
    }
}

/// <summary>Replaces the signing secret. For 24 hours messages carry a signature by the old one beside that by the new one. The new one is in the answer, this once.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record RotateWebhookSecret(string WebhookId, int ExpectedVersion) : ICommand<WebhookSecretView>, IChecked
{
    public void Check(Check check) => check.Id<WebhookId>(WebhookId, required: true, "webhookId");
}

/// <summary>Ends an endpoint for good. What was sent to it stays on record.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record DeleteWebhook(string WebhookId, int ExpectedVersion) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check) => check.Id<WebhookId>(WebhookId, required: true, "webhookId");
}

internal sealed class KeepWebhooksHandler(InsightsDb db, Ledger ledger, IdSource ids, TimeProvider clock, ConsumerDesk consumers, WebhookDesk desk, IWebhookSecrets secrets, WebhookAllowance allowance) :
    IRequestHandler<CreateWebhook, Outcome<WebhookSecretView>>, IRequestHandler<UpdateWebhook, Outcome<WebhookView>>,
    IRequestHandler<RotateWebhookSecret, Outcome<WebhookSecretView>>, IRequestHandler<DeleteWebhook, Outcome<WebhookView>>
{
    private const int MostOfOneConsumer = 5;

    private static readonly Refusal BadAddress = Refusal.Of(RefusalCode.Malformed,
        "Messages go to https and a public host by its name, on port 443 or 8443. An address has small letters in its host, and no user, query or fragment.", "url");

    public async Task<Outcome<WebhookSecretView>> Handle(CreateWebhook request, CancellationToken cancellationToken)
    {
        var found = await consumers.FindAsync(db, request.ConsumerId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var consumer))
            return found.Refusals.ToList();
        if (!WebhookAddress.IsAllowed(request.Url, allowance))
            return BadAddress;
        if (await db.Webhooks.CountAsync(w => w.ConsumerId == consumer.Id && w.State != WebhookState.Ended, cancellationToken) >= MostOfOneConsumer)
            return Refusal.Of(RefusalCode.OutOfRange, "This consumer has 5 endpoints already. Delete one first.", "consumerId");
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var secret = WebhookSignature.SecretOf(ids.Secret(WebhookSignature.SecretBytes));
        var endpoint = WebhookEndpoint.Create(ids.Next<WebhookId>(), consumer.Id, request.Url!, secrets.Seal(secret), new FeedCursor(head.Epoch, head.FeedPosition), clock.GetUtcNow());
        db.Add(endpoint);
        consumer.WebhookCreated();
        return new WebhookSecretView { Webhook = await CommitAsync("CreateWebhook", endpoint, cancellationToken), Secret = secret };
    }

    public async Task<Outcome<WebhookView>> Handle(UpdateWebhook request, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(db, request.WebhookId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var endpoint))
            return found.Refusals.ToList();
        if (!WebhookAddress.IsAllowed(request.Url, allowance))
            return BadAddress;
        endpoint.Move(request.Url!, clock.GetUtcNow());
        return await CommitAsync("UpdateWebhook", endpoint, cancellationToken);
    }

    public async Task<Outcome<WebhookSecretView>> Handle(RotateWebhookSecret request, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(db, request.WebhookId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var endpoint))
            return found.Refusals.ToList();
        var secret = WebhookSignature.SecretOf(ids.Secret(WebhookSignature.SecretBytes));
        endpoint.Rotate(secrets.Seal(secret), clock.GetUtcNow());
        return new WebhookSecretView { Webhook = await CommitAsync("RotateWebhookSecret", endpoint, cancellationToken), Secret = secret };
    }

    public async Task<Outcome<WebhookView>> Handle(DeleteWebhook request, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(db, request.WebhookId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var endpoint))
            return found.Refusals.ToList();
        endpoint.End(clock.GetUtcNow());
        return await CommitAsync("DeleteWebhook", endpoint, cancellationToken);
    }

    private async Task<WebhookView> CommitAsync(string action, WebhookEndpoint endpoint, CancellationToken ct)
    {
        ledger.Record(new AuditLine(action) { Code = endpoint.Id.Value });
        await ledger.CommitAsync(ct);
        return await desk.ViewAsync(db, endpoint.Id, ct);
    }
}
