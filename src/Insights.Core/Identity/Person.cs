using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Identity;

/// <summary>Somebody who signs in, known to colleagues by a pseudonymous handle.</summary>
public sealed class Person
{
    private Person()
    {
    }

    public PersonId Id { get; private init; }

    public string Handle { get; private init; } = null!;

    public Roles Roles { get; private set; }

    public static Person Enrol(PersonId id, string handle, Roles roles) => new() { Id = id, Handle = handle, Roles = roles };

    public void Assign(Roles roles) => Roles = roles;

    public Actor AsActor() => new(Id, Handle, Roles);
}

/// <summary>The tables of this feature.</summary>
public static class IdentityTables
{
    extension(InsightsDb db)
    {
        public DbSet<Person> People => db.Set<Person>();
    }
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("person");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Handle).IsUnique();
        builder.Property(p => p.Handle).HasMaxLength(64);
        builder.Property(p => p.Roles).HasConversion<int>();
        builder.HasData(new { Id = PersonId.System, Handle = Actor.System.Handle, Actor.System.Roles });
    }
}
