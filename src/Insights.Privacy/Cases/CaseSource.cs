using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Insights.Privacy;

/// <summary>
/// A system that issues case ids, and what its ids look like. The same id of two sources stands for two cases.
/// Immutable; safe for concurrent use.
/// </summary>
/// <remarks>
/// Patterns come from configuration, so they run on the engine that never backtracks: the time is linear in the id
/// whatever was configured. They see the normalised id (upper case, no white space, plain hyphens) and match the whole of it.
/// </remarks>
public sealed partial class CaseSource
{
    /// <summary>Letters, digits and the usual marks between them, with at least one digit.</summary>
    public const string UsualPattern = "[A-Z._:/#@-]*[0-9][A-Z0-9._:/#@-]*";

    private const int LongestPattern = 500;
    private readonly Regex pattern;

    /// <summary>Makes a source.</summary>
    /// <param name="code">Small letters, digits and hyphens, at most 40; part of what is hashed, so it must never change.</param>
    /// <param name="label">What people call the system.</param>
    /// <param name="pattern">What a whole normalised id looks like, as a .NET regular expression; without it, <see cref="UsualPattern"/>.</param>
    /// <exception cref="ArgumentException">The code, the label or the pattern cannot be used.</exception>
    public CaseSource(string code, string label, string? pattern = null)
    {
        if (code is null || !CodeForm().IsMatch(code))
            throw new ArgumentException("A source's code has 1 to 40 small letters, digits and hyphens.", nameof(code));
        if (string.IsNullOrWhiteSpace(label)) throw new ArgumentException("A source needs a label.", nameof(label));
        Code = code;
        Label = label;
        this.pattern = Compiled(pattern ?? UsualPattern);
    }

    /// <summary>The code; part of what is hashed.</summary>
    public string Code { get; }

    /// <summary>What people call the system.</summary>
    public string Label { get; }

    /// <summary>The normalised form of an id that this source could have issued.</summary>
    /// <param name="rawId">The id as typed; may be null.</param>
    /// <param name="normalised">What is hashed, or null.</param>
    /// <returns>
    /// False when the id is blank, longer than 200 units, not valid Unicode, or not of the source's pattern; and when two
    /// words of it hold no digit: that is prose, or an id with its heading, which would become another case.
    /// </returns>
    public bool TryNormalise([NotNullWhen(true)] string? rawId, [NotNullWhen(true)] out string? normalised)
    {
        normalised = null;
        if (string.IsNullOrWhiteSpace(rawId) || rawId.Length > CaseTokeniser.LongestId || Unicode.IndexOfLoneSurrogate(rawId) >= 0
            || rawId.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(IsPlainWord) > 1)
            return false;
        var id = CaseTokeniser.Normalise(rawId);
        if (id.Length is 0 or > CaseTokeniser.LongestId || !pattern.IsMatch(id)) return false;
        normalised = id;
        return true;
    }

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static bool IsPlainWord(string word) => word.Count(char.IsLetter) >= 2 && !word.Any(char.IsDigit);

    private static Regex Compiled(string pattern)
    {
        if (pattern.Length is 0 or > LongestPattern)
            throw new ArgumentException($"A pattern has 1 to {LongestPattern} characters.", nameof(pattern));
        try
        {
            // The pattern by itself first: closing the group around it could otherwise make sense of half a one.
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException(
                "The pattern is no regular expression, or needs looking around, back references or atomic groups, which could hang.", nameof(pattern), fault);
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex CodeForm();
}
