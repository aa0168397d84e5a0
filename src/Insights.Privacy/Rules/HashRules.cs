using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>GUIDs, hashes and fingerprints in hex, base 32, base 64 or as lists of bytes.</summary>
internal static partial class HashRules
{
    private const int ShortestHex = 16;
    private const int Base32Length = 32;
    private const int ShortestBase64 = 24;
    private const int FewestPairs = 15;
    private const int FewestBytes = 63;

    public static void Apply(Sweep sweep)
    {
        if (sweep.Hyphens > 3)
            foreach (var match in Guids().EnumerateMatches(sweep.Text))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Guid, "guid", FindingTier.A);

        if (sweep.LongestRun >= ShortestHex)
            foreach (var match in Hex().EnumerateMatches(sweep.Text)) HexRun(sweep, match.Index, match.Index + match.Length);

        if (sweep.LongestRun >= Base32Length)
            foreach (var match in Base32().EnumerateMatches(sweep.Text))
                if (sweep.Text.AsSpan(match.Index, match.Length).ContainsAnyInRange('2', '7') && sweep.Before(HashCue(), match.Index))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.Hash, "hash-base32", FindingTier.B);

        if (sweep.Colons >= FewestPairs)
            foreach (var match in HexPairs().EnumerateMatches(sweep.Text))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Hash, "hash-pairs", FindingTier.A);

        if (sweep.Text.Length > 3 * FewestPairs)
            foreach (var match in SpacedPairs().EnumerateMatches(sweep.Text))
                if (sweep.Text.AsSpan(match.Index, match.Length).ContainsAny(Values.HexLetters) && sweep.Before(HashCue(), match.Index))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.Hash, "hash-spaced", FindingTier.B);

        if (sweep.Text.Length < ShortestBase64) return;

        foreach (var match in Base64().EnumerateMatches(sweep.Text))
            if (IsMixed(sweep.Text.AsSpan(match.Index, match.Length)))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Hash, "hash-base64", FindingTier.A);

        if (sweep.Digits < FewestBytes) return;

        foreach (var match in Bytes().EnumerateMatches(sweep.Text))
            sweep.Found(match.Index, match.Index + match.Length, FindingType.Hash, "hash-bytes", FindingTier.A);
    }

    private static void HexRun(Sweep sweep, int start, int end)
    {
        var prefixed = sweep.At(start) == '0' && sweep.At(start + 1) is 'x' or 'X';
        var digits = end - start - (prefixed || sweep.At(start) is 'T' or 't' ? 2 : 0);

        // One character over and over fills a field; it is nobody's.
        if (sweep.Text.AsSpan(end - digits, digits).ContainsAnyExcept(sweep.At(end - 1)) is false) return;
        if (prefixed && digits == 40)
            sweep.Found(start, end, FindingType.CryptoWallet, "wallet-hex", FindingTier.A);
        else if (digits is 32 or 40 or 56 or 64 or 70 or 96 or >= 128)
            sweep.Found(start, end, FindingType.Hash, "hash-hex", FindingTier.A);
        else if (digits is 16 or 24 or 48 && (sweep.Before(HashCue(), start) || sweep.After(HashAfter(), end, 16)))
            sweep.Found(start, end, FindingType.Hash, "hash-short", FindingTier.B);
    }

    private static bool IsMixed(ReadOnlySpan<char> value)
    {
        bool digit = false, upper = false, lower = false;
        foreach (var c in value)
        {
            digit |= char.IsAsciiDigit(c);
            upper |= char.IsAsciiLetterUpper(c);
            lower |= char.IsAsciiLetterLower(c);
        }

        return digit && upper && lower;
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z_])[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}(?![0-9A-Za-z_])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Guids();

    [GeneratedRegex(@"(?<![0-9A-Za-z_])(?:0x|T1)?(?>[0-9A-F]{16,8000})(?![0-9A-Za-z_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(@"(?<![0-9A-Za-z:])[0-9A-F]{2}(?::[0-9A-F]{2}){15,63}(?![0-9A-Za-z:])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HexPairs();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9A-F]{2}(?>(?: [0-9A-F]{2}){15,63})(?![0-9A-Za-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpacedPairs();

    /// <summary>Padded digests of the usual sizes, and long runs such as perceptual hashes.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z+/=_-])(?>[0-9A-Za-z+/_-]{22,8000})(?:(?<=(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{22})==|(?<=(?<![0-9A-Za-z+/_-])(?:[0-9A-Za-z+/_-]{27}|[0-9A-Za-z+/_-]{43}))=|(?<=(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{86})==|(?<=[0-9A-Za-z+/_-]{150})={0,2})(?![0-9A-Za-z+/=_-])")]
    private static partial Regex Base64();

    /// <summary>SHA-1 as file-sharing networks write it, RFC 4648 section 6.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z=])(?>[A-Z2-7]{32})(?![0-9A-Za-z=])")]
    private static partial Regex Base32();

    [GeneratedRegex(@"(?<![\d,;])(?<![,;] )\d{1,3}(?>(?:[,;|] ?\d{1,3}){62,1999})(?!\d)|(?<![\d.,])(?<!\d )\d{1,3}(?>(?: \d{1,3}){62,1999})(?!\d)")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^ ?[(\[]?(?:[pdaw]hash|perceptual hash|hash|pdq)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HashAfter();

    [GeneratedRegex(@"\b(?:hash|hashes|[pdawb]hash|md5|sha-?1|sha-?256|pdq|photodna|fingerprint|thumbprint|digest|checksum|cincang|imej cincang|empreinte|huella|prüfsumme|perceptual)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HashCue();
}
