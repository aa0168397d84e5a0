using System.Globalization;
using System.Text;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Webhooks;

/// <summary>The endpoints of a consumer that the caller may know of, those that have ended at the end, at most 200.</summary>
/// <param name="ConsumerNumber">Human number of the consumer.</param>
[Requires(Permission.ReadConsumers)]
public sealed record WebhookList(long ConsumerNumber) : IQuery<List<WebhookView>>;

/// <summary>One endpoint.</summary>
/// <param name="Id">The endpoint.</param>
[Requires(Permission.ReadConsumers)]
public sealed record WebhookById(string Id) : IQuery<WebhookView>;

/// <summary>What was sent to an endpoint, the newest first, by keyset.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="Before">Number of the last attempt read.</param>
[Requires(Permission.ReadConsumers)]
public sealed record WebhookDeliveryList(string Id, int First, long? Before) : IQuery<Page<WebhookDeliveryView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<WebhookDeliveryView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 deliveries.", "first");
}

/// <summary>An endpoint that events are sent to.</summary>
public sealed record WebhookView
{
    /// <summary>The endpoint's id.</summary>
    public required WebhookId Id { get; init; }

    /// <summary>The consumer whose filter holds for it.</summary>
    public required ConsumerId ConsumerId { get; init; }

    /// <summary>Human number of that consumer.</summary>
    public required long ConsumerNumber { get; init; }

    /// <summary>Where messages go.</summary>
    public required string Url { get; init; }

    /// <summary>Whether it is sent to.</summary>
    public required WebhookState State { get; init; }

    /// <summary>Why nothing is sent; null while something is.</summary>
    public required WebhookStop? Stop { get; init; }

    /// <summary>Since when nothing is sent.</summary>
    public required DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The cursor up to which everything is delivered, skipped or kept back by the filter.</summary>
    public required string Cursor { get; init; }

    /// <summary>How many positions of the feed lie behind that, whether its filter lets them through or not.</summary>
    public required long Lag { get; init; }

    /// <summary>The event that is under way or waits for its next attempt.</summary>
    public required EventId? WaitsWith { get; init; }

    /// <summary>How often that event has failed.</summary>
    public required int Failures { get; init; }

    /// <summary>When it is tried next; null where nothing waits.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Whether a message that tries the endpoint out waits to be sent.</summary>
    public required bool TestWaits { get; init; }

