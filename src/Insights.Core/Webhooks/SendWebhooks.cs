using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Webhooks;

/// <summary>The endpoints that something is to be sent to now, those that have waited longest first, at most 100.</summary>
[Requires(Permission.SendWebhooks)]
public sealed record DueWebhooks : IQuery<List<WebhookId>>;

/// <summary>Takes an endpoint on for one attempt. Nobody else gets it until the lease ends or the result is settled.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Owner">Who sends.</param>
[Requires(Permission.SendWebhooks)]
public sealed record ClaimWebhook(WebhookId Id, string Owner) : ICommand<WebhookJob?>;

/// <summary>Says what came of an attempt. It counts only while the fencing number is the one of the claim.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Fence">The fencing number of the claim.</param>
/// <param name="MessageId">What was sent.</param>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Outcome">What came of it.</param>
[Requires(Permission.SendWebhooks)]
public sealed record SettleWebhook(WebhookId Id, long Fence, EventId MessageId, DateTimeOffset StartedAt, long DurationMs, WebhookOutcome Outcome) : ICommand<WebhookState>
{
    /// <summary>The status the receiver answered with.</summary>
    public int? Status { get; init; }

    /// <summary>How many signatures it carried.</summary>
    public int Signatures { get; init; }

    /// <summary>How long the receiver asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The beginning of the answer; it is masked before it is stored.</summary>
    public string? Answer { get; init; }
}

/// <summary>One attempt to be made.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Fence">The fencing number to settle it with.</param>
/// <param name="Url">Where to.</param>
/// <param name="MessageId">The header webhook-id; the same for every attempt.</param>
/// <param name="At">When it was signed; in seconds, the header webhook-timestamp.</param>
/// <param name="Signature">The header webhook-signature.</param>
/// <param name="Body">The bytes; the same for every attempt.</param>
public sealed record WebhookJob(WebhookId Id, long Fence, string Url, EventId MessageId, DateTimeOffset At, string Signature, byte[] Body);

internal sealed class DueWebhooksHandler(IDbContextFactory<InsightsDb> contexts, TimeProvider clock) : IRequestHandler<DueWebhooks, Outcome<List<WebhookId>>>
{
    public async Task<Outcome<List<WebhookId>>> Handle(DueWebhooks request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var consumers = db.AnsweredConsumers;
        return await db.Webhooks.AsNoTracking().Where(w => (w.LeaseUntil == null || w.LeaseUntil <= now) && consumers.Any(c => c.Id == w.ConsumerId)
                && ((w.TestId != null && (w.State == WebhookState.Enabled || w.State == WebhookState.Paused))
                    || (w.State == WebhookState.Enabled && w.NextAttemptAt <= now && (w.EventId != null || w.Position < head.FeedPosition || w.Epoch != head.Epoch))))
            .OrderBy(w => w.NextAttemptAt).ThenBy(w => w.Id).Take(100).Select(w => w.Id).ToListAsync(cancellationToken);
    }
}

internal sealed class ClaimWebhookHandler(InsightsDb db, Ledger ledger, TimeProvider clock, IWebhookSecrets secrets) : IRequestHandler<ClaimWebhook, Outcome<WebhookJob?>>
{
    /// <summary>Longer than an attempt can take, so that a lease ends only when whoever held it is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int MostLookedAt = 2000;
    private const int PageSize = 50;

    public async Task<Outcome<WebhookJob?>> Handle(ClaimWebhook request, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var endpoint = await db.Webhooks.FirstOrDefaultAsync(w => w.Id == request.Id, cancellationToken);
        if (endpoint is null || endpoint.IsClaimed(at) || endpoint.State is not (WebhookState.Enabled or WebhookState.Paused)
            || await db.AnsweredConsumers.AsNoTracking().FirstOrDefaultAsync(c => c.Id == endpoint.ConsumerId, cancellationToken) is not { } consumer)
            return (WebhookJob?)null;
        var signing = endpoint.Signing(at).Select(secrets.Open).OfType<string>().ToList();
        if (signing.Count == 0)
            return await UnreadableAsync(endpoint, consumer, cancellationToken);
        var message = endpoint.TestId is { } test ? await MessageAsync(endpoint, test, () => WebhookBody.OfTest(test, DateOnly.FromDateTime(at.UtcDateTime)), cancellationToken)
            : endpoint.State is WebhookState.Enabled && endpoint.NextAttemptAt <= at ? await NextAsync(endpoint, consumer, cancellationToken) : null;
        if (message is null)
        {
            await ledger.CommitAsync(cancellationToken);
            return (WebhookJob?)null;
        }

        endpoint.Claim(request.Owner, at + Lease);
        await ledger.CommitAsync(cancellationToken);
        return new WebhookJob(endpoint.Id, endpoint.Fence, endpoint.Url, message.EventId, at,
            WebhookSignature.Header(signing, message.EventId.Value, at.ToUnixTimeSeconds(), message.Body), message.Body);
    }

