using Insights.Core.Data;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Policies;

/// <summary>One version of one clause of the written policy.</summary>
public sealed class PolicyClause
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required string Area { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required DateOnly EffectiveFrom { get; init; }
}

/// <summary>Which list a code belongs to.</summary>
public enum CodeList
{
    /// <summary>Policy areas.</summary>
    Area,

    /// <summary>Surfaces of the platform.</summary>
    Surface,

    /// <summary>Languages, BCP 47.</summary>
    Language,

    /// <summary>Regions, ISO 3166, and global.</summary>
    Region,

    /// <summary>Where a gap that is not for policy goes.</summary>
    Destination,
}

/// <summary>One code of one list.</summary>
public sealed class ListEntry
{
    public required CodeList List { get; init; }

    public required string Code { get; init; }

    public required string Label { get; init; }

    public required int Order { get; init; }
}

/// <summary>How a term stands in the field's terminology.</summary>
public enum TermLevel
{
    /// <summary>Use it.</summary>
    Use,

    /// <summary>Take care where and how it is used.</summary>
    SpecialAttention,

    /// <summary>Do not use it.</summary>
    Avoid,
}

/// <summary>One entry of the terminology list: the term to use, and what it is used instead of.</summary>
public sealed class Term
{
    public required string Use { get; init; }

    public required TermLevel Level { get; init; }

    public required IReadOnlyList<string> InsteadOf { get; init; }

    public string? Note { get; init; }
}

/// <summary>The whole catalogue: clauses in all their versions, lists of codes, terms.</summary>
public sealed record CatalogueContent(
    IReadOnlyList<PolicyClause> Clauses, IReadOnlyList<ListEntry> Lists, IReadOnlyList<Term> Terms, string TermsStatus);

/// <summary>
/// The catalogue in memory, since every command asks it for codes. It is written by the organisation's
/// configuration only, never by a form. Safe to share; replaced whole when the catalogue is loaded.
/// </summary>
public sealed class Catalogue(TimeProvider clock)
{
    private volatile CatalogueContent _content = new([], [], [], "");
    private volatile HashSet<(CodeList, string)> _codes = [];

    public CatalogueContent Content => _content;

    public void Replace(CatalogueContent content)
    {
        _codes = [.. content.Lists.Select(e => (e.List, e.Code))];
        _content = content;
    }

    public bool Has(CodeList list, string code) => _codes.Contains((list, code));

    public string LabelOf(CodeList list, string code) =>
        _content.Lists.FirstOrDefault(e => e.List == list && e.Code == code)?.Label ?? code;

    /// <summary>The version of a clause in force today, or the newest if none is yet.</summary>
    public int? CurrentVersionOf(string clause)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var versions = _content.Clauses.Where(c => c.Code == clause).ToList();
        return versions.Where(c => c.EffectiveFrom <= today).MaxBy(c => c.Version)?.Version ?? versions.MaxBy(c => c.Version)?.Version;
    }

    /// <summary>Refuses a code that is not on its list; an empty one is fine.</summary>
    public Refusal? Unknown(CodeList list, string? code, params string[] path) =>
        string.IsNullOrWhiteSpace(code) || Has(list, code) ? null
            : Refusal.Of(RefusalCode.UnknownCode, $"This code is not on the list of {Plural(list)}.", path);

    /// <summary>Refuses a clause, or a version of it, that the catalogue does not hold; an empty one is fine.</summary>
    public Refusal? UnknownClause(string? code, int? version, params string[] path) =>
        string.IsNullOrWhiteSpace(code) || _content.Clauses.Any(c => c.Code == code && (version is null || c.Version == version)) ? null
            : Refusal.Of(RefusalCode.UnknownCode, "The catalogue holds no such clause or version.", path);

    private static string Plural(CodeList list) => list switch
    {
        CodeList.Area => "policy areas",
        CodeList.Surface => "surfaces",
        CodeList.Language => "languages",
        CodeList.Region => "regions",
        CodeList.Destination => "destinations",
    };
}

/// <summary>The tables of this feature.</summary>
public static class PolicyTables
{
    extension(InsightsDb db)
    {
        public DbSet<PolicyClause> PolicyClauses => db.Set<PolicyClause>();

        public DbSet<ListEntry> ListEntries => db.Set<ListEntry>();

        public DbSet<Term> Terms => db.Set<Term>();
    }
}

internal sealed class PolicyClauseTable : IEntityTypeConfiguration<PolicyClause>
{
    public void Configure(EntityTypeBuilder<PolicyClause> builder)
    {
        builder.ToTable("policy_clause");
        builder.HasKey(c => new { c.Code, c.Version });
        builder.Property(c => c.Code).HasMaxLength(64);
        builder.Property(c => c.Area).HasMaxLength(64);
        builder.Property(c => c.Title).HasMaxLength(200);
        builder.Property(c => c.Text).HasMaxLength(8000);
    }
}

internal sealed class ListEntryTable : IEntityTypeConfiguration<ListEntry>
{
    public void Configure(EntityTypeBuilder<ListEntry> builder)
    {
        builder.ToTable("list_entry");
        builder.HasKey(e => new { e.List, e.Code });
        builder.Property(e => e.Code).HasMaxLength(64);
        builder.Property(e => e.Label).HasMaxLength(200);
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
