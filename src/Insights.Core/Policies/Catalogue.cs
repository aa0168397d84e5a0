using Insights.Core.Data;
using Insights.Core.Pipeline;

namespace Insights.Core.Policies;

/// <summary>One version of one clause of the written policy, as everything reads it.</summary>
public sealed record PolicyClause
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required string Area { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Who published it; null for what came with the organisation's files.</summary>
    public PersonId? By { get; init; }

    /// <summary>When it was published, where a person did.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>That the clause was retired while this was its newest version.</summary>
    public ClauseRetirement? Retired { get; init; }
}

/// <summary>That a clause was retired.</summary>
/// <param name="By">Who retired it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record ClauseRetirement(PersonId By, DateTimeOffset At, string Reason);

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

/// <summary>One code of one list, as everything reads it.</summary>
public sealed record ListEntry
{
    public required CodeList List { get; init; }

    public required string Code { get; init; }

    public required string Label { get; init; }

    public required int Order { get; init; }

    /// <summary>Who added it or named it last; null for what came with the organisation's files.</summary>
    public PersonId? By { get; init; }

    /// <summary>When, where a person did.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Counts its changes.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What it was called before, the oldest first.</summary>
    public IReadOnlyList<EarlierLabel> Earlier { get; init; } = [];
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
/// The catalogue in memory, since every command asks it for codes. It holds what the database holds: what the
/// organisation's files seeded, and what people published since. Safe to share; replaced whole after each change.
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

    /// <summary>Puts a version of a clause in, or in the place of the one that stands there.</summary>
    internal void Put(PolicyClause clause) => Replace(_content with
    {
        Clauses = [.. _content.Clauses.Where(c => c.Code != clause.Code || c.Version != clause.Version).Append(clause).OrderBy(c => c.Code, StringComparer.Ordinal).ThenBy(c => c.Version)],
    });

    /// <summary>Puts a code in, or in the place of the one that stands there.</summary>
    internal void Put(ListEntry entry) => Replace(_content with
    {
        Lists = [.. _content.Lists.Where(e => e.List != entry.List || e.Code != entry.Code).Append(entry).OrderBy(e => e.List).ThenBy(e => e.Order).ThenBy(e => e.Code, StringComparer.Ordinal)],
    });

    /// <summary>Whether a clause was retired, and no version was published since.</summary>
    public bool IsRetired(string clause) => _content.Clauses.Where(c => c.Code == clause).MaxBy(c => c.Version)?.Retired is not null;

    public bool Has(CodeList list, string code) => _codes.Contains((list, code));

    public string LabelOf(CodeList list, string code) =>
        _content.Lists.FirstOrDefault(e => e.List == list && e.Code == code)?.Label ?? code;

    /// <summary>The version of a clause in force today, or the newest if none is yet.</summary>
    public int? CurrentVersionOf(string clause) => _content.Clauses.Where(c => c.Code == clause).ToList() is { Count: > 0 } versions ? InForce(versions) : null;

    /// <summary>Which of the versions of one clause is in force today, or the newest if none is yet.</summary>
    internal int InForce(IReadOnlyList<PolicyClause> versions)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return (versions.Where(c => c.EffectiveFrom <= today).MaxBy(c => c.Version) ?? versions.MaxBy(c => c.Version)!).Version;
    }

    /// <summary>Refuses a code that is not on its list; an empty one is fine.</summary>
    public Refusal? Unknown(CodeList list, string? code, params string[] path) =>
        string.IsNullOrWhiteSpace(code) || Has(list, code) ? null
            : Refusal.Of(RefusalCode.UnknownCode, $"This code is not on the list of {Plural(list)}.", path);

    /// <summary>Refuses a clause, or a version of it, that the catalogue does not hold; an empty one is fine.</summary>
    public Refusal? UnknownClause(string? code, int? version, params string[] path) =>
        string.IsNullOrWhiteSpace(code) || _content.Clauses.Any(c => c.Code == code && (version is null || c.Version == version)) ? null
            : Refusal.Of(RefusalCode.UnknownCode, "The catalogue holds no such clause or version.", path);

    /// <summary>Refuses a clause that is retired, where something new would rest on it; an empty one is fine.</summary>
    public Refusal? Retired(string? code, params string[] path) =>
        string.IsNullOrWhiteSpace(code) || !IsRetired(code) ? null : Refusal.Of(RefusalCode.IllegalMove, "This clause is retired. Choose one that holds.", path);

    internal static string Plural(CodeList list) => list switch
    {
        CodeList.Area => "policy areas",
        CodeList.Surface => "surfaces",
        CodeList.Language => "languages",
        CodeList.Region => "regions",
        CodeList.Destination => "destinations",
    };
}
