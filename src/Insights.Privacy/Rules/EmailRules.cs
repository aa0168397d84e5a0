using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>E-mail addresses, plain and disguised.</summary>
internal static partial class EmailRules
{
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;

    public static void Apply(Sweep sweep)
    {
        for (var at = sweep.Text.IndexOf('@'); at >= 0; at = sweep.Text.IndexOf('@', at + 1)) Plain(sweep, at);

        if (sweep.Ats == 0 && !sweep.Text.AsSpan().ContainsAny('%', '&') && !AtWord().IsMatch(sweep.Text)) return;

        foreach (Match match in Disguised().Matches(sweep.Text))
            if (TopLevelDomains.Knows(match.Groups["tld"].ValueSpan))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Email, "email-disguised", FindingTier.A);
    }

    private static void Plain(Sweep sweep, int at)
    {
        var start = LocalPartStart(sweep, at);
        if (start == at) return;

        var end = at + 1;
        if (sweep.At(end) == '[')
        {
            while (end < at + 50 && sweep.At(end) is not (']' or ' ' or '\n')) end++;
            if (sweep.At(end) == ']' && end - at > 8)
                sweep.Found(start, end + 1, FindingType.Email, "email", FindingTier.A);
            return;
        }

        while (end - at <= LongestDomain && (char.IsLetterOrDigit(sweep.At(end)) || sweep.At(end) is '-' or '.')) end++;
        while (sweep.At(end - 1) is '.' or '-') end--;
        var domain = sweep.Text.AsSpan(at + 1, Math.Max(0, end - at - 1));
        var dot = domain.LastIndexOf('.');
        if (dot < 1 || domain.Contains("..", StringComparison.Ordinal)) return;
        var top = domain[(dot + 1)..];
        if (top.Length < 2 || !char.IsLetter(top[0]) || !char.IsLetter(top[1])) return;
        sweep.Found(start, end, FindingType.Email, "email", FindingTier.A);
    }

    private static int LocalPartStart(Sweep sweep, int at)
    {
        var start = at;
        if (sweep.At(at - 1) == '"')
        {
            for (start = at - 2; start >= 0 && at - start <= LongestLocalPart && sweep.At(start) is not ('"' or '\n');) start--;
            return sweep.At(start) == '"' ? start : at;
        }

        while (at - start < LongestLocalPart && IsLocal(sweep.At(start - 1))) start--;
        while (start < at && sweep.At(start) is '.' or '\'' or '/' or '=' or '&' or '*' or '?') start++;
        return start;
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~.-".Contains(c, StringComparison.Ordinal);

    [GeneratedRegex(@"(?:\b|_)[aä]t(?:\b|_)|\barr?oba(?:se)?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtWord();

    /// <summary>name (at) host (dot) tld, name @ host . tld, name at host dot tld, first.last at host.tld; the top-level domain must be known.</summary>
    [GeneratedRegex(@"(?<![\w.%+-])(?>(?:[\w%+-]{1,30} (?:dot|titik|punkt|punto) ){0,2})(?>[\w.%+-]{1,64})(?> {0,2}[(\[{<*_-] ?(?:[aä]t|@|arroba|arobase) ?[)\]}>*_-] {0,2}| {1,2}@ {0,2}|@ {1,2}| at (?=[\w-]{1,63} (?:dot|titik|punkt|punto) )|(?<=[._\d][\w.%+-]{0,63}) at )(?:[\w-]{1,63}(?: {0,2}[(\[{<] ?(?:dot|titik|punkt|point|punto|noktah|\.) ?[)\]}>] {0,2}| (?:dot|titik|punkt|punto) | ?\. ?)){1,4}(?<tld>[a-z]{2,24})(?![\w])|(?<![\w.%+-])(?>[\w.%+-]{1,64})@(?:[\w-]{1,63}(?: ?[(\[{<] ?(?:dot|titik|punkt|point|punto|noktah|\.) ?[)\]}>] ?| (?:dot|titik|punkt|punto) )){1,4}(?<tld>[a-z]{2,24})(?![\w])|(?<![\w.%+-])(?:[a-z0-9.%+]{1,64}[_-]at[_-](?:[a-z0-9]{1,63}(?:[_-]dot[_-]|\.)){1,4}|(?>[\w.+-]{1,64})(?:%40|&\#64;|&\#x40;|&commat;)(?:[a-z0-9-]{1,63}\.){1,4})(?<tld>[a-z]{2,24})(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Disguised();
}
