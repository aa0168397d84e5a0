using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Identity;

/// <summary>What changed about what somebody may do.</summary>
public enum RoleChangeKind
{
    /// <summary>The provider said other roles at a sign-in.</summary>
    Provider,

    /// <summary>An administrator gave or took roles.</summary>
    Administrator,

    /// <summary>An administrator suspended the person.</summary>
    Suspended,

    /// <summary>An administrator lifted the suspension.</summary>
    Restored,
}

/// <summary>One line of the history of somebody's roles; added and never rewritten.</summary>
public sealed class RoleChange
{
    private RoleChange()
    {
    }

    public PersonId PersonId { get; private init; }

    /// <summary>The person's version after it.</summary>
    public int Version { get; private init; }

    public RoleChangeKind Kind { get; private init; }

    public DateTimeOffset At { get; private init; }

    /// <summary>Who did it; the product itself where the provider said so.</summary>
    public PersonId By { get; private init; }

    /// <summary>The roles in force before.</summary>
    public Roles Before { get; private init; }

    /// <summary>The roles in force after.</summary>
    public Roles After { get; private init; }

    public static RoleChange Of(Person person, Roles before, RoleChangeKind kind, PersonId by, DateTimeOffset at) => new()
    {
        PersonId = person.Id,
        Version = person.Version,
        Kind = kind,
        At = at,
        By = by,
        Before = before,
        After = person.Roles,
    };
}

/// <summary>How roles stand in the audit log, whose fields hold short codes.</summary>
internal static class RoleCodes
{
    /// <summary>Two capitals for each role, such as <c>TL+PO</c>; a hyphen for none.</summary>
    public static string Codes(this Roles roles) => roles is Roles.None ? "-"
        : string.Join('+', Enum.GetValues<Roles>().Where(r => r is not Roles.None && roles.HasFlag(r)).Select(CodeOf));

    private static string CodeOf(Roles role) => role switch
    {
        Roles.Specialist => "SP",
        Roles.TriageLead => "TL",
        Roles.PolicyOwner => "PO",
        Roles.PolicyApprover => "PA",
        Roles.CalibrationLead => "CL",
        Roles.Consumer => "CO",
        Roles.Auditor => "AU",
        Roles.PrivacySteward => "PS",
        Roles.Administrator => "AD",
        _ => "SY",
    };
}

internal sealed class RoleChangeTable : IEntityTypeConfiguration<RoleChange>
{
    public void Configure(EntityTypeBuilder<RoleChange> builder)
    {
        builder.ToTable("role_change");
        builder.HasKey(c => new { c.PersonId, c.Version });
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Version).ValueGeneratedNever();
        builder.Property(c => c.Before).HasConversion<int>();
        builder.Property(c => c.After).HasConversion<int>();
    }
}
