using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Wellbeing;

/// <summary>What somebody chose for themselves; whatever they left open is as the organisation says, also when it says otherwise later.</summary>
public sealed class PersonalSettings
{
    private PersonalSettings()
    {
    }

    public PersonId PersonId { get; private init; }

    public bool? Greyscale { get; private set; }

    public Density? Density { get; private set; }

    public bool? HideVolumes { get; private set; }

    public bool? SingleKeys { get; private set; }

    public ColourScheme? ColourScheme { get; private set; }

    /// <summary>Whether quiet hours of their own hold; false means none at all, also none of the organisation's.</summary>
    public bool? Quiet { get; private set; }

    /// <summary>Their own quiet hours, where they have some.</summary>
    public QuietHours? QuietHours { get; private set; }

    /// <summary>Counts changes by its owner; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    public static PersonalSettings Of(PersonId person) => new() { PersonId = person };

    public void Choose(bool? greyscale, Density? density, bool? hideVolumes, bool? singleKeys, ColourScheme? colourScheme, bool? quiet, QuietHours? quietHours)
    {
        (Greyscale, Density, HideVolumes, SingleKeys, ColourScheme) = (greyscale, density, hideVolumes, singleKeys, colourScheme);
        (Quiet, QuietHours) = (quiet, quiet is true ? quietHours : null);
        Version++;
    }

    /// <summary>What holds for them, given what the organisation says.</summary>
    public WellbeingOptions Within(WellbeingOptions organisation) => new()
    {
        Greyscale = Greyscale ?? organisation.Greyscale,
        Density = Density ?? organisation.Density,
        HideVolumes = HideVolumes ?? organisation.HideVolumes,
        SingleKeys = SingleKeys ?? organisation.SingleKeys,
        ColourScheme = ColourScheme ?? organisation.ColourScheme,
        QuietHours = Quiet switch { true => QuietHours, false => null, null => organisation.QuietHours },
    };
}

/// <summary>The tables of this feature.</summary>
public static class WellbeingTables
{
    extension(InsightsDb db)
    {
        public DbSet<PersonalSettings> PersonalSettings => db.Set<PersonalSettings>();
    }
}

internal sealed class PersonalSettingsTable : IEntityTypeConfiguration<PersonalSettings>
{
    public void Configure(EntityTypeBuilder<PersonalSettings> builder)
    {
        builder.ToTable("personal_settings");
        builder.HasKey(s => s.PersonId);
        builder.Property<QuietHours>(nameof(PersonalSettings.QuietHours)).IsRequired(false).IsJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
