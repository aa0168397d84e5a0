using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Identity;

/// <summary>A key that cookies and stored secrets are encrypted with, as the platform writes it down.</summary>
public sealed class ProtectionKey
{
    private ProtectionKey()
    {
    }

    /// <summary>The platform's name for it.</summary>
    public string Name { get; private init; } = null!;

    public string Xml { get; private init; } = null!;

    public static ProtectionKey Keep(string name, string xml) => new() { Name = name, Xml = xml };
}

internal sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_key");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(100);
        builder.Property(k => k.Xml).HasMaxLength(20_000);
    }
}
