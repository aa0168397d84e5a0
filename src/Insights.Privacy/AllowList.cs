namespace Insights.Privacy;

/// <summary>One exact string that a privacy steward has reviewed and allowed.</summary>
/// <param name="Id">The entry's id; what is recorded when the entry lets a finding pass.</param>
/// <param name="Text">The string; compared unit by unit, case included.</param>
public sealed record AllowedString(string Id, string Text);

/// <summary>A finding that an entry of the allow-list let pass. Holds no text.</summary>
/// <param name="AllowedStringId">The entry.</param>
/// <param name="Finding">What would have been found without it.</param>
public sealed record AllowedFinding(string AllowedStringId, GuardFinding Finding);

/// <summary>Exact strings that the guard lets pass although a rule finds something in them.</summary>
/// <remarks>
/// An entry lets a finding pass when the whole finding lies within an occurrence of the entry that is not part of a
/// longer word or number; it never widens to other values of the same shape. Characters that may not be stored at all
/// are never let pass. Immutable; safe for concurrent use. Time linear in the text for each entry.
/// </remarks>
public sealed class AllowList
{
    private readonly IReadOnlyList<AllowedString> _entries;

    /// <summary>Makes a list.</summary>
    /// <param name="entries">The entries; their texts are not blank.</param>
    /// <exception cref="ArgumentException">A text is blank.</exception>
    public AllowList(IEnumerable<AllowedString> entries)
    {
        _entries = [.. entries];
        if (_entries.Any(entry => string.IsNullOrWhiteSpace(entry.Text)))
            throw new ArgumentException("An allowed string is not blank.", nameof(entries));
    }

    /// <summary>A list that lets nothing pass.</summary>
    public static AllowList Empty { get; } = new([]);

    /// <summary>Parts findings into those that stand and those that an entry lets pass.</summary>
    internal (IReadOnlyList<GuardFinding> Standing, IReadOnlyList<AllowedFinding> Allowed) Part(string text, IReadOnlyList<GuardFinding> findings)
    {
        if (findings.Count == 0 || _entries.Count == 0)
            return (findings, []);
        var standing = new List<GuardFinding>();
        var allowed = new List<AllowedFinding>();
        foreach (var finding in findings)
        {
            if (_entries.FirstOrDefault(entry => Covers(entry.Text, text, finding)) is { } entry)
                allowed.Add(new AllowedFinding(entry.Id, finding));
            else
                standing.Add(finding);
        }

        return (standing, allowed);
    }

    private static bool Covers(string allowed, string text, GuardFinding finding)
    {
        if (finding.Type is FindingType.ControlCharacter or FindingType.LoneSurrogate or FindingType.TooLong)
            return false;
        // An occurrence that covers the finding starts at most its own length before the finding's end.
        for (var at = Math.Max(0, finding.End - allowed.Length); at <= finding.Start; at++)
        {
            at = text.IndexOf(allowed, at, StringComparison.Ordinal);
            if (at < 0 || at > finding.Start)
                return false;
            if (at + allowed.Length >= finding.End && !Continues(text, at - 1, at) && !Continues(text, at + allowed.Length, at + allowed.Length - 1))
                return true;
        }

        return false;
    }

    /// <summary>Whether a word or number runs on over the edge of an occurrence.</summary>
    private static bool Continues(string text, int outside, int inside) =>
        outside >= 0 && outside < text.Length && char.IsLetterOrDigit(text[outside]) && char.IsLetterOrDigit(text[inside]);
}
