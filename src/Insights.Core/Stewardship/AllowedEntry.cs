using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Stewardship;

/// <summary>An exact string that a privacy steward has reviewed and lets pass until a day. Ended, never deleted.</summary>
public sealed class AllowedEntry
{
    /// <summary>Longest string that can be allowed.</summary>
    public const int MaxText = 200;

    private AllowedEntry()
    {
    }

    public AllowedStringId Id { get; private init; }

    /// <summary>The string itself. It is what the guard would refuse, so nothing but the allow-list shows it.</summary>
    public string Text { get; private set; } = null!;

    /// <summary>Why it identifies nobody.</summary>
    public GuardedText Note { get; private set; } = null!;

    /// <summary>The last day it passes, unless it is allowed again.</summary>
    public DateOnly ReviewBy { get; private init; }

    public PersonId AddedBy { get; private init; }

    public DateTimeOffset AddedAt { get; private init; }

    public PersonId? EndedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public int RuleSetVersion { get; private set; }

    public int Version { get; private set; }

    public static AllowedEntry Add(AllowedStringId id, string text, GuardedText note, DateOnly reviewBy, PersonId by, int ruleSetVersion, DateTimeOffset at) => new()
    {
        Id = id,
        Text = text,
        Note = note,
        ReviewBy = reviewBy,
        AddedBy = by,
        AddedAt = at,
        RuleSetVersion = ruleSetVersion,
        Version = 1,
    };

    public Outcome<AllowedEntry> End(PersonId by, DateTimeOffset at)
    {
        if (EndedAt is not null)
            return Refusal.Of(RefusalCode.IllegalMove, "This string is not allowed any more.", "allowedStringId");
        (EndedBy, EndedAt) = (by, at);
        Version++;
        return this;
    }

    /// <summary>Forgets the string: the words in it were erased everywhere.</summary>
    public void Erase(PersonId by, DateTimeOffset at)
    {
        if (EndedAt is null)
            End(by, at);
        Text = GuardedText.Erased.Value;
    }
}

internal sealed class AllowedEntryTable : IEntityTypeConfiguration<AllowedEntry>
{
    public void Configure(EntityTypeBuilder<AllowedEntry> builder)
    {
        builder.ToTable("allowed_string");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Text).HasMaxLength(AllowedEntry.MaxText);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
