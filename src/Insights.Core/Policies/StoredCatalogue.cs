using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Policies;

/// <summary>One version of one clause as it is kept. What it says never changes, so that reports and decisions keep their ground; that it was retired is noted on it.</summary>
public sealed class StoredClause
{
    private StoredClause()
    {
    }

    public string Code { get; private init; } = null!;

    public int Version { get; private init; }

    public string Area { get; private init; } = null!;

    public GuardedText Title { get; private set; } = null!;

    public GuardedText Text { get; private set; } = null!;

    public DateOnly EffectiveFrom { get; private init; }

    /// <summary>Who published it; null for what came with the organisation's files.</summary>
    public PersonId? By { get; private init; }

    public DateTimeOffset? At { get; private init; }

    public PersonId? RetiredBy { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public GuardedText? RetireReason { get; private set; }

    /// <summary>Whether its words changed behind its writer, for privacy; the file is not held against it then.</summary>
    public bool Reworded { get; private set; }

    /// <summary>Version of the rules that its texts have passed.</summary>
    public int RuleSetVersion { get; private set; }

    internal static StoredClause FromFile(PolicyClause clause, Screen screen) => new()
    {
        Code = clause.Code,
        Version = clause.Version,
        Area = clause.Area,
        Title = screen.Of(clause.Title) ?? GuardedText.Erased,
        Text = screen.Of(clause.Text) ?? GuardedText.Erased,
        EffectiveFrom = clause.EffectiveFrom,
        RuleSetVersion = Screen.RuleSetVersion,
    };

    internal static StoredClause Publish(string code, int version, string area, GuardedText title, GuardedText text, DateOnly from, PersonId by, DateTimeOffset at) => new()
    {
        Code = code,
        Version = version,
        Area = area,
        Title = title,
        Text = text,
        EffectiveFrom = from,
        By = by,
        At = at,
        RuleSetVersion = Screen.RuleSetVersion,
    };

    internal void Retire(GuardedText reason, PersonId by, DateTimeOffset at) => (RetireReason, RetiredBy, RetiredAt) = (reason, by, at);

    internal void NoteReworded() => Reworded = true;

    internal bool Says(PolicyClause clause) => (Title.Value, Text.Value, Area, EffectiveFrom) == (clause.Title, clause.Text, clause.Area, clause.EffectiveFrom);

    internal PolicyClause Read() => new()
    {
        Code = Code,
        Version = Version,
        Area = Area,
        Title = Title.Value,
        Text = Text.Value,
        EffectiveFrom = EffectiveFrom,
        By = By,
        At = At,
        Retired = RetiredBy is { } who && RetiredAt is { } when ? new ClauseRetirement(who, when, RetireReason!.Value) : null,
    };
}

/// <summary>One code of one list as it is kept. The code never changes; what people call it may, and is remembered.</summary>
public sealed class StoredCode
{
    private StoredCode()
    {
    }

    public CodeList List { get; private init; }

    public string Code { get; private init; } = null!;

    public GuardedText Label { get; private set; } = null!;

    public int Order { get; private set; }

    /// <summary>Who added it or named it last; null while it is as in the organisation's files.</summary>
    public PersonId? By { get; private set; }

    public DateTimeOffset? At { get; private set; }

    /// <summary>What it was called before, the oldest first.</summary>
    public IReadOnlyList<EarlierLabel> Earlier { get; private set; } = [];

    /// <summary>Version of the rules that its texts have passed.</summary>
    public int RuleSetVersion { get; private set; }

    public int Version { get; private set; }

    internal static StoredCode FromFile(ListEntry entry, Screen screen) =>
        new() { List = entry.List, Code = entry.Code, Label = screen.Of(entry.Label) ?? GuardedText.Erased, Order = entry.Order, RuleSetVersion = Screen.RuleSetVersion, Version = 1 };

    internal static StoredCode Add(CodeList list, string code, GuardedText label, int order, PersonId by, DateTimeOffset at) =>
        new() { List = list, Code = code, Label = label, Order = order, By = by, At = at, RuleSetVersion = Screen.RuleSetVersion, Version = 1 };

    /// <summary>Takes over what the file says; for codes that nobody has named.</summary>
    internal bool Follow(ListEntry entry, Screen screen)
    {
        if (Label.Value == entry.Label && Order == entry.Order)
            return false;
        (Label, Order, RuleSetVersion, Version) = (screen.Of(entry.Label) ?? GuardedText.Erased, entry.Order, Screen.RuleSetVersion, Version + 1);
        return true;
    }

    internal void Rename(GuardedText label, PersonId by, DateTimeOffset at)
    {
        Earlier = [.. Earlier, new EarlierLabel(Label, By, At)];
        (Label, By, At, Version) = (label, by, at, Version + 1);
    }

    internal ListEntry Read() => new() { List = List, Code = Code, Label = Label.Value, Order = Order, By = By, At = At, Version = Version, Earlier = Earlier };
}

/// <summary>What a code was called before.</summary>
/// <param name="Label">The label.</param>
/// <param name="By">Who had given it; empty for what came with the organisation's files.</param>
/// <param name="At">When.</param>
public sealed record EarlierLabel(GuardedText Label, PersonId? By, DateTimeOffset? At);

/// <summary>The tables of this feature.</summary>
public static class PolicyTables
{
    extension(InsightsDb db)
    {
        public DbSet<StoredClause> PolicyClauses => db.Set<StoredClause>();

        public DbSet<StoredCode> ListEntries => db.Set<StoredCode>();

        public DbSet<Term> Terms => db.Set<Term>();
    }
}

internal sealed class StoredClauseTable : IEntityTypeConfiguration<StoredClause>
{
    public void Configure(EntityTypeBuilder<StoredClause> builder)
    {
        builder.ToTable("policy_clause");
        builder.HasKey(c => new { c.Code, c.Version });
        builder.Property(c => c.Code).HasMaxLength(64);
        builder.Property(c => c.Area).HasMaxLength(64);
        builder.Property(c => c.Title).HasMaxLength(200);
        builder.Property(c => c.Text).HasMaxLength(8000);
    }
}

internal sealed class StoredCodeTable : IEntityTypeConfiguration<StoredCode>
{
    public void Configure(EntityTypeBuilder<StoredCode> builder)
    {
        builder.ToTable("list_entry");
        builder.HasKey(e => new { e.List, e.Code });
        builder.Property(e => e.Code).HasMaxLength(64);
        builder.Property(e => e.Label).HasMaxLength(200);
        builder.Property(e => e.Earlier).IsJson();
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}

internal sealed class TermTable : IEntityTypeConfiguration<Term>
{
    public void Configure(EntityTypeBuilder<Term> builder)
    {
        builder.ToTable("term");
        builder.HasKey(t => t.Use);
        builder.Property(t => t.Use).HasMaxLength(200);
        builder.Property(t => t.Note).HasMaxLength(500);
        builder.Property(t => t.InsteadOf).IsJson();
    }
}
