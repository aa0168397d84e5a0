using System.Diagnostics.CodeAnalysis;
using System.Text;
using Insights.Privacy.Rules;

namespace Insights.Privacy;

/// <summary>
/// Finds personal data and raw case ids in policy text: the only door through which free text enters the domain.
/// </summary>
/// <remarks>
/// Pure and deterministic: no I/O, no clock, no logging, and time linear in the length of the text. Immutable and safe
/// for concurrent use. Interactive writes are refused (<see cref="TryScreen"/>), never silently rewritten; imports and
/// outlets are masked (<see cref="Mask"/>). Names of persons without a title or role before them are not found.
/// </remarks>
public sealed class Guard
{
    private readonly RuleSet rules;
    private readonly int maxLength;

    /// <summary>Makes a guard for one deployment.</summary>
    /// <param name="options">Case id prefixes, citation hosts and the length limit.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Guard(GuardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        maxLength = options.MaxLength;
        rules = new RuleSet(options);
    }

    /// <summary>A guard with the default options.</summary>
    public static Guard Default { get; } = new(GuardOptions.Default);

    /// <summary>Rises whenever a rule changes what it finds; stored with a text, it tells which rules that text has passed.</summary>
    public static int RuleSetVersion => 2;

    /// <summary>Everything found, in order of position, without overlaps.</summary>
    /// <param name="text">The text; the caller bounds its length.</param>
    public IReadOnlyList<GuardFinding> Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return rules.Find(text);
    }

    /// <summary>Turns free text into guarded text, unless something in it must not be stored.</summary>
    /// <param name="text">The text as typed; null counts as empty.</param>
    /// <param name="screened">The text, trimmed and with <c>\n</c> line ends, or null when it is refused.</param>
    /// <param name="findings">
    /// What was found, with offsets into <paramref name="text"/>. After a success there may still be warnings.
    /// </param>
    /// <returns>False when any finding blocks.</returns>
    public bool TryScreen(
        string? text, [NotNullWhen(true)] out GuardedText? screened, out IReadOnlyList<GuardFinding> findings)
    {
        text ??= "";
        findings = text.Length > maxLength
            ? [new GuardFinding(maxLength, text.Length, FindingType.TooLong, "length", FindingTier.A)]
            : rules.Find(text);
        screened = findings.Any(finding => finding.Strength == FindingStrength.Block) ? null : GuardedText.Screened(text);
        return screened is not null;
    }

    /// <summary>
    /// Replaces everything found, warnings included, by a placeholder such as <c>[EMAIL]</c>. Masking the result again
    /// changes nothing.
    /// </summary>
    /// <param name="text">The text; the caller bounds its length.</param>
    /// <param name="findings">What was replaced, with offsets into <paramref name="text"/>.</param>
    public string Mask(string text, out IReadOnlyList<GuardFinding> findings)
    {
        findings = Scan(text);
        var masked = new StringBuilder(text.Length);
        var from = 0;
        foreach (var finding in findings)
        {
            masked.Append(text, from, finding.Start - from).Append('[').Append(finding.Type).Append(']');
            from = finding.End;
        }

        return masked.Append(text, from, text.Length - from).ToString();
    }
}