    /// <summary>The message that is under way, or else the next one that the filter lets through; past what it keeps back the place moves on.</summary>
    private async Task<WebhookMessage?> NextAsync(WebhookEndpoint endpoint, Consumer consumer, CancellationToken ct)
    {
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        if (endpoint.Epoch != head.Epoch || endpoint.Position > head.FeedPosition)
        {
            Halt(endpoint, consumer, WebhookStop.FeedRestored);
            return null;
        }

        var waiting = endpoint.EventPosition;
        var sieve = new FeedSieve(null, waiting is null ? consumer.Filter : null);
        var (from, to) = waiting is { } place ? (place - 1, place) : (endpoint.Position, Math.Min(head.FeedPosition, endpoint.Position + MostLookedAt));
        while (from < to)
        {
            var events = await sieve.Narrowed(db.FeedEvents.AsNoTracking()).Where(e => e.Position > from && e.Position <= to).OrderBy(e => e.Position).Take(PageSize).ToListAsync(ct);
            await sieve.RecallAsync(db, events, ct);
            foreach (var happened in events)
            {
                if (!sieve.Lets(happened, out var membership))
                    continue;
                endpoint.PassOver(happened.Position - 1);
                endpoint.Begin(happened.Id, happened.Position);
                return await MessageAsync(endpoint, happened.Id, () => WebhookBody.Of(new FeedEntry(new FeedCursor(head.Epoch, happened.Position).ToString(), happened.Item, membership)), ct);
            }

            from = events.Count < PageSize ? to : events[^1].Position;
        }

        endpoint.PassOver(to);
        endpoint.Yield(clock.GetUtcNow());
        return null;
    }

    private async Task<WebhookMessage> MessageAsync(WebhookEndpoint endpoint, EventId id, Func<byte[]> write, CancellationToken ct)
    {
        if (await db.WebhookMessages.AsNoTracking().FirstOrDefaultAsync(m => m.WebhookId == endpoint.Id && m.EventId == id, ct) is { } known)
            return known;
        var message = WebhookMessage.Of(endpoint.Id, id, write(), clock.GetUtcNow());
        db.Add(message);
        return message;
    }

    private async Task<Outcome<WebhookJob?>> UnreadableAsync(WebhookEndpoint endpoint, Consumer consumer, CancellationToken ct)
    {
        endpoint.Tested();
        if (endpoint.State is WebhookState.Enabled)
            Halt(endpoint, consumer, WebhookStop.SecretUnreadable);
        await ledger.CommitAsync(ct);
        return (WebhookJob?)null;
    }

    private void Halt(WebhookEndpoint endpoint, Consumer consumer, WebhookStop stop)
    {
        endpoint.Halt(WebhookState.Paused, stop, clock.GetUtcNow());
        ledger.Record(new AuditLine("ClaimWebhook") { Code = endpoint.Id.Value, Person = consumer.PersonId, From = nameof(WebhookState.Enabled), To = nameof(WebhookState.Paused) });
    }
}

internal sealed class SettleWebhookHandler(InsightsDb db, Ledger ledger, TimeProvider clock, IdSource ids, Guard guard) : IRequestHandler<SettleWebhook, Outcome<WebhookState>>
{
    private const int Gone = 410;

    public async Task<Outcome<WebhookState>> Handle(SettleWebhook request, CancellationToken cancellationToken)
    {
        var endpoint = await db.Webhooks.FirstOrDefaultAsync(w => w.Id == request.Id, cancellationToken);
        if (endpoint is null || endpoint.Fence != request.Fence || endpoint.LeaseOwner is null
            || (endpoint.TestId != request.MessageId && endpoint.EventId != request.MessageId))
            return Refusal.Of(RefusalCode.Superseded, "Somebody else has this endpoint by now.", "fence");
        var (at, test, from) = (clock.GetUtcNow(), endpoint.TestId == request.MessageId, endpoint.State);
        db.Add(WebhookDelivery.Of(endpoint, request, guard.Screen(guard.Mask(request.Answer ?? "", out _)).Text ?? GuardedText.Withheld, test));
        if (test)
            endpoint.Tested();
        else if (request.Outcome is WebhookOutcome.Delivered)
            await DeliveredAsync(endpoint, at, cancellationToken);
        else
            Failed(endpoint, request, at);
        if (endpoint.State != from)
        {
            var consumer = await db.Consumers.AsNoTracking().Where(c => c.Id == endpoint.ConsumerId).Select(c => c.PersonId).SingleAsync(cancellationToken);
            ledger.Record(new AuditLine("SettleWebhook") { Code = endpoint.Id.Value, Person = consumer, From = from.ToString(), To = endpoint.State.ToString(), Count = endpoint.Failures });
        }

        await ledger.CommitAsync(cancellationToken);
        return endpoint.State;
    }

    private async Task DeliveredAsync(WebhookEndpoint endpoint, DateTimeOffset at, CancellationToken ct)
    {
        if (await db.DeadLetters.FirstOrDefaultAsync(d => d.WebhookId == endpoint.Id && d.EventId == endpoint.EventId && d.DeliveredAt == null, ct) is { } skipped)
            skipped.Delivered(at);
        endpoint.Delivered(at);
    }

    private void Failed(WebhookEndpoint endpoint, SettleWebhook request, DateTimeOffset at)
    {
        var wait = RetrySchedule.After(endpoint.Failures + 1, request.RetryAfter, BitConverter.ToUInt16(ids.Secret(16)) / 65536.0);
        endpoint.Failed(at + (wait ?? TimeSpan.Zero));
        if (endpoint.State is not WebhookState.Enabled)
            return;
        if (request.Status == Gone)
            endpoint.Halt(WebhookState.Disabled, WebhookStop.Gone, at);
        else if (wait is null)
            endpoint.Halt(WebhookState.Paused, WebhookStop.Exhausted, at);
    }
}
