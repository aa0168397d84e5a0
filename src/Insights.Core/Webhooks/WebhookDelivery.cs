using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Webhooks;

/// <summary>What came of one attempt.</summary>
public enum WebhookOutcome
{
    /// <summary>The receiver answered with a status from 200 to 299.</summary>
    Delivered,

    /// <summary>The receiver answered with another status.</summary>
    Refused,

    /// <summary>The receiver answered that the message is elsewhere; it is not followed.</summary>
    Redirected,

    /// <summary>There was no answer within fifteen seconds.</summary>
    TimedOut,

    /// <summary>There was no connection, or it broke.</summary>
    Unreachable,

    /// <summary>The address leads to a place that messages may not be sent to.</summary>
    AddressRefused,
}

/// <summary>The bytes of a message, kept from the first attempt on, so that every later one sends the same.</summary>
public sealed class WebhookMessage
{
    private WebhookMessage()
    {
    }

    public WebhookId WebhookId { get; private init; }

    public EventId EventId { get; private init; }

    public byte[] Body { get; private init; } = [];

    public DateTimeOffset At { get; private init; }

    public static WebhookMessage Of(WebhookId webhook, EventId id, byte[] body, DateTimeOffset at) => new() { WebhookId = webhook, EventId = id, Body = body, At = at };
}

/// <summary>One attempt: what was sent when, what came back, and how long it took.</summary>
public sealed class WebhookDelivery
{
    /// <summary>Most bytes of an answer that are read.</summary>
    public const int LongestAnswer = 4096;

    private WebhookDelivery()
    {
    }

    public WebhookId WebhookId { get; private init; }

    /// <summary>The fencing number it was claimed with; grows from attempt to attempt.</summary>
    public long Number { get; private init; }

    public EventId EventId { get; private init; }

    /// <summary>Where the event stands in the feed; null for a test.</summary>
    public long? Position { get; private init; }

    /// <summary>Which attempt at this event it was, from 1.</summary>
    public int Attempt { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    public long DurationMs { get; private init; }

    public WebhookOutcome Outcome { get; private init; }

    public int? Status { get; private init; }

    /// <summary>How many secrets it was signed with.</summary>
    public int Signatures { get; private init; }

    /// <summary>The beginning of the answer, with whatever may identify anybody masked.</summary>
    public GuardedText Answer { get; private init; } = null!;

    /// <summary>Version of the rules the answer was masked by.</summary>
    public int RuleSetVersion { get; private set; }

    public static WebhookDelivery Of(WebhookEndpoint endpoint, SettleWebhook sent, GuardedText answer, bool test) => new()
    {
        WebhookId = endpoint.Id,
        Number = endpoint.Fence,
        EventId = sent.MessageId,
        Position = test ? null : endpoint.EventPosition,
        Attempt = test ? 1 : endpoint.Failures + 1,
        StartedAt = sent.StartedAt,
        DurationMs = sent.DurationMs,
        Outcome = sent.Outcome,
        Status = sent.Status,
        Signatures = sent.Signatures,
        Answer = answer,
        RuleSetVersion = Screen.RuleSetVersion,
    };
}

/// <summary>An event that somebody skipped for one endpoint. Replaying from before it delivers it after all.</summary>
public sealed class DeadLetter
{
    private DeadLetter()
    {
    }

    public WebhookId WebhookId { get; private init; }

    public EventId EventId { get; private init; }

    public long Position { get; private init; }

    /// <summary>How often it had failed.</summary>
    public int Failures { get; private init; }

    public DateTimeOffset At { get; private set; }

    /// <summary>When it was delivered after all.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    public static DeadLetter Of(WebhookEndpoint endpoint, DateTimeOffset at) =>
        new() { WebhookId = endpoint.Id, EventId = endpoint.EventId!.Value, Position = endpoint.EventPosition!.Value, Failures = endpoint.Failures, At = at };

    public void SkippedAgain(DateTimeOffset at) => (At, DeliveredAt) = (at, null);

    public void Delivered(DateTimeOffset at) => DeliveredAt = at;
}

/// <summary>The tables of this feature.</summary>
public static class WebhookTables
{
    extension(InsightsDb db)
    {
        public DbSet<WebhookEndpoint> Webhooks => db.Set<WebhookEndpoint>();

        public DbSet<WebhookMessage> WebhookMessages => db.Set<WebhookMessage>();

        public DbSet<WebhookDelivery> WebhookDeliveries => db.Set<WebhookDelivery>();

        public DbSet<DeadLetter> DeadLetters => db.Set<DeadLetter>();
    }
}

internal sealed class WebhookMessageTable : IEntityTypeConfiguration<WebhookMessage>
{
    public void Configure(EntityTypeBuilder<WebhookMessage> builder)
    {
        builder.ToTable("webhook_message");
        builder.HasKey(m => new { m.WebhookId, m.EventId });
        builder.HasIndex(m => new { m.WebhookId, m.At });
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(m => m.WebhookId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WebhookDeliveryTable : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_delivery");
        builder.HasKey(d => new { d.WebhookId, d.Number });
        builder.HasIndex(d => new { d.WebhookId, d.EventId });
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DeadLetterTable : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("webhook_dead_letter");
        builder.HasKey(d => new { d.WebhookId, d.EventId });
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Restrict);
    }
}
