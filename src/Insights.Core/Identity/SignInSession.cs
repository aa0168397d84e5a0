using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Identity;

/// <summary>How somebody signed in at a page.</summary>
public enum SignInWay
{
    /// <summary>By the company's provider.</summary>
    Provider,

    /// <summary>As a persona of the demo.</summary>
    Persona,
}

/// <summary>How long a sign-in holds, and whose does.</summary>
/// <param name="Absolute">How long a session lasts, whatever happens in it.</param>
/// <param name="Idle">How long it lasts without any request in it.</param>
public sealed record SessionLimits(TimeSpan Absolute, TimeSpan Idle)
{
    public static SessionLimits Usual { get; } = new(TimeSpan.FromHours(12), TimeSpan.FromHours(1));

    /// <summary>How long keys and access tokens go by what the provider said at their person's last sign-in.</summary>
    public TimeSpan RolesHold { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether people whom no provider vouches for sign in: the personas of the demo, in Development.</summary>
    public bool PersonasAllowed { get; init; }

    /// <summary>
    /// Whether a program signs in as this person with a key or a token: one whom the provider vouched for lately enough,
    /// or a persona where those are allowed. Of machines of consumers it says nothing.
    /// </summary>
    public bool LetsProgramsIn(Person person, DateTimeOffset now) =>
        person.Subject is null ? PersonasAllowed : person.LastSignInAt is { } last && now - last <= RolesHold;
}

/// <summary>One browser that somebody signed in with. The browser's cookie holds the id and nothing else.</summary>
public sealed class SignInSession
{
    /// <summary>Longest encrypted hint that is kept, in characters.</summary>
    internal const int LongestHint = 8192;

    private SignInSession()
    {
    }

    public SessionId Id { get; private init; }

    public PersonId PersonId { get; private init; }

    public SignInWay Way { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>When a request came in it last, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>It ends then, whatever happens in it.</summary>
    public DateTimeOffset EndsAt { get; private init; }

    /// <summary>So many minutes without a request end it.</summary>
    public int IdleMinutes { get; private init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Who ended it; the product itself where the provider did.</summary>
    public PersonId? EndedBy { get; private set; }

    /// <summary>Digest of the provider's own session, by which the provider may end this one.</summary>
    public byte[]? ProviderSession { get; private init; }

    /// <summary>What the provider wants to see at sign-out, encrypted; gone once the session has ended.</summary>
    public string? SignOutHint { get; private set; }

    public static SignInSession Start(SessionId id, PersonId person, SignInWay way, SessionLimits limits, DateTimeOffset at, byte[]? providerSession = null, string? signOutHint = null) => new()
    {
        Id = id,
        PersonId = person,
        Way = way,
        StartedAt = at,
        LastSeenAt = Minute(at),
        EndsAt = at + limits.Absolute,
        IdleMinutes = (int)limits.Idle.TotalMinutes,
        ProviderSession = providerSession,
        // Without the hint the provider asks at sign-out; a longer one would not fit into an address either.
        SignOutHint = signOutHint?.Length <= LongestHint ? signOutHint : null,
    };

    /// <summary>The moment from which it opens nothing.</summary>
    public DateTimeOffset ClosesAt => EndedAt ?? (LastSeenAt.AddMinutes(IdleMinutes + 1) is var idle && idle < EndsAt ? idle : EndsAt);

    public bool Opens(DateTimeOffset now) => now < ClosesAt;

    /// <summary>Whether this minute is noted already.</summary>
    public bool IsNoted(DateTimeOffset now) => Minute(now) <= LastSeenAt;

    public void Use(DateTimeOffset at) => LastSeenAt = Minute(at);

    public void End(DateTimeOffset at, PersonId by) => (EndedAt, EndedBy, SignOutHint) = (at, by, null);

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerMinute, at.Offset);
}

internal sealed class SignInSessionTable : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.ToTable("sign_in_session");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => new { s.PersonId, s.EndedAt });
        builder.HasIndex(s => s.ProviderSession);
        builder.HasIndex(s => s.EndsAt);
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(s => s.ProviderSession).HasMaxLength(32);
        builder.Property(s => s.SignOutHint).HasMaxLength(SignInSession.LongestHint);
        builder.Ignore(s => s.ClosesAt);
    }
}
