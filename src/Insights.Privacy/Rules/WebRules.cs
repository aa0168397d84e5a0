using System.Buffers;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Web addresses: with a scheme, disguised, or as a bare host name.</summary>
internal static partial class WebRules
{
    public static void Apply(Sweep sweep)
    {
        if (sweep.Colons > 0)
            foreach (Match match in WithScheme().Matches(sweep.Text))
                if (LeadsSomewhere(match))
                    Found(sweep, match.Index, match.Length, "url", FindingTier.A);

        if (!sweep.Text.AsSpan().ContainsAny(Marks)) return;

        foreach (Match match in Disguised().Matches(sweep.Text))
            if (TopLevelDomains.IsPlain(match.Groups["tld"].ValueSpan)
                || (TopLevelDomains.Knows(match.Groups["tld"].ValueSpan) && !match.ValueSpan.Contains(' ')))
                Found(sweep, match.Index, match.Length, "url-disguised", FindingTier.A);

        if (sweep.Dots == 0) return;

        foreach (Match match in BareHost().Matches(sweep.Text))
            if (ReadsAsHost(sweep, match))
                Found(sweep, match.Index, match.Length, "host", FindingTier.B);
    }

    /// <summary>"http://intranet" and unknown schemes lead nowhere by themselves; with a port or a path they do.</summary>
    private static bool LeadsSomewhere(Match match)
    {
        var scheme = match.Groups["scheme"].ValueSpan;
        if (scheme.IsEmpty) return true;
        var rest = match.Groups["rest"].ValueSpan;
        var host = rest[..(rest.IndexOfAny('/', '?', '#') is var end and >= 0 ? end : rest.Length)];
        if (scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase) || rest.Length < 3) return false;
        var path = rest.Length - host.Length;
        if (!KnownScheme().IsMatch(scheme)) return host.Length > 0 && path > 1;
        if (host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (host.StartsWith('[')) return host.Contains(':');
        if (host.Length > 0 && host[0] is '{' or '$' or '*' or '%' or '.') return false;
        return host.TrimEnd('.').Contains('.') || host.Contains("dot", StringComparison.OrdinalIgnoreCase) || (host.Length > 0 && (path > 1 || host.Contains(':')))
            || (host.Length == 0 && path > 1 && !scheme.Equals("file", StringComparison.OrdinalIgnoreCase));
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
        if (!TopLevelDomains.Knows(tld)) return match.Groups["rest"].Length > 3 && sweep.Before(HostedCue(), match.Index);
        if (match.ValueSpan.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return true;
        if (match.Groups["rest"].Length > 1) return !CodePath().IsMatch(match.ValueSpan);

        // ASP.NET and System.IO are names; a host in prose is written small.
        var small = !tld.ContainsAnyInRange('A', 'Z');
        if (small && TopLevelDomains.IsPlain(tld)) return !(char.IsUpper(match.ValueSpan[0]) && tld is "io");
        if (!match.ValueSpan.ContainsAnyInRange('a', 'z') && tld is "COM" or "ORG") return true;
        if (small && match.Groups["tld"].Index - match.Index > 3 && SecondLevel().IsMatch(match.Value)) return true;
        if (tld.Equals("test", StringComparison.OrdinalIgnoreCase) && match.ValueSpan.Count('.') > 1) return true;
        return sweep.Before(Cue(), match.Index) || (small && sweep.After(CueAfter(), match.Index + match.Length, 16));
    }

    /// <summary>Ends an address before the punctuation of the sentence around it.</summary>
    private static int Trimmed(string text, int start, int length)
    {
        var end = start + length;
        while (end > start + 1 && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '"' or ']' or '}' or '*' or '_'
            || (text[end - 1] == ')' && !text.AsSpan(start, end - start).Contains('(')))) end--;
        return end;
    }

    private static readonly SearchValues<char> Marks = SearchValues.Create(".[({tT");

    [GeneratedRegex(@"(?<![a-z0-9])(?>(?<scheme>h[x*]{2}ps?|[a-z][a-z0-9+-]{1,15}))(?:://|\[:\]//|:\[//\]|\[://\]|\[:/\]/)(?>(?<rest>[^\s<>""]{2,2000}))|(?<![a-z0-9])(?:magnet:\?|skype:\w|tg:\w)(?>[^\s<>""]{2,2000})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WithScheme();

    [GeneratedRegex(@"^(?:https?|h[x*]{2}ps?|ftps?|sftp|fxp|s?ftp|ssh|telnet|wss?|git|svn|smb|nfs|file|rtmps?|rtsp|mms|irc|ircs|xmpp|sip|ldaps?|tg|ipfs|ipns|gemini|gopher|discord|steam|intent|market|fb|whatsapp|snapchat|viber|line|weixin|kik)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KnownScheme();

    /// <summary>file.ext/other and a.b/c are paths; what follows a plain file ending is no host's path.</summary>
    [GeneratedRegex(@"^[\w-]{1,63}\.(?:md|py|sh|rs|pl|ps)[/?]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodePath();

    /// <summary>host[.]tld, host(dot)tld, host dot com.</summary>
    [GeneratedRegex(@"(?<![\w@.-])(?>[a-z0-9][a-z0-9-]{0,62})(?:(?: ?[(\[{] ?(?:dot|titik|\.) ?[)\]}] ?| dot (?=(?:com|net|org)\b)|\.(?=[a-z0-9-]{1,63} ?[(\[{]))(?>[a-z0-9-]{0,61}[a-z0-9])){0,3}(?: ?[(\[{] ?(?:dot|titik|\.) ?[)\]}] ?| dot (?=(?:com|net|org)\b))(?<tld>[a-z]{2,24})(?![\w])(?:/[^\s<>""]{0,2000})?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Disguised();

    [GeneratedRegex(@"(?:(?<![\w@./\\-])|(?<=(?<![:\w/])//))(?>(?:\w(?:[\w-]{0,61}\w)?\.(?=\w)){1,5})(?<tld>[a-z]{2,24})(?![\w@-])(?!\.\w)(?<port>:\d{2,5})?(?<rest>[/?][^\s<>""]{0,2000})?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BareHost();

    [GeneratedRegex(@"\.(?:com|co|net|org|edu|gov|ac|or|ne|go|gob|gouv|gub|nom|ltd|plc|sch|mil|web|biz|info)\.[a-z]{2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecondLevel();

    [GeneratedRegex(@"\b(?:urls?|links?|linked|sites?|websites?|web|webpage|page|pages|domains?|host|hosted|hostname|visit|visited|browse|laman|pautan|tapak web|webseite|seite|lien|enlace|sitio|forum|homepage|server|blog|mirror)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cue();

    [GeneratedRegex(@"\b(?:hosted|mirrored) (?:on|at|by) $", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HostedCue();

    [GeneratedRegex(@"^ (?:site|website|domain|page|link|host)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CueAfter();
}
