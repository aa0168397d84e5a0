using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Webhooks;

/// <summary>Whether an endpoint is sent to.</summary>
public enum WebhookState
{
    /// <summary>Events are sent as they happen.</summary>
    Enabled,

    /// <summary>Nothing is sent until somebody resumes; the place is kept.</summary>
    Paused,

    /// <summary>The receiver said that it is gone. Nothing is sent until somebody resumes.</summary>
    Disabled,

    /// <summary>Deleted; it stays on record.</summary>
    Ended,
}

/// <summary>Why nothing is sent to an endpoint.</summary>
public enum WebhookStop
{
    /// <summary>Somebody paused it.</summary>
    ByHand,

    /// <summary>One message failed ten times over three days.</summary>
    Exhausted,

    /// <summary>The receiver answered 410 Gone.</summary>
    Gone,

    /// <summary>The log was restored from a copy; say from where to go on.</summary>
    FeedRestored,

    /// <summary>The keys that its secret was encrypted with are missing.</summary>
    SecretUnreadable,
}

/// <summary>A signing secret as it is stored.</summary>
/// <param name="Sealed">The secret, encrypted.</param>
/// <param name="Until">When it stops to sign; null for the present one.</param>
public sealed record WebhookSecret(string Sealed, DateTimeOffset? Until);

/// <summary>An endpoint of a consumer and its place in the feed. One message is under way at a time, so order is kept.</summary>
public sealed class WebhookEndpoint
{
    /// <summary>How long a secret signs beside the one that replaced it.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private WebhookEndpoint()
    {
    }

    public WebhookId Id { get; private init; }

    public ConsumerId ConsumerId { get; private init; }

    public string Url { get; private set; } = null!;

    public WebhookState State { get; private set; }

    public WebhookStop? Stop { get; private set; }

    public IReadOnlyList<WebhookSecret> Secrets { get; private set; } = [];

    /// <summary>The life of the log that the position belongs to.</summary>
    public long Epoch { get; private set; }

    /// <summary>Everything up to here is delivered, skipped, or kept back by the consumer's filter.</summary>
    public long Position { get; private set; }

    /// <summary>The event that is under way or waits for its next attempt.</summary>
    public EventId? EventId { get; private set; }

    public long? EventPosition { get; private set; }

    /// <summary>How often that event has failed.</summary>
    public int Failures { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>A message that only tries the endpoint out, while it waits to be sent.</summary>
    public EventId? TestId { get; private set; }

    /// <summary>Who sends at present.</summary>
    public string? LeaseOwner { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Counts claims and whatever makes the result of an earlier claim worthless; a result counts only with the present number.</summary>
    public long Fence { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Counts what people change and when sending stops; not each message.</summary>
    public int Version { get; private set; }

    public static WebhookEndpoint Create(WebhookId id, ConsumerId consumer, string url, string secret, FeedCursor from, DateTimeOffset at) => new()
    {
        Id = id,
        ConsumerId = consumer,
        Url = url,
        Secrets = [new(secret, null)],
        Epoch = from.Epoch,
        Position = from.Position,
        NextAttemptAt = at,
        CreatedAt = at,
        Version = 1,
    };

    public void Move(string url, DateTimeOffset at)
    {
        Url = url;
        Afresh(at);
    }

    public void Rotate(string secret, DateTimeOffset at)
    {
        Secrets = [new(secret, null), .. Secrets.Select(s => s with { Until = s.Until ?? at + Overlap }).Where(s => s.Until > at).Take(3)];
        Version++;
    }

    /// <summary>The secrets that sign now, the newest first.</summary>
    public IEnumerable<string> Signing(DateTimeOffset at) => Secrets.Where(s => s.Until is null || s.Until > at).Select(s => s.Sealed);

    public void Halt(WebhookState state, WebhookStop stop, DateTimeOffset at) => (State, Stop, StoppedAt, Version) = (state, stop, at, Version + 1);

    public void Resume(DateTimeOffset at)
    {
        (State, Stop, StoppedAt) = (WebhookState.Enabled, null, null);
        Afresh(at);
    }

    public void Replay(FeedCursor after, DateTimeOffset at)
    {
        (Epoch, Position, EventId, EventPosition) = (after.Epoch, after.Position, null, null);
        Afresh(at);
    }

    public void Skip(DateTimeOffset at)
    {
        (Position, EventId, EventPosition) = (EventPosition ?? Position, null, null);
        Afresh(at);
    }

    public void End(DateTimeOffset at)
    {
        (State, Stop, StoppedAt, TestId) = (WebhookState.Ended, null, at, null);
        Afresh(at);
    }

    public void AskTest(EventId id) => (TestId, Version) = (id, Version + 1);

    /// <summary>Goes past what the filter keeps back.</summary>
    public void PassOver(long position) => Position = position;

    /// <summary>Goes behind the endpoints that wait: there was nothing for it, and they may have something.</summary>
    public void Yield(DateTimeOffset at) => NextAttemptAt = at;

    public void Begin(EventId id, long position) => (EventId, EventPosition) = (id, position);

    public void Claim(string owner, DateTimeOffset until) => (LeaseOwner, LeaseUntil, Fence) = (owner, until, Fence + 1);

    public bool IsClaimed(DateTimeOffset at) => LeaseUntil > at;

    public void Tested() => (TestId, LeaseOwner, LeaseUntil) = (null, null, null);

    public void Delivered(DateTimeOffset at) =>
        (Position, EventId, EventPosition, Failures, NextAttemptAt, DeliveredAt, LeaseOwner, LeaseUntil) = (EventPosition ?? Position, null, null, 0, at, at, null, null);

    public void Failed(DateTimeOffset next) => (Failures, NextAttemptAt, LeaseOwner, LeaseUntil) = (Failures + 1, next, null, null);

    /// <summary>What a dispatcher may be doing at this moment does not count any more, and the next attempt is the first one.</summary>
    private void Afresh(DateTimeOffset at) =>
        (Failures, NextAttemptAt, LeaseOwner, LeaseUntil, Fence, Version) = (0, at, null, null, Fence + 1, Version + 1);
}

internal sealed class WebhookEndpointTable : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("webhook");
        builder.HasKey(w => w.Id);
        builder.HasOne<Consumer>().WithMany().HasForeignKey(w => w.ConsumerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(w => new { w.State, w.NextAttemptAt });
        builder.Property(w => w.Url).HasMaxLength(WebhookAddress.Longest);
        builder.Property(w => w.LeaseOwner).HasMaxLength(64);
        builder.Property(w => w.Secrets).IsJson();
        builder.Property(w => w.Fence).IsConcurrencyToken();
    }
}