    /// <summary>Until when messages are signed with an earlier secret as well.</summary>
    public required DateTimeOffset? EarlierSecretUntil { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an event was delivered last.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The events that were skipped, the newest first, at most 100.</summary>
    public required IReadOnlyList<DeadLetterView> DeadLetters { get; init; }

    /// <summary>Whether the caller may change it.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Counts what people change and when sending stops; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>An event that was skipped for one endpoint.</summary>
public sealed record DeadLetterView
{
    /// <summary>The event.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The cursor before it; replaying from there sends it.</summary>
    public required string ReplayAfter { get; init; }

    /// <summary>How often it had failed.</summary>
    public required int Failures { get; init; }

    /// <summary>When it was skipped.</summary>
    public required DateTimeOffset SkippedAt { get; init; }

    /// <summary>When it was delivered after all.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>An endpoint, and a secret of it that was just made.</summary>
public sealed record WebhookSecretView
{
    /// <summary>The endpoint.</summary>
    public required WebhookView Webhook { get; init; }

    /// <summary>What the receiver checks signatures with. It is shown this once and kept encrypted.</summary>
    public required string Secret { get; init; }
}

/// <summary>One attempt: what was sent, what came back, and how long it took.</summary>
public sealed record WebhookDeliveryView
{
    /// <summary>Grows from attempt to attempt.</summary>
    public required long Number { get; init; }

    /// <summary>The event; the header webhook-id.</summary>
    public required EventId EventId { get; init; }

    /// <summary>Whether it only tried the endpoint out.</summary>
    public required bool IsTest { get; init; }

    /// <summary>Which attempt at this event it was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>What came of it.</summary>
    public required WebhookOutcome Outcome { get; init; }

    /// <summary>The status the receiver answered with.</summary>
    public required int? Status { get; init; }

    /// <summary>The headers that were sent, but for the signature's value.</summary>
    public required string RequestHeaders { get; init; }

    /// <summary>The body that was sent.</summary>
    public required string RequestBody { get; init; }

    /// <summary>The beginning of the answer, at most 4 KiB, with whatever may identify anybody masked.</summary>
    public required GuardedText Answer { get; init; }
}

/// <summary>Finds endpoints for those who may know of them.</summary>
internal sealed class WebhookDesk(CurrentActor current, TimeProvider clock, ConsumerDesk consumers)
{
    public static void CheckUrl(Check check, string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
            check.Missing("url");
        else
            check.Must(url.Length <= WebhookAddress.Longest, RefusalCode.TooLong, "An address has at most 300 characters.", "url");
        if (url is { Length: <= WebhookAddress.Longest } && url.Split('/', 4) is [_, _, _, { Length: > 0 } path])
            check.Text(path, WebhookAddress.Longest, required: true, "url");
    }

    /// <summary>An endpoint that the caller keeps; somebody else's does not exist for them.</summary>
    public async Task<Outcome<WebhookEndpoint>> FindAsync(InsightsDb db, string webhookId, int expectedVersion, CancellationToken ct)
    {
        var id = WebhookId.Of(webhookId);
        if (await db.Webhooks.FirstOrDefaultAsync(w => w.Id == id, ct) is not { } endpoint
            || await db.Consumers.AsNoTracking().FirstOrDefaultAsync(c => c.Id == endpoint.ConsumerId, ct) is not { } consumer || !consumer.IsKeptBy(current.Actor))
            return Refusal.NotFound("webhook", "webhookId");
        if (expectedVersion != endpoint.Version)
            return new ConflictRefusal(endpoint.Version);
        return endpoint.State is WebhookState.Ended || consumer.EndedAt is not null
            ? Refusal.Of(RefusalCode.IllegalMove, "This endpoint has ended. Create another one.", "webhookId") : endpoint;
    }

    public async Task<WebhookView> ViewAsync(InsightsDb db, WebhookId id, CancellationToken ct) =>
        (await ViewsAsync(db, db.Webhooks.AsNoTracking().Where(w => w.Id == id), ct)).Single();

    /// <summary>Those of these endpoints whose consumers the caller may know of.</summary>
    public async Task<List<WebhookView>> ViewsAsync(InsightsDb db, IQueryable<WebhookEndpoint> which, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        var found = await which.Join(consumers.Seen(db), w => w.ConsumerId, c => c.Id, (w, c) => new { Webhook = w, Consumer = c })
            .OrderBy(f => f.Webhook.State == WebhookState.Ended).ThenBy(f => f.Webhook.CreatedAt).ThenBy(f => f.Webhook.Id).Take(200).ToListAsync(ct);
        var ids = found.ConvertAll(f => f.Webhook.Id);
        var skipped = (await db.DeadLetters.AsNoTracking().Where(d => ids.Contains(d.WebhookId)).OrderByDescending(d => d.At).ThenByDescending(d => d.Position).Take(500).ToListAsync(ct)).ToLookup(d => d.WebhookId);
        return found.ConvertAll(f => new WebhookView
        {
            Id = f.Webhook.Id,
            ConsumerId = f.Consumer.Id,
            ConsumerNumber = f.Consumer.Number,
            Url = f.Webhook.Url,
            State = f.Webhook.State,
            Stop = f.Webhook.Stop,
            StoppedAt = f.Webhook.StoppedAt,
            Cursor = new FeedCursor(f.Webhook.Epoch, f.Webhook.Position).ToString(),
            Lag = f.Webhook.Epoch == head.Epoch ? head.FeedPosition - f.Webhook.Position : head.FeedPosition,
            WaitsWith = f.Webhook.EventId,
            Failures = f.Webhook.Failures,
            NextAttemptAt = f.Webhook is { EventId: not null, State: WebhookState.Enabled } ? f.Webhook.NextAttemptAt : null,
            TestWaits = f.Webhook.TestId is not null,
            EarlierSecretUntil = f.Webhook.Secrets.Where(s => s.Until > now).Max(s => s.Until),
            CreatedAt = f.Webhook.CreatedAt,
            DeliveredAt = f.Webhook.DeliveredAt,
            DeadLetters = [.. skipped[f.Webhook.Id].Take(100).Select(d => new DeadLetterView
            {
                EventId = d.EventId,
                ReplayAfter = new FeedCursor(f.Webhook.Epoch, d.Position - 1).ToString(),
                Failures = d.Failures,
                SkippedAt = d.At,
                DeliveredAt = d.DeliveredAt,
            })],
            MayChange = f.Consumer.EndedAt is null && f.Webhook.State is not WebhookState.Ended && current.Actor.May(Permission.KeepConsumers) && f.Consumer.IsKeptBy(current.Actor),
            Version = f.Webhook.Version,
        });
    }
}

internal sealed class ReadWebhooksHandler(IDbContextFactory<InsightsDb> contexts, WebhookDesk desk, ConsumerDesk consumers) :
    IRequestHandler<WebhookList, Outcome<List<WebhookView>>>, IRequestHandler<WebhookById, Outcome<WebhookView>>, IRequestHandler<WebhookDeliveryList, Outcome<Page<WebhookDeliveryView>>>
{
    public async Task<Outcome<List<WebhookView>>> Handle(WebhookList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await consumers.Seen(db).FirstOrDefaultAsync(c => c.Number == request.ConsumerNumber, cancellationToken) is not { } consumer)
            return Refusal.NotFound("consumer", "number");
        return await desk.ViewsAsync(db, db.Webhooks.AsNoTracking().Where(w => w.ConsumerId == consumer.Id), cancellationToken);
    }

    public async Task<Outcome<WebhookView>> Handle(WebhookById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return PublicIds.TryParse<WebhookId>(request.Id, out var id) && await desk.ViewsAsync(db, db.Webhooks.AsNoTracking().Where(w => w.Id == id), cancellationToken) is [var one]
            ? one : Refusal.NotFound("webhook", "id");
    }

    public async Task<Outcome<Page<WebhookDeliveryView>>> Handle(WebhookDeliveryList request, CancellationToken cancellationToken)
    {
        var found = await Handle(new WebhookById(request.Id), cancellationToken);
        if (!found.Succeeded(out var webhook))
            return found.Refusals.ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = request.Before ?? long.MaxValue;
        var rows = await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == webhook.Id && d.Number < before).OrderByDescending(d => d.Number).Take(request.First + 1).ToListAsync(cancellationToken);
        var events = rows.Select(d => d.EventId).Distinct().ToList();
        var bodies = await db.WebhookMessages.AsNoTracking().Where(m => m.WebhookId == webhook.Id && events.Contains(m.EventId)).ToDictionaryAsync(m => m.EventId, m => m.Body, cancellationToken);
        return Page<WebhookDeliveryView>.Of(rows.ConvertAll(d => ViewOf(d, bodies.GetValueOrDefault(d.EventId) ?? [])), request.First);
    }

    private static WebhookDeliveryView ViewOf(WebhookDelivery sent, byte[] body) => new()
    {
        Number = sent.Number,
        EventId = sent.EventId,
        IsTest = sent.Position is null,
        Attempt = sent.Attempt,
        StartedAt = sent.StartedAt,
        DurationMs = sent.DurationMs,
        Outcome = sent.Outcome,
        Status = sent.Status,
        RequestHeaders = string.Create(CultureInfo.InvariantCulture,
            $"content-type: application/json\nwebhook-id: {sent.EventId}\nwebhook-timestamp: {sent.StartedAt.ToUnixTimeSeconds()}\nwebhook-signature: {string.Join(' ', Enumerable.Repeat("v1,…", sent.Signatures))}"),
        RequestBody = Encoding.UTF8.GetString(body),
        Answer = sent.Answer,
    };
}
