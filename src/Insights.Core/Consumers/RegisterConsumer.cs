using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>Registers a reader of the feed, such as the training set of one classifier. It gets keys of its own to sign in with.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="OwnerId">Who answers for it, out of the people who read the feed for a model team; without it, the caller.</param>
/// <param name="Filter">What it sees of the feed; without it, all.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.KeepConsumers)]
public sealed record RegisterConsumer(string? Name, string? OwnerId, FeedFilter? Filter, string? IdempotencyKey) : ICommand<ConsumerView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 80;

    /// <summary>How the handle of every consumer begins.</summary>
    public const string Handles = "consumer-";

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Text(Name, LongestName, required: true, "name");
        check.Id<PersonId>(OwnerId, required: false, "ownerId");
        Filter?.CheckStored(check);
    }
}

/// <summary>Gives a consumer another name, owner or filter. A new filter holds from the next page that is read.</summary>
/// <param name="ConsumerId">The consumer.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Name">What people call it.</param>
/// <param name="OwnerId">Who answers for it.</param>
/// <param name="Filter">What it sees of the feed; without it, all.</param>
[Requires(Permission.KeepConsumers)]
public sealed record ChangeConsumer(string ConsumerId, int ExpectedVersion, string? Name, string? OwnerId, FeedFilter? Filter) : ICommand<ConsumerView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ConsumerId>(ConsumerId, required: true, "consumerId");
        check.Text(Name, RegisterConsumer.LongestName, required: true, "name");
        check.Id<PersonId>(OwnerId, required: true, "ownerId");
        Filter?.CheckStored(check);
    }
}

/// <summary>Ends a consumer: its keys open nothing any more. What it did stays on record.</summary>
/// <param name="ConsumerId">The consumer.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepConsumers)]
public sealed record EndConsumer(string ConsumerId, int ExpectedVersion) : ICommand<ConsumerView>, IChecked
{
    public void Check(Check check) => check.Id<ConsumerId>(ConsumerId, required: true, "consumerId");
}

internal sealed class ConsumerHandlers(InsightsDb db, Idempotency repeats, NumberSource numbers, Ledger ledger, CurrentActor current, IdSource ids, Screen screen, TimeProvider clock, ConsumerDesk desk) :
    IRequestHandler<RegisterConsumer, Outcome<ConsumerView>>, IRequestHandler<ChangeConsumer, Outcome<ConsumerView>>, IRequestHandler<EndConsumer, Outcome<ConsumerView>>
{
    private const int MostOfOneOwner = 50;

    public async Task<Outcome<ConsumerView>> Handle(RegisterConsumer request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await desk.ViewAsync(db, ConsumerId.Of(made), cancellationToken);

        var owned = await OwnerAsync(request.OwnerId ?? current.Actor.Id.Value, cancellationToken);
        if (!owned.Succeeded(out var owner))
            return owned.Refusals.ToList();
        if (await db.Consumers.CountAsync(c => c.OwnerId == owner && c.EndedAt == null, cancellationToken) >= MostOfOneOwner)
            return Refusal.Of(RefusalCode.OutOfRange, "Nobody answers for more than 50 consumers. End one first.", "ownerId");
        var number = await numbers.NextAsync(NumberSource.Consumers, cancellationToken);
        var itself = Person.Enrol(ids.Next<PersonId>(), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RegisterConsumer.Handles}{number}"), Roles.Consumer);
        var consumer = Consumer.Register(ids.Next<ConsumerId>(), number, screen.Of(request.Name)!, owner, itself.Id, request.Filter ?? new FeedFilter(), clock.GetUtcNow());
        db.Add(itself);
        db.Add(consumer);
        repeats.Remember(request, consumer.Id.Value);
        return await CommitAsync("RegisterConsumer", consumer, owner, cancellationToken);
    }

    public async Task<Outcome<ConsumerView>> Handle(ChangeConsumer request, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(db, request.ConsumerId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var consumer))
            return found.Refusals.ToList();
        var owned = request.OwnerId == consumer.OwnerId.Value ? consumer.OwnerId : await OwnerAsync(request.OwnerId!, cancellationToken);
        if (!owned.Succeeded(out var owner))
            return owned.Refusals.ToList();
        consumer.Change(screen.Of(request.Name)!, owner, request.Filter ?? new FeedFilter());
        return await CommitAsync("ChangeConsumer", consumer, owner, cancellationToken);
    }

    public async Task<Outcome<ConsumerView>> Handle(EndConsumer request, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(db, request.ConsumerId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var consumer))
            return found.Refusals.ToList();
        var at = clock.GetUtcNow();
        foreach (var key in await db.ApiKeys.Where(k => k.ConsumerId == consumer.Id && k.RevokedAt == null).ToListAsync(cancellationToken))
            key.Revoke(at);
        consumer.End(at);
        return await CommitAsync("EndConsumer", consumer, person: null, cancellationToken);
    }

    /// <summary>A consumer is answered for by somebody who reads the feed for a model team; only an administrator names somebody else.</summary>
    private async Task<Outcome<PersonId>> OwnerAsync(string ownerId, CancellationToken ct)
    {
        var id = PersonId.Of(ownerId);
        if (id != current.Actor.Id && (current.Actor.Roles & Roles.Administrator) == 0)
            return Refusal.Of(RefusalCode.NotPermitted, "Only an administrator gives a consumer to somebody else.", "ownerId");
        var machines = db.Consumers;
        return await db.People.AnyAsync(p => p.Id == id && (p.Roles & Roles.Consumer) != 0 && !machines.Any(c => c.PersonId == id), ct)
            ? id : Refusal.Of(RefusalCode.UnknownCode, "The owner is a person who reads the feed for a model team.", "ownerId");
    }

    private async Task<Outcome<ConsumerView>> CommitAsync(string action, Consumer consumer, PersonId? person, CancellationToken ct)
    {
        ledger.Record(new AuditLine(action) { Code = consumer.Id.Value, Person = person });
        await ledger.CommitAsync(ct);
        return await desk.ViewAsync(db, consumer.Id, ct);
    }
}
