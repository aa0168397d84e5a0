using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Stewardship;

/// <summary>What became of a withheld text.</summary>
public enum WithheldState
{
    /// <summary>It waits for a person.</summary>
    Open,

    /// <summary>A person wrote it anew.</summary>
    Edited,

    /// <summary>The guard lets it pass now, and it is back where it stood.</summary>
    Released,

    /// <summary>It was erased for good.</summary>
    Erased,
}

/// <summary>
/// A text that newer rules find something in. It was taken out of every place it stood and lies here until a person
/// has settled it, so no outlet can show it: what they read holds a placeholder.
/// </summary>
[SetApart]
public sealed class WithheldText
{
    private WithheldText()
    {
    }

    public WithheldTextId Id { get; private init; }

    public long Number { get; private init; }

    /// <summary>The words as they stood; empty once settled.</summary>
    public GuardedText Text { get; private set; } = null!;

    public IReadOnlyList<WithheldFinding> Findings { get; private init; } = [];

    public WithheldState State { get; private set; }

    public DateTimeOffset WithheldAt { get; private init; }

    /// <summary>Version of the rules that found it.</summary>
    public int RuleSetVersion { get; private init; }

    public PersonId? SettledBy { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    public int Version { get; private set; }

    public static WithheldText Of(WithheldTextId id, long number, GuardedText text, IEnumerable<GuardFinding> findings, int ruleSetVersion, DateTimeOffset at) => new()
    {
        Id = id,
        Number = number,
        Text = text,
        Findings = [.. findings.Select(f => new WithheldFinding(f.Start, f.End, f.Type, f.RuleId))],
        WithheldAt = at,
        RuleSetVersion = ruleSetVersion,
        Version = 1,
    };

    /// <summary>Refuses whoever has not seen the newest change, and whatever is settled already.</summary>
    public Refusal? IfSettledOrChanged(int expectedVersion) =>
        Version != expectedVersion ? new ConflictRefusal(Version)
        : State is not WithheldState.Open ? Refusal.Of(RefusalCode.IllegalMove, "This text is settled already.", "withheldTextId") : null;

    /// <summary>Settles it; the words go.</summary>
    public void Settle(WithheldState state, PersonId by, DateTimeOffset at)
    {
        (State, Text, SettledBy, SettledAt) = (state, GuardedText.Empty, by, at);
        Version++;
    }

    /// <summary>Takes words out of it that are erased everywhere.</summary>
    public void Erase(string words)
    {
        Text = Text.Without(words, GuardedText.Erased);
        Version++;
    }
}

/// <summary>One range of a withheld text. Says where, never what.</summary>
/// <param name="Start">First UTF-16 unit of the range.</param>
/// <param name="End">First UTF-16 unit behind the range.</param>
/// <param name="Type">What it looks like.</param>
/// <param name="RuleId">The rule that found it.</param>
public sealed record WithheldFinding(int Start, int End, string Type, string RuleId);

/// <summary>One place a withheld text was taken from.</summary>
public sealed class WithheldPlace
{
    public required WithheldTextId WithheldTextId { get; init; }

    /// <summary>The table of the row.</summary>
    public required string Table { get; init; }

    /// <summary>The row's key, its parts joined by slashes.</summary>
    public required string Key { get; init; }

    /// <summary>Where in the row, such as <c>Content.Readings.0.Outcome</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The report it belongs to.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>The gap it belongs to.</summary>
    public GapId? GapId { get; init; }
}

internal sealed class WithheldTextTable : IEntityTypeConfiguration<WithheldText>
{
    public void Configure(EntityTypeBuilder<WithheldText> builder)
    {
        builder.ToTable("withheld_text");
        builder.HasKey(w => w.Id);
        builder.HasIndex(w => w.Number).IsUnique();
        builder.HasIndex(w => new { w.State, w.Number });
        builder.Property(w => w.Findings).IsJson();
        builder.Property(w => w.Version).IsConcurrencyToken();
    }
}

internal sealed class WithheldPlaceTable : IEntityTypeConfiguration<WithheldPlace>
{
    public void Configure(EntityTypeBuilder<WithheldPlace> builder)
    {
        builder.ToTable("withheld_place");
        builder.HasKey(p => new { p.WithheldTextId, p.Table, p.Key, p.Path });
        builder.HasOne<WithheldText>().WithMany().HasForeignKey(p => p.WithheldTextId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(p => p.Table).HasMaxLength(40);
        builder.Property(p => p.Key).HasMaxLength(100);
        builder.Property(p => p.Path).HasMaxLength(200);
        builder.HasIndex(p => p.ReportId);
    }
}
