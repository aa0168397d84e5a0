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
    private readonly AllowList allowList;

    /// <summary>Makes a guard for one deployment.</summary>
    /// <param name="options">Case id prefixes, citation hosts and the length limit.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Guard(GuardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        rules = new RuleSet(options);
        allowList = AllowList.Empty;
    }

    private Guard(Guard other, AllowList allowed) => (Options, rules, allowList) = (other.Options, other.rules, allowed);

    /// <summary>What the deployment decided.</summary>
    public GuardOptions Options { get; }

    /// <summary>A guard with the default options.</summary>
    public static Guard Default { get; } = new(GuardOptions.Default);

    /// <summary>Rises whenever a rule changes what it finds; stored with a text, it tells which rules that text has passed.</summary>
    public static int RuleSetVersion => 3;

    /// <summary>Everything found, in order of position, without overlaps.</summary>
    /// <param name="text">The text; the caller bounds its length.</param>
    public IReadOnlyList<GuardFinding> Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return allowList.Part(text, rules.Find(text)).Standing;
    }

    /// <summary>The same guard with another allow-list; the rules are shared.</summary>
    /// <param name="allowed">The exact strings to let pass.</param>
    public Guard Allowing(AllowList allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return new Guard(this, allowed);
    }

    /// <summary>Looks at a text that is about to be stored, and says everything there is to say about it.</summary>
    /// <param name="text">The text as typed; null counts as empty.</param>
    public Screening Screen(string? text)
    {
        text ??= "";
        if (text.Length > Options.MaxLength)
            return new Screening(null, [new GuardFinding(Options.MaxLength, text.Length, FindingType.TooLong, "length", FindingTier.A)], []);
        var (standing, allowed) = allowList.Part(text, rules.Find(text));
        var blocked = standing.Any(finding => finding.Strength == FindingStrength.Block);
        return new Screening(blocked ? null : GuardedText.Screened(text), standing, allowed);
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
        (screened, findings, _) = Screen(text);
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

    /// <summary>Masks guarded text, which is guarded after it as well: for outlets.</summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">What was replaced, with offsets into <paramref name="text"/>.</param>
    public GuardedText Masked(GuardedText text, out IReadOnlyList<GuardFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        var masked = Mask(text.Value, out findings);
        return findings.Count == 0 ? text : GuardedText.Screened(masked);
    }
}

/// <summary>What the guard says about a text.</summary>
/// <param name="Text">The text, trimmed and with <c>\n</c> line ends; null when something in it blocks.</param>
/// <param name="Findings">What was found and stands, in order, with offsets into the text as typed; warnings too.</param>
/// <param name="Allowed">What the allow-list let pass.</param>
public sealed record Screening(GuardedText? Text, IReadOnlyList<GuardFinding> Findings, IReadOnlyList<AllowedFinding> Allowed);
