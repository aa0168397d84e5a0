using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Web addresses: with a scheme, disguised, or as a bare host name.</summary>
internal static partial class WebRules
{
    public static void Apply(Sweep sweep)
    {
        foreach (var match in WithScheme().EnumerateMatches(sweep.Text))
            Found(sweep, match.Index, match.Length, "url", FindingTier.A);

        foreach (Match match in Disguised().Matches(sweep.Text))
            if (TopLevelDomains.IsPlain(match.Groups["tld"].ValueSpan)
                || (TopLevelDomains.Knows(match.Groups["tld"].ValueSpan) && !match.ValueSpan.Contains(' ')))
                Found(sweep, match.Index, match.Length, "url-disguised", FindingTier.A);

        foreach (Match match in BareHost().Matches(sweep.Text))
            if (ReadsAsHost(sweep, match))
                Found(sweep, match.Index, match.Length, "host", FindingTier.B);
    }

    /// <summary>A citation is exempt up to its query, and so is the whole address that begins with it.</summary>
    private static void Found(Sweep sweep, int start, int length, string rule, FindingTier tier)
    {
        if (!sweep.IsExempt(start))
            sweep.Found(start, Trimmed(sweep.Text, start, length), FindingType.Url, rule, tier);
    }

    private static bool ReadsAsHost(Sweep sweep, Match match)
    {
        var tld = match.Groups["tld"].ValueSpan;
        if (!TopLevelDomains.Knows(tld)) return false;
        if (match.ValueSpan.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return true;
        if (match.Groups["rest"].Success && match.Groups["rest"].Length > 1) return true;

        // ASP.NET and System.IO are names; a host in prose is written small.
        var small = !tld.ContainsAnyInRange('A', 'Z');
        if (small && TopLevelDomains.IsPlain(tld)) return true;
        if (small && match.Groups["tld"].Index - match.Index > 3 && SecondLevel().IsMatch(match.Value)) return true;
        return sweep.Before(Cue(), match.Index) || (small && sweep.After(CueAfter(), match.Index + match.Length, 12));
    }

    /// <summary>Ends an address before the punctuation of the sentence around it.</summary>
    private static int Trimmed(string text, int start, int length)
    {
        var end = start + length;
        while (end > start + 1 && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '"' or ']' or '}' or '*' or '_'
            || (text[end - 1] == ')' && !text.AsSpan(start, end - start).Contains('(')))) end--;
        return end;
    }

    [GeneratedRegex(@"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,15}|h[x*]{2}ps?)(?:://|\[:\]//|:\[//\]|\[://\])[^\s<>""]{2,2000}|(?<![a-z0-9])(?:magnet:\?|skype:\w)[^\s<>""]{2,2000}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithScheme();

    /// <summary>host[.]tld, host(dot)tld, host dot com.</summary>
    [GeneratedRegex(@"(?<![\w@.-])(?>[a-z0-9][a-z0-9-]{0,62})(?:(?: ?[(\[{] ?(?:dot|titik|\.) ?[)\]}] ?| dot (?=(?:com|net|org)\b)|\.(?=[a-z0-9-]{1,63} ?[(\[{]))(?>[a-z0-9-]{0,61}[a-z0-9])){0,3}?(?: ?[(\[{] ?(?:dot|titik|\.) ?[)\]}] ?| dot (?=(?:com|net|org)\b))(?<tld>[a-z]{2,24})(?![\w])(?:/[^\s<>""]{0,2000})?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Disguised();

    [GeneratedRegex(@"(?<![\w@./\\-])(?>(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.(?=[a-z0-9])){1,5})(?<tld>[a-z]{2,24})(?![\w@-])(?!\.\w)(?<port>:\d{2,5})?(?<rest>[/?][^\s<>""]{0,2000})?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BareHost();

    [GeneratedRegex(@"\.(?:com|co|net|org|edu|gov|ac|or|ne|go|gob)\.[a-z]{2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecondLevel();

    [GeneratedRegex(@"\b(?:url|urls|link|links|linked|site|sites|website|websites|web|webpage|page|domain|domains|host|hosted|hostname|visit|visited|browse|laman|pautan|tapak web|domain)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cue();

    [GeneratedRegex(@"^ (?:site|website|domain|page|link|host)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CueAfter();
}
