using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>IP and device addresses.</summary>
internal static partial class NetworkRules
{
    private const int LargestSectionPart = 64;
    private static readonly SearchValues<char> DigitsAndBlank = SearchValues.Create("0123456789 ");

    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits > 3 && (sweep.Dots > 2 || sweep.Text.Contains("dot", StringComparison.OrdinalIgnoreCase)))
            foreach (Match match in IPv4().Matches(sweep.Text))
                if (ReadsAsIPv4(sweep, match))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.IpAddress, "ipv4", FindingTier.B);

        if (sweep.Colons > 1) IPv6(sweep);

        if (sweep.Digits > 3 && sweep.Text.Length > 12)
            foreach (var match in BareMac().EnumerateMatches(sweep.Text))
                if (sweep.Text.AsSpan(match.Index, match.Length).ContainsAnyExcept(DigitsAndBlank) && sweep.Before(DeviceCue(), match.Index, 20))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.MacAddress, "mac-cue", FindingTier.B);

        if (sweep.Colons > 4 || sweep.Hyphens > 4 || sweep.Dots > 1)
            foreach (var match in Mac().EnumerateMatches(sweep.Text))
                if (ReadsAsMac(sweep, match.Index, match.Length))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.MacAddress, "mac", FindingTier.A);
    }

    /// <summary>Section and version numbers have the same shape: small parts or a word before tell them apart.</summary>
    private static bool ReadsAsIPv4(Sweep sweep, Match match)
    {
        var parts = match.Groups["part"].Captures;
        var (small, tiny, tail, padded, first) = (true, true, true, false, 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var value = int.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (value > 255) return false;
            padded |= part.Length > 1 && part.ValueSpan[0] == '0';
            small &= value < (i == parts.Count - 1 ? 100 : LargestSectionPart);
            tiny &= value < 20;
            tail &= i == 0 || value < 20;
            if (i == 0) first = value;
        }

        if (IsNumbered(sweep, match.Index) || sweep.After(NumberedAfter(), match.Index + match.Length, 40)) return false;

        // "IPv6 is named in 5.5.1.2" refers to a section, whatever it says.
        if (tiny && sweep.Before(Reference(), match.Index, 16)) return false;
        var announced = sweep.Before(AddressCue(), match.Index) || sweep.After(AddressAfter(), match.Index + match.Length, 24);
        if (padded) return announced;
        if (announced || first is 10 or 127 || match.Groups["suffix"].Success || match.ValueSpan.ContainsAny('[', '(')) return true;

        // 31.2.14.6 numbers a section and 120.0.6.2 a version; an address has larger parts but for one in hundreds.
        return !small && !(tail && first < 128);
    }

    /// <summary>Whether a word before, or a list that begins with one, makes a dotted number a section or version.</summary>
    public static bool IsNumbered(Sweep sweep, int place) => sweep.Before(Numbered(), place, 60);

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

        var scope = Scope().Match(sweep.Text, end, Math.Min(20, sweep.Text.Length - end)).Length;
        if (groups >= 3 || longest >= 4 || scope > 0 || sweep.Before(AddressCue(), start))
            sweep.Found(start, end + scope, FindingType.IpAddress, "ipv6", FindingTier.A);
    }

    private static bool ReadsAsMac(Sweep sweep, int start, int length)
    {
        // All ones address everybody and so nobody.
        var value = sweep.Text.AsSpan(start, length);
        if (!value.ContainsAnyExcept("fF:-.")) return false;
        if (value.Contains(':')) return true;
        // "aaaa.bbbb.cccc" stands for a pattern.
        if (value.ContainsAny(Values.HexLetters) && (!value.Contains('.') || value.ContainsAnyInRange('0', '9'))) return true;
        return sweep.Before(DeviceCue(), start);
    }

    private static bool InIPv6(char c) => char.IsAsciiHexDigit(c) || c is ':' or '.';

    [GeneratedRegex(@"(?<![\w.])(?<part>\d{1,3})(?:(?:\.|\[\.\]|\(\.\)| ?\[dot\] ?| ?\(dot\) ?)(?<part>\d{1,3})){3}(?!\d|\.\d|\w)(?<suffix>/\d{1,2}(?!\d|/|\.\d)|:\d{2,5}(?!\d))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex IPv4();

    /// <summary>A word that announces a section or version, then at most a list of such numbers.</summary>
    [GeneratedRegex(@"(?:§{1,4}|¶|\b(?:sections?|sub-?sections?|sec|clauses?|sub-?clauses?|criteri(?:on|a)|indicators?|items?|rows?|paragraphs?|paras?|rules?|parts?|chapters?|annex(?:es)?|appendix|appendices|articles?|headings?|steps?|controls?|tables?|figures?|questions?|points?|principles?|provisions?|modules?|topics?|objectives?|lessons?|measures?|obligations?|recitals?|bullets?|levels?|peruntukan|standards?|requirements?|definitions?|(?:versions?|ver|v|rev|revision|builds?|releases?|firmware|update|upgraded?|upgrade to|patch|hotfix|edition|versi|binaan|keluaran)\b:?|rubric|schema|policy|policies|guidelines?|handbook|manual|taxonomy|codebook|playbook|runbook|spec|specification|template|classifier|glossary|lexicon|ontology|toolkit|package|library|sdk|chrome|firefox|edge|safari|windows|android|ios|macos|linux|ubuntu|seksyen|fasal|perenggan|bahagian|jadual|perkara|lampiran|langkah|dasar|polisi|klausa|kriteria|peraturan|butiran|klausel|kriterium|regel|punkt|nummer|norm|cl[áa]usula|regla|criterio|norma|règle|crit[èe]re|annexe|abschnitt|absatz|ziffer|kapitel|anhang|artikel|apartado|art[íi]culo|secci[óo]n|anexo|cap[íi]tulo|alin[ée]a|chapitre|annexe)\b)\.?(?: ?(?:no|nos|number)\b\.?)?[ (/]{0,2}(?:v?\d[\d.]{0,20}(?: ?\([a-z]{1,12}\))?(?:,? (?:and|or|to|with|from|dan|atau|hingga|through|und|et|y) |, ?|; ?| ?- ?| ?& ?|/)){0,5}v?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\b(?:in|see|under|per|named|siehe|voir|lihat|dalam) \(?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:,? (?:and|or|to) \d[\d.]{0,20})? (?:of the (?:manual|policy|code|standard|guidelines?|handbook|rubric|annex|form|rules?)|\(?(?:sections?|clauses?|version|build))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberedAfter();

    [GeneratedRegex(@"\b(?:ip|ips|ipv4|ipv6|address|addresses|host|hosts|server|servers|subnet|network|gateway|router|resolver|nameserver|dns|proxy|vpn|firewall|cidr|login|logged|logon|sign-?in|connected|connection|connecting|traffic|alamat|pelayan|adresse|direcci[óo]n|serveur|servidor|loopback|localhost|multicast|unspecified|broadcast|prefix|route|src|dst|ping|pinged|tunnel)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressCue();

    [GeneratedRegex(@"^ ?[(\[]?(?:(?:is|was|as) )?(?:(?:the|an?|his|her|their|my) )?(?:ip|ips|ipv4|host|server|gateway|router|proxy|network)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressAfter();

    [GeneratedRegex(@"\b(?:mac|adapter|device|hardware|bssid|ethernet|wi-?fi|bluetooth|peranti)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DeviceCue();

    [GeneratedRegex(@"\G(?:%\w{1,15})?(?:/\d{1,3}(?!\d))?")]
    private static partial Regex Scope();

    /// <summary>021B44113AB7, 02 1B 44 11 3A B7.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z])(?:[0-9A-F]{12}|[0-9A-F]{2}(?: [0-9A-F]{2}){5})(?![0-9A-Za-z]| [0-9A-F]{2}\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareMac();

    [GeneratedRegex(@"(?<![0-9A-Za-z.-])(?<!(?<![0-9A-Za-z])[0-9A-F]{1,2}:)(?<!::)(?:[0-9A-F]{2}(?:(?::[0-9A-F]{2}){5}|(?:-[0-9A-F]{2}){5})|[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4})(?![0-9A-Za-z:-]|\.\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mac();
}
