using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Webhooks;

/// <summary>Stops sending to an endpoint. Its place is kept; resuming goes on from there.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record PauseWebhook(string WebhookId, int ExpectedVersion) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check) => check.Id<WebhookId>(WebhookId, required: true, "webhookId");
}

/// <summary>Goes on sending to an endpoint that is paused or disabled, with the event it stopped at as a first attempt.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record ResumeWebhook(string WebhookId, int ExpectedVersion) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check) => check.Id<WebhookId>(WebhookId, required: true, "webhookId");
}

/// <summary>Sends again everything after a place in the feed, in order and under the same ids. A paused endpoint stays paused.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="After">The cursor of the last event not to be sent again.</param>
[Requires(Permission.KeepConsumers)]
public sealed record ReplayWebhook(string WebhookId, int ExpectedVersion, string? After) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<WebhookId>(WebhookId, required: true, "webhookId");
        if (string.IsNullOrWhiteSpace(After))
            check.Missing("after");
        else
            check.Must(FeedCursor.TryParse(After, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "after");
    }
}

/// <summary>Puts the event that an endpoint waits with among its dead letters, and goes on with the next one.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="EventId">The event, so that no other one is skipped.</param>
[Requires(Permission.KeepConsumers)]
public sealed record SkipWebhookEvent(string WebhookId, int ExpectedVersion, string EventId) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<WebhookId>(WebhookId, required: true, "webhookId");
        check.Id<EventId>(EventId, required: true, "eventId");
    }
}

/// <summary>Sends a message that only tries the endpoint out, also while it is paused. It is sent once, and stands among the deliveries.</summary>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record TestWebhook(string WebhookId, int ExpectedVersion) : ICommand<WebhookView>, IChecked
{
    public void Check(Check check) => check.Id<WebhookId>(WebhookId, required: true, "webhookId");
}

internal sealed class SteerWebhooksHandler(InsightsDb db, Ledger ledger, AfterCommit afterCommit, FeedSignal signal, IdSource ids, TimeProvider clock, WebhookDesk desk) :
    IRequestHandler<PauseWebhook, Outcome<WebhookView>>, IRequestHandler<ResumeWebhook, Outcome<WebhookView>>, IRequestHandler<ReplayWebhook, Outcome<WebhookView>>,
    IRequestHandler<SkipWebhookEvent, Outcome<WebhookView>>, IRequestHandler<TestWebhook, Outcome<WebhookView>>
{
    public Task<Outcome<WebhookView>> Handle(PauseWebhook request, CancellationToken cancellationToken) =>
        SteerAsync("PauseWebhook", request.WebhookId, request.ExpectedVersion, (endpoint, at) =>
        {
            if (endpoint.State is not WebhookState.Enabled)
                return Refusal.Of(RefusalCode.IllegalMove, "Nothing is sent to this endpoint as it is.", "webhookId");
            endpoint.Halt(WebhookState.Paused, WebhookStop.ByHand, at);
            return null;
        }, cancellationToken);

    public Task<Outcome<WebhookView>> Handle(ResumeWebhook request, CancellationToken cancellationToken) =>
        SteerAsync("ResumeWebhook", request.WebhookId, request.ExpectedVersion, (endpoint, at) =>
        {
            if (endpoint.State is WebhookState.Enabled)
                return Refusal.Of(RefusalCode.IllegalMove, "This endpoint is sent to already.", "webhookId");
            endpoint.Resume(at);
            return null;
        }, cancellationToken);

    public async Task<Outcome<WebhookView>> Handle(ReplayWebhook request, CancellationToken cancellationToken)
    {
        _ = FeedCursor.TryParse(request.After, out var after);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var webhook = WebhookId.Of(request.WebhookId);
        // Bodies from another life of the log name cursors that nobody can go on from; they are written anew.
        var stale = await db.Webhooks.AnyAsync(w => w.Id == webhook && w.Epoch != head.Epoch, cancellationToken) ? await db.WebhookMessages.Where(m => m.WebhookId == webhook).ToListAsync(cancellationToken) : [];
        return await SteerAsync("ReplayWebhook", request.WebhookId, request.ExpectedVersion, (endpoint, at) =>
        {
            if (after.Epoch != head.Epoch || after.Position > head.FeedPosition)
                return new ResyncRefusal(new FeedCursor(head.Epoch, 0).ToString(), new FeedCursor(head.Epoch, head.FeedPosition).ToString()) { Path = ["after"] };
            db.RemoveRange(stale);
            endpoint.Replay(after, at);
            return null;
        }, cancellationToken);
    }

    public async Task<Outcome<WebhookView>> Handle(SkipWebhookEvent request, CancellationToken cancellationToken)
    {
        var id = EventId.Of(request.EventId);
        var webhook = WebhookId.Of(request.WebhookId);
        var before = await db.DeadLetters.FirstOrDefaultAsync(d => d.WebhookId == webhook && d.EventId == id, cancellationToken);
        return await SteerAsync("SkipWebhookEvent", request.WebhookId, request.ExpectedVersion, (endpoint, at) =>
        {
            if (endpoint.EventId != id)
                return Refusal.Of(RefusalCode.IllegalMove, "This endpoint does not wait with that event.", "eventId");
            if (before is null)
                db.Add(DeadLetter.Of(endpoint, at));
            else
                before.SkippedAgain(at);
            endpoint.Skip(at);
            return null;
        }, cancellationToken);
    }

    public Task<Outcome<WebhookView>> Handle(TestWebhook request, CancellationToken cancellationToken) =>
        SteerAsync("TestWebhook", request.WebhookId, request.ExpectedVersion, (endpoint, _) =>
        {
            if (endpoint.State is WebhookState.Disabled)
                return Refusal.Of(RefusalCode.IllegalMove, "The receiver said that it is gone. Resume first.", "webhookId");
            if (endpoint.TestId is not null)
                return Refusal.Of(RefusalCode.AlreadyRunning, "A test waits to be sent already.", "webhookId");
            endpoint.AskTest(ids.Next<EventId>());
            return null;
        }, cancellationToken);

    private async Task<Outcome<WebhookView>> SteerAsync(string action, string webhookId, int expectedVersion, Func<WebhookEndpoint, DateTimeOffset, Refusal?> steer, CancellationToken ct)
    {
        var found = await desk.FindAsync(db, webhookId, expectedVersion, ct);
        if (!found.Succeeded(out var endpoint))
            return found.Refusals.ToList();
        var (from, failures) = (endpoint.State, endpoint.Failures);
        if (steer(endpoint, clock.GetUtcNow()) is { } refusal)
            return refusal;
        ledger.Record(new AuditLine(action)
        {
            Code = endpoint.Id.Value,
            From = from == endpoint.State ? null : from.ToString(),
            To = from == endpoint.State ? null : endpoint.State.ToString(),
            Count = action is "SkipWebhookEvent" ? failures : null,
        });
        await ledger.CommitAsync(ct);
        afterCommit.Do(signal.Raise);
        return await desk.ViewAsync(db, endpoint.Id, ct);
    }
}
