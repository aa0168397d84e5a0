using Insights.Core.Data;

namespace Insights.Core.Contact;

/// <summary>How often a digest is sent.</summary>
public enum DigestCadence
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Once a day.</summary>
    Daily,

    /// <summary>Once a week, on Monday.</summary>
    Weekly,
}

/// <summary>Why a mail could not be handed over.</summary>
public enum MailFailure
{
    /// <summary>The mail server could not be reached, or broke off.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>Its certificate is not trusted, or it offers no encryption.</summary>
    NotSecure,

    /// <summary>It did not accept the user or the password.</summary>
    SignInRefused,

    /// <summary>It did not take the mail.</summary>
    Refused,

    /// <summary>Something else went wrong.</summary>
    Faulted,
}

/// <summary>How one kind of event reaches somebody.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Delivery">How.</param>
public sealed record KindDelivery(NotificationKind Kind, Delivery Delivery);

/// <summary>
/// How somebody wants to be told, and where their digest stands. Their address is theirs alone: it is kept here only,
/// shown to nobody else, and gone when they clear it.
/// </summary>
public sealed class ContactPreference
{
    private const int LongestPauseMinutes = 6 * 60;

    private ContactPreference()
    {
    }

    public PersonId PersonId { get; private init; }

    public string? Address { get; private set; }

    public DigestCadence Cadence { get; private set; }

    /// <summary>Hour of the day, UTC.</summary>
    public int Hour { get; private set; }

    /// <summary>What differs from the usual, which is the digest.</summary>
    public IReadOnlyList<KindDelivery> Deliveries { get; private set; } = [];

    /// <summary>The last time of the schedule that is settled: a digest was sent, or there was nothing to send.</summary>
    public DateTimeOffset DigestedAt { get; private set; }

    /// <summary>Up to which line of the audit log digests have told; written after the mail was handed over.</summary>
    public long MailedThrough { get; private set; }

    public DateTimeOffset? LastMailedAt { get; private set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    public MailFailure? LastFailure { get; private set; }

    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Counts changes by its owner; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    public static ContactPreference Of(PersonId person) => new() { PersonId = person, Hour = DigestSchedule.UsualHour };

    /// <summary>Whether digests are sent at all.</summary>
    public bool TakesDigest => Address is not null && Cadence is not DigestCadence.Off;

    public void Choose(string? address, DigestCadence cadence, int hour, IEnumerable<KindDelivery> deliveries, DateTimeOffset at)
    {
        var began = !TakesDigest;
        // Another address starts anew: what went wrong with the old one says nothing of it.
        if (address != Address)
            (Failures, LastFailure, RetryAt) = (0, null, null);
        (Address, Cadence, Hour) = (address, cadence, hour);
        Deliveries = [.. deliveries.Where(d => d.Delivery is not Delivery.Digest).OrderBy(d => d.Kind)];
        if (began)
            DigestedAt = at;
        Version++;
    }

    public Delivery Of(NotificationKind kind) => Deliveries.FirstOrDefault(d => d.Kind == kind)?.Delivery ?? Delivery.Digest;

    /// <summary>The time of the schedule for which a digest is to be sent now; null when none is.</summary>
    public DateTimeOffset? DueAt(DateTimeOffset now) =>
        TakesDigest && DigestSchedule.LastBefore(Cadence, Hour, now) is { } due && due > DigestedAt && (RetryAt is null || RetryAt <= now) ? due : null;

    /// <summary>A digest was handed over, or there was nothing to tell.</summary>
    public void Settle(DateTimeOffset due, long? mailedThrough, DateTimeOffset at)
    {
        (DigestedAt, Failures, LastFailure, RetryAt) = (due, 0, null, null);
        if (mailedThrough is { } through)
            (MailedThrough, LastMailedAt) = (Math.Max(MailedThrough, through), at);
    }

    /// <summary>It could not be handed over; it is tried again after 5 minutes, doubled each time up to 6 hours, and never given up.</summary>
    public void Fail(MailFailure failure, DateTimeOffset at)
    {
        var pause = Math.Min(LongestPauseMinutes, 5 * (1 << Math.Min(Failures, 7)));
        (LastFailure, RetryAt) = (failure, at.AddMinutes(pause));
        Failures++;
    }
}

/// <summary>When digests are due, in UTC. Knows no clock.</summary>
public static class DigestSchedule
{
    /// <summary>The hour of whoever says nothing.</summary>
    public const int UsualHour = 7;

    /// <summary>The last time of the schedule at or before this one; null when nothing is ever sent.</summary>
    public static DateTimeOffset? LastBefore(DigestCadence cadence, int hour, DateTimeOffset now)
    {
        if (cadence is DigestCadence.Off)
            return null;
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(hour);
        var last = today <= now ? today : today.AddDays(-1);
        return cadence is DigestCadence.Daily ? last : last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }
}

/// <summary>Whether this deployment sends mail at all.</summary>
/// <param name="Enabled">Whether a mail server is configured.</param>
public sealed record DigestOptions(bool Enabled);
