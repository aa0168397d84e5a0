namespace Insights.Privacy;

/// <summary>One place in a text that looks like personal data, a raw case id or an unusable character.</summary>
/// <remarks>Never holds, prints or derives the value itself, so findings may be logged and returned to a caller.</remarks>
/// <param name="Start">First UTF-16 unit of the place in the original text, from 0.</param>
/// <param name="End">The unit after the last one; always greater than <paramref name="Start"/>.</param>
/// <param name="Type">What was found, as a stable word in capitals such as <c>EMAIL</c>; also the placeholder used by <see cref="Guard.Mask"/>.</param>
/// <param name="RuleId">The rule that found it, stable across rule set versions.</param>
/// <param name="Tier">How much the rule proves.</param>
public sealed record GuardFinding(int Start, int End, string Type, string RuleId, FindingTier Tier)
{
    /// <summary>Whether the text is refused, or the writer only warned: tiers A and B block, tier C warns.</summary>
    public FindingStrength Strength => Tier == FindingTier.C ? FindingStrength.Warn : FindingStrength.Block;

    /// <summary>A sentence for the writer with the type and the position, counted from 1, and never the value.</summary>
    public string Message => End - Start == 1
        ? $"{FindingType.Describe(Type)} at character {Start + 1}."
        : $"{FindingType.Describe(Type)} at characters {Start + 1} to {End}.";
}
