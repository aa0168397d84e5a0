using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>How the caller wants to be told.</summary>
[Requires(Permission.KeepPreferences)]
public sealed record ReadNotificationPreferences : IQuery<NotificationPreferencesView>;

/// <summary>The caller says how they want to be told. An address that is left out is forgotten.</summary>
/// <param name="ExpectedVersion">The version the caller has seen; 0 before the first change.</param>
/// <param name="Address">The caller's own e-mail address, for the digest. Nobody else ever sees it.</param>
/// <param name="Cadence">How often the digest is sent.</param>
/// <param name="Hour">At which hour of the day, UTC, 0 to 23.</param>
/// <param name="Deliveries">Kinds that are not to be told as usual, which is in the app and in the digest.</param>
[Requires(Permission.KeepPreferences)]
public sealed record SetNotificationPreferences(int ExpectedVersion, string? Address, DigestCadence Cadence, int Hour, IReadOnlyList<KindDeliveryForm>? Deliveries)
    : ICommand<NotificationPreferencesView>, IChecked
{
    public void Check(Check check)
    {
        if (!string.IsNullOrWhiteSpace(Address))
            check.Must(EmailAddress.IsOne(Address.Trim()), RefusalCode.Malformed, "This is not an e-mail address such as name@example.com.", "address");
        else
            check.Must(Cadence is DigestCadence.Off, RefusalCode.Required, "A digest needs an address to go to.", "address");
        check.Must(Hour is >= 0 and <= 23, RefusalCode.OutOfRange, "Give an hour from 0 to 23.", "hour");
        var kinds = (Deliveries ?? []).Select(d => d.Kind).ToList();
        check.Must(kinds.Count <= Enum.GetValues<NotificationKind>().Length && kinds.Distinct().Count() == kinds.Count, RefusalCode.Malformed, "Name each kind once.", "deliveries");
    }
}

/// <summary>How one kind of event is to reach the caller.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Delivery">How.</param>
public sealed record KindDeliveryForm(NotificationKind Kind, Delivery Delivery);

/// <summary>How the caller is told. Nobody else can read it.</summary>
public sealed record NotificationPreferencesView
{
    /// <summary>Their address for the digest; empty when they gave none.</summary>
    public string? Address { get; init; }

    /// <summary>How often the digest is sent.</summary>
    public required DigestCadence Cadence { get; init; }

    /// <summary>At which hour of the day, UTC.</summary>
    public required int Hour { get; init; }

    /// <summary>Each kind that can concern the caller, and how it reaches them.</summary>
    public required IReadOnlyList<KindDeliveryView> Deliveries { get; init; }

    /// <summary>Whether this deployment sends mail at all.</summary>
    public required bool MailEnabled { get; init; }

    /// <summary>When the last digest was handed over.</summary>
    public DateTimeOffset? LastMailedAt { get; init; }

    /// <summary>Why the last digest could not be handed over; empty when nothing is wrong. It is tried again.</summary>
    public MailFailure? LastFailure { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    internal static NotificationPreferencesView Of(ContactPreference preference, Actor actor, DigestOptions options) => new()
    {
        Address = preference.Address,
        Cadence = preference.Cadence,
        Hour = preference.Hour,
        Deliveries = [.. NotificationKinds.For(actor.Roles).Select(kind => new KindDeliveryView(kind, preference.Of(kind)))],
        MailEnabled = options.Enabled,
        LastMailedAt = preference.LastMailedAt,
        LastFailure = preference.LastFailure,
        Version = preference.Version,
    };
}

/// <summary>How one kind of event reaches the caller.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Delivery">How.</param>
public sealed record KindDeliveryView(NotificationKind Kind, Delivery Delivery);

internal sealed class ReadNotificationPreferencesHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, DigestOptions options)
    : IRequestHandler<ReadNotificationPreferences, Outcome<NotificationPreferencesView>>
{
    public async Task<Outcome<NotificationPreferencesView>> Handle(ReadNotificationPreferences request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var me = current.Actor.Id;
        var mine = await db.ContactPreferences.AsNoTracking().FirstOrDefaultAsync(p => p.PersonId == me, cancellationToken);
        return NotificationPreferencesView.Of(mine ?? ContactPreference.Of(me), current.Actor, options);
    }
}

internal sealed class SetNotificationPreferencesHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, DigestOptions options)
    : IRequestHandler<SetNotificationPreferences, Outcome<NotificationPreferencesView>>
{
    public async Task<Outcome<NotificationPreferencesView>> Handle(SetNotificationPreferences request, CancellationToken cancellationToken)
    {
        var me = current.Actor.Id;
        var mine = await db.ContactPreferences.FirstOrDefaultAsync(p => p.PersonId == me, cancellationToken);
        if ((mine?.Version ?? 0) != request.ExpectedVersion)
            return new ConflictRefusal(mine?.Version ?? 0);

        if (mine is null)
            db.Add(mine = ContactPreference.Of(me));
        mine.Choose(
            string.IsNullOrWhiteSpace(request.Address) ? null : request.Address.Trim(), request.Cadence, request.Hour,
            (request.Deliveries ?? []).Select(d => new KindDelivery(d.Kind, d.Delivery)), clock.GetUtcNow());
        // The record says that they chose, not what; least of all where their mail goes.
        await ledger.Record(new AuditLine("SetNotificationPreferences")).CommitAsync(cancellationToken);
        return NotificationPreferencesView.Of(mine, current.Actor, options);
    }
}
