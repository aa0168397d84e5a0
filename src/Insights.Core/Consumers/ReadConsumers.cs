using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>The registered readers of the feed that the caller may know of, those that have ended at the end, at most 500.</summary>
[Requires(Permission.ReadConsumers)]
public sealed record ConsumerList : IQuery<List<ConsumerView>>;

/// <summary>One consumer by its number.</summary>
/// <param name="Number">Its human number.</param>
[Requires(Permission.ReadConsumers)]
public sealed record ConsumerByNumber(long Number) : IQuery<ConsumerView>;

/// <summary>Whom the caller may give a consumer to: an administrator any person who reads the feed for a model team, anybody else themselves. At most 200, by their handles.</summary>
[Requires(Permission.KeepConsumers)]
public sealed record ConsumerOwners : IQuery<List<PersonView>>;

/// <summary>A registered reader of the feed, and how far it has come.</summary>
public sealed record ConsumerView
{
    /// <summary>The consumer's id.</summary>
    public required ConsumerId Id { get; init; }

    /// <summary>Its human number.</summary>
    public required long Number { get; init; }

    /// <summary>What people call it.</summary>
    public required GuardedText Name { get; init; }

    /// <summary>Who answers for it.</summary>
    public required PersonId OwnerId { get; init; }

    /// <summary>What it sees of the feed; an empty filter is all.</summary>
    public required FeedFilter Filter { get; init; }

    /// <summary>The cursor up to which it has read and kept everything; null while it never said so in this life of the log.</summary>
    public required string? Acknowledged { get; init; }

    /// <summary>When it said so.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>How many positions of the feed lie behind that, whether its filter lets them through or not.</summary>
    public required long Lag { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it was ended; null while it reads.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its keys, the newest first.</summary>
    public required IReadOnlyList<ApiKeyView> Keys { get; init; }

    /// <summary>Whether the caller may change it and issue keys.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>Finds consumers for those who may know of them.</summary>
internal sealed class ConsumerDesk(CurrentActor current, TimeProvider clock)
{
    /// <summary>A consumer that the caller keeps; somebody else's does not exist for them.</summary>
    public async Task<Outcome<Consumer>> FindAsync(InsightsDb db, string consumerId, int? expectedVersion, CancellationToken ct, bool ended = false)
    {
        var id = ConsumerId.Of(consumerId);
        if (await db.Consumers.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } consumer || !consumer.IsKeptBy(current.Actor))
            return Refusal.NotFound("consumer", "consumerId");
        if (expectedVersion is { } seen && seen != consumer.Version)
            return new ConflictRefusal(consumer.Version);
        return consumer.EndedAt is null || ended ? consumer : Refusal.Of(RefusalCode.IllegalMove, "This consumer has ended. Register another one.", "consumerId");
    }

    public async Task<ConsumerView> ViewAsync(InsightsDb db, ConsumerId id, CancellationToken ct) =>
        (await ViewsAsync(db, db.Consumers.AsNoTracking().Where(c => c.Id == id), ct)).Single();

    public async Task<List<ConsumerView>> ViewsAsync(InsightsDb db, IQueryable<Consumer> which, CancellationToken ct)
    {
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        var consumers = await which.OrderBy(c => c.EndedAt != null).ThenBy(c => c.Number).Take(500).ToListAsync(ct);
        var ids = consumers.ConvertAll(c => c.Id);
        var keys = (await db.ApiKeys.AsNoTracking().Where(k => k.ConsumerId != null && ids.Contains(k.ConsumerId.Value)).ToListAsync(ct)).ToLookup(k => k.ConsumerId!.Value);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return consumers.ConvertAll(c =>
        {
            var standing = c.AcknowledgedAt is not null && c.AcknowledgedEpoch == head.Epoch;
            return new ConsumerView
            {
                Id = c.Id,
                Number = c.Number,
                Name = c.Name,
                OwnerId = c.OwnerId,
                Filter = c.Filter,
                Acknowledged = standing ? new FeedCursor(c.AcknowledgedEpoch, c.AcknowledgedPosition).ToString() : null,
                AcknowledgedAt = c.AcknowledgedAt,
                Lag = head.FeedPosition - (standing ? c.AcknowledgedPosition : 0),
                RegisteredAt = c.RegisteredAt,
                EndedAt = c.EndedAt,
                Keys = [.. keys[c.Id].OrderByDescending(k => k.IssuedAt).ThenByDescending(k => k.Id.Value, StringComparer.Ordinal).Select(k => ApiKeyView.Of(k, today, c.Number))],
                MayChange = c.EndedAt is null && current.Actor.May(Permission.KeepConsumers) && c.IsKeptBy(current.Actor),
                Version = c.Version,
            };
        });
    }

    /// <summary>Whoever only reads for a model team knows of their own, and a consumer of itself.</summary>
    public IQueryable<Consumer> Seen(InsightsDb db)
    {
        var (me, all) = (current.Actor.Id, (current.Actor.Roles & (Roles.Administrator | Roles.Auditor)) != 0);
        return db.Consumers.AsNoTracking().Where(c => all || c.OwnerId == me || c.PersonId == me);
    }
}

internal sealed class ReadConsumersHandler(IDbContextFactory<InsightsDb> contexts, ConsumerDesk desk, CurrentActor current) :
    IRequestHandler<ConsumerList, Outcome<List<ConsumerView>>>, IRequestHandler<ConsumerByNumber, Outcome<ConsumerView>>,
    IRequestHandler<ConsumerOwners, Outcome<List<PersonView>>>
{
    public async Task<Outcome<List<PersonView>>> Handle(ConsumerOwners request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (me, all, machines) = (current.Actor.Id, (current.Actor.Roles & Roles.Administrator) != 0, db.Consumers);
        return await db.People.AsNoTracking().Where(p => (p.Roles & Roles.Consumer) != 0 && (all || p.Id == me) && !machines.Any(c => c.PersonId == p.Id)).OrderBy(p => p.Handle).Take(200)
            .Select(p => new PersonView { Id = p.Id, Handle = p.Handle, Roles = p.Roles }).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<List<ConsumerView>>> Handle(ConsumerList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await desk.ViewsAsync(db, desk.Seen(db), cancellationToken);
    }

    public async Task<Outcome<ConsumerView>> Handle(ConsumerByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await desk.ViewsAsync(db, desk.Seen(db).Where(c => c.Number == request.Number), cancellationToken) is [var one] ? one : Refusal.NotFound("consumer", "number");
    }
}
