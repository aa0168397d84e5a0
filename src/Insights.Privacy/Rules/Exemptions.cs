using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Marks what looks like data and is none: our own tokens and ids, and placeholders.</summary>
internal static partial class Exemptions
{
    public static void Mark(Sweep sweep)
    {
        foreach (var match in CaseTokens().EnumerateMatches(sweep.Text))
            if (CaseToken.TryParse(sweep.Text.AsSpan(match.Index, match.Length), out _))
                sweep.Exempt(match.Index, match.Index + match.Length);

        MarkAll(sweep, ProductIds());
        MarkAll(sweep, Placeholders());
        MarkAll(sweep, Zeros());
    }

    private static void MarkAll(Sweep sweep, Regex exempt)
    {
        foreach (var match in exempt.EnumerateMatches(sweep.Text))
            sweep.Exempt(match.Index, match.Index + match.Length);
    }

    [GeneratedRegex(@"(?<![A-Z0-9-])CR[1-9][0-9]{0,8}(?:-?[0-9A-Z]{5}){4}-?[0-9A-Z](?![A-Z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex CaseTokens();

    /// <summary>Prefixed ULIDs and the human numbers R-123 and G-42.</summary>
    [GeneratedRegex(@"(?<![\w-])(?:(?:gap|rpt|clu|prc|sub|evt|cmt|dec|opn|per|con)_[0-7][0-9A-HJKMNP-TV-Z]{25}|[RG]-[0-9]{1,7})(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProductIds();

    /// <summary>[EMAIL], &lt;redacted&gt;, {case_ref}, @username; but not the [AT] and (DOT) of a disguised address.</summary>
    [GeneratedRegex(@"\[(?!(?:AT|DOT)\])[A-Z][A-Z_ -]{1,30}(?:[_ -]?\d{1,2})?\]|\[(?:redacted|removed|masked|hidden|deleted|name|email|e-mail|phone|address|number|user|username|url|link|case id)\]|<(?:[a-z][a-z_ -]{1,30}|[A-Z][A-Z_ -]{1,30})>|\{[A-Za-z][A-Za-z_ ]{1,30}\}|(?<![\w.@])@(?:user_?names?|mentions?|handles?|users?|names?|nick_?names?|someone|somebody|person|everyone|here|channel|media|param|team|example|all)(?![\w@-]|\.\w)")]
    private static partial Regex Placeholders();

    /// <summary>GUID, device address, card number and IPv4 address of zeros only.</summary>
    [GeneratedRegex(@"(?<![\w.:-])(?:0{8}-(?:0{4}-){3}0{12}|00(?:[:-]00){5}|0{4}(?:[ -]?0{4}){3}|0\.0\.0\.0)(?![\w:-])")]
    private static partial Regex Zeros();
}
