using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>IP and device addresses.</summary>
internal static partial class NetworkRules
{
    public static void Apply(Sweep sweep)
    {
        foreach (Match match in IPv4().Matches(sweep.Text))
            if (ReadsAsIPv4(sweep, match))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.IpAddress, "ipv4", FindingTier.B);

        IPv6(sweep);

        foreach (var match in Mac().EnumerateMatches(sweep.Text))
            if (ReadsAsMac(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.MacAddress, "mac", FindingTier.A);
    }

    /// <summary>Section and version numbers have the same shape: small parts or a word before tell them apart.</summary>
    private static bool ReadsAsIPv4(Sweep sweep, Match match)
    {
        var parts = match.Groups["part"].Captures;
        var small = true;
        foreach (Capture part in parts)
        {
            var value = int.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (value > 255 || (part.Length > 1 && part.ValueSpan[0] == '0')) return false;
            small &= value < 20;
        }

        if (sweep.Before(Numbered(), match.Index, 60)) return false;
        if (!small || match.Groups["suffix"].Success || match.ValueSpan.ContainsAny('[', '(')) return true;
        return parts[0].ValueSpan is "10" || sweep.Before(AddressCue(), match.Index) || sweep.After(AddressCue(), match.Index + match.Length, 15);
    }

    private static void IPv6(Sweep sweep)
    {
        var text = sweep.Text;
        for (var start = 0; start < text.Length; start++)
        {
            if (!InIPv6(text[start])) continue;
            var end = start;
            var colons = 0;
            for (; end < text.Length && InIPv6(text[end]); end++)
                if (text[end] == ':') colons++;

            if (colons >= 2 && end - start <= 60 && !char.IsLetterOrDigit(sweep.At(start - 1)) && !char.IsLetter(sweep.At(end)))
                Claim(sweep, start, end);
            start = end;
        }
    }

    private static void Claim(Sweep sweep, int start, int end)
    {
        while (end > start && (sweep.At(end - 1) == '.' || (sweep.At(end - 1) == ':' && sweep.At(end - 2) != ':'))) end--;
        while (start < end && (sweep.At(start) == '.' || (sweep.At(start) == ':' && sweep.At(start + 1) != ':'))) start++;
        var candidate = sweep.Text.AsSpan(start, end - start);
        if (!IPAddress.TryParse(candidate, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6) return;

        var groups = 0;
        var longest = 0;
        foreach (var group in candidate.Split(':'))
        {
            var length = group.End.Value - group.Start.Value;
            if (length > 0) groups++;
            longest = Math.Max(longest, length);
        }

        if (groups >= 3 || longest >= 4 || sweep.Before(AddressCue(), start))
            sweep.Found(start, end + Scope().Match(sweep.Text, end, Math.Min(20, sweep.Text.Length - end)).Length,
                FindingType.IpAddress, "ipv6", FindingTier.A);
    }

    private static bool ReadsAsMac(Sweep sweep, int start, int length)
    {
        var value = sweep.Text.AsSpan(start, length);
        if (value.Contains(':')) return true;
        foreach (var c in value)
            if (char.IsAsciiLetter(c)) return true;
        return sweep.Before(DeviceCue(), start);
    }

    private static bool InIPv6(char c) => char.IsAsciiHexDigit(c) || c is ':' or '.';

    [GeneratedRegex(@"(?<![\w.])(?<part>\d{1,3})(?:(?:\.|\[\.\]|\(\.\)| ?\[dot\] ?| ?\(dot\) ?)(?<part>\d{1,3})){3}(?!\d|\.\d|\w)(?<suffix>/\d{1,2}(?![\d/])|:\d{2,5}(?!\d))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex IPv4();

    /// <summary>A word that announces a section or version, then at most a list of such numbers.</summary>
    [GeneratedRegex(@"(?:§+|¶|\b(?:sections?|sec|clauses?|criteri(?:on|a)|indicators?|items?|paragraphs?|paras?|rules?|parts?|chapters?|annex(?:es)?|appendix|appendices|articles?|headings?|steps?|controls?|tables?|figures?|questions?|points?|principles?|provisions?|peruntukan|standards?|requirements?|definitions?|version|versions|ver|v|rev|revision|build|builds|release|releases|rubric|schema|firmware|policy|policies|guideline|guidelines|handbook|manual|seksyen|fasal|perenggan|bahagian|jadual|perkara|versi|binaan|keluaran|dasar|polisi|abschnitt|article|sección)\b)[.:]?(?: ?(?:no|nos|number)\b\.?)?[ (]{0,2}(?:v?\d[\d.]{0,20}(?:,? (?:and|or|to|dan|atau|hingga|through) |, ?|; ?| ?- ?| ?& ?|/)){0,5}v?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\b(?:ip|ips|ipv4|ipv6|address|addresses|host|hosts|server|servers|subnet|network|gateway|router|dns|proxy|vpn|firewall|cidr|login|logged|logon|sign-?in|connected|connection|traffic|alamat|pelayan)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressCue();

    [GeneratedRegex(@"\b(?:mac|adapter|device|hardware|bssid|ethernet|wi-?fi|bluetooth|peranti)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DeviceCue();

    [GeneratedRegex(@"\G(?:%\w{1,15})?(?:/\d{1,3}(?!\d))?")]
    private static partial Regex Scope();

    [GeneratedRegex(@"(?<![0-9A-Za-z:.-])(?:[0-9A-F]{2}(?:(?::[0-9A-F]{2}){5}|(?:-[0-9A-F]{2}){5})|[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4})(?![0-9A-Za-z:-]|\.\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mac();
}
