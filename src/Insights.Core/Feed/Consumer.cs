using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>A model team's registered reader of the feed. It signs in with keys, and acts as a person of its own.</summary>
public sealed class Consumer
{
    private Consumer()
    {
    }

    public ConsumerId Id { get; private init; }

    public long Number { get; private init; }

    public GuardedText Name { get; private set; } = null!;

    /// <summary>Who answers for it.</summary>
    public PersonId OwnerId { get; private set; }

    /// <summary>Who it is when it signs in.</summary>
    public PersonId PersonId { get; private init; }

    /// <summary>What it sees of the feed; an empty filter is all.</summary>
    public FeedFilter Filter { get; private set; } = null!;

    /// <summary>The life of the log that its position belongs to.</summary>
    public long AcknowledgedEpoch { get; private set; }

    /// <summary>Everything up to here it has read and kept; 0 at the beginning.</summary>
    public long AcknowledgedPosition { get; private set; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public int RuleSetVersion { get; private set; }

    public int Version { get; private set; }

    public static Consumer Register(ConsumerId id, long number, GuardedText name, PersonId owner, PersonId person, FeedFilter filter, DateTimeOffset at) => new()
    {
        Id = id,
        Number = number,
        Name = name,
        OwnerId = owner,
        PersonId = person,
        Filter = filter,
        RegisteredAt = at,
        RuleSetVersion = Screen.RuleSetVersion,
        Version = 1,
    };

    public void Change(GuardedText name, PersonId owner, FeedFilter filter) =>
        (Name, OwnerId, Filter, RuleSetVersion, Version) = (name, owner, filter, Screen.RuleSetVersion, Version + 1);

    public void KeyIssued() => Version++;

    public void WebhookCreated() => Version++;

    public void End(DateTimeOffset at) => (EndedAt, Version) = (at, Version + 1);

    /// <summary>Goes on to this place; never back within one life of the log.</summary>
    /// <returns>Whether it was behind it.</returns>
    public bool Acknowledge(FeedCursor cursor, DateTimeOffset at)
    {
        if (cursor.Epoch == AcknowledgedEpoch && cursor.Position <= AcknowledgedPosition)
            return false;
        (AcknowledgedEpoch, AcknowledgedPosition, AcknowledgedAt, Version) = (cursor.Epoch, cursor.Position, at, Version + 1);
        return true;
    }

    /// <summary>Whether this person may change it: an administrator, or whoever answers for it.</summary>
    public bool IsKeptBy(Actor actor) => (actor.Roles & Roles.Administrator) != 0 || OwnerId == actor.Id;
}

/// <summary>The tables of the feed's readers.</summary>
public static class ConsumerTables
{
    extension(InsightsDb db)
    {
        public DbSet<Consumer> Consumers => db.Set<Consumer>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        public DbSet<Receipt> Receipts => db.Set<Receipt>();

        /// <summary>
        /// The consumers that keys and endpoints work for: those that have not ended, while somebody who reads the feed for
        /// a model team answers for them. Whoever is suspended holds no role, and so answers for none.
        /// </summary>
        public IQueryable<Consumer> AnsweredConsumers
        {
            get
            {
                var people = db.People;
                return db.Consumers.Where(c => c.EndedAt == null && people.Any(p => p.Id == c.OwnerId && (p.Roles & Roles.Consumer) != 0));
            }
        }
    }
}

internal sealed class ConsumerTable : IEntityTypeConfiguration<Consumer>
{
    public void Configure(EntityTypeBuilder<Consumer> builder)
    {
        builder.ToTable("consumer");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.PersonId).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Filter).IsJson();
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
