using System.Security.Cryptography;
using System.Text;
using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Identity;

/// <summary>
/// Somebody who signs in, known to colleagues by a pseudonymous handle. Roles come from two sources that are kept
/// apart, the provider at each sign-in and an administrator; who is suspended holds none.
/// </summary>
public sealed class Person
{
    private Person()
    {
    }

    public PersonId Id { get; private init; }

    public string Handle { get; private init; } = null!;

    /// <summary>What they act as now: the roles of both sources, or none while suspended.</summary>
    public Roles Roles { get; private set; }

    /// <summary>What the provider said at the last sign-in.</summary>
    public Roles ProviderRoles { get; private set; }

    /// <summary>What administrators gave.</summary>
    public Roles AssignedRoles => Assigned ?? Roles;

    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Digest of issuer and subject; null for whoever has never signed in by a provider.</summary>
    public byte[]? Subject { get; private init; }

    public DateTimeOffset? LastSignInAt { get; private set; }

    /// <summary>Counts changes of roles and of suspension.</summary>
    public int Version { get; private set; }

    /// <summary>Null for people from before there were two sources: then all their roles were given here.</summary>
    internal Roles? Assigned { get; private set; }

    public static Person Enrol(PersonId id, string handle, Roles roles) => new() { Id = id, Handle = handle, Roles = roles, Assigned = roles };

    /// <summary>Somebody the provider vouches for, who holds no role yet.</summary>
    public static Person EnrolSubject(PersonId id, string handle, byte[] subject) => new() { Id = id, Handle = handle, Subject = subject, Assigned = Roles.None };

    public void Assign(Roles roles) => Hold(ProviderRoles, roles, SuspendedAt);

    /// <summary>Takes over what the provider says.</summary>
    public void TakeFromProvider(Roles roles) => Hold(roles, AssignedRoles, SuspendedAt);

    public void Suspend(DateTimeOffset at) => Hold(ProviderRoles, AssignedRoles, at);

    public void Restore() => Hold(ProviderRoles, AssignedRoles, suspendedAt: null);

    public void SignedIn(DateTimeOffset at) => LastSignInAt = at;

    public Actor AsActor() => new(Id, Handle, Roles);

    /// <summary>
    /// Stands for a person of a provider without saying who that is. Each part is preceded by its length, so that no two
    /// pairs come to the same bytes.
    /// </summary>
    public static byte[] DigestOf(string issuer, string subject) => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"insights-subject-v1|{issuer.Length}|{issuer}|{subject.Length}|{subject}")));

    private void Hold(Roles provider, Roles assigned, DateTimeOffset? suspendedAt)
    {
        (ProviderRoles, Assigned, SuspendedAt) = (provider, assigned, suspendedAt);
        Roles = suspendedAt is null ? provider | assigned : Roles.None;
        Version++;
    }
}

/// <summary>The tables of this feature.</summary>
public static class IdentityTables
{
    extension(InsightsDb db)
    {
        public DbSet<Person> People => db.Set<Person>();

        public DbSet<SignInSession> Sessions => db.Set<SignInSession>();

        public DbSet<RoleChange> RoleChanges => db.Set<RoleChange>();

        public DbSet<ProtectionKey> ProtectionKeys => db.Set<ProtectionKey>();
    }
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("person");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Handle).IsUnique();
        builder.HasIndex(p => p.Subject).IsUnique();
        builder.Property(p => p.Handle).HasMaxLength(64);
        builder.Property(p => p.Roles).HasConversion<int>();
        builder.Property(p => p.ProviderRoles).HasConversion<int>();
        builder.Property(p => p.Assigned).HasColumnName("AssignedRoles").HasConversion<int?>();
        builder.Ignore(p => p.AssignedRoles);
        builder.Property(p => p.Subject).HasMaxLength(SHA256.HashSizeInBytes);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasData(new { Id = PersonId.System, Handle = Actor.System.Handle, Actor.System.Roles, ProviderRoles = Roles.None, Version = 0 });
    }
}
