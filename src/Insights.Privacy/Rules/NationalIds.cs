using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>National numbers whose shape or check digits tell them from any other number, without a word beside them.</summary>
internal static partial class NationalIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string FinnishCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    public static void Apply(Sweep sweep)
    {
        if (sweep.LongestRun < 4) return;

        foreach (Match match in Shapes().Matches(sweep.Text))
            if (Proves(match))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.NationalIdOther, "national-id-shape", FindingTier.B);
    }

    private static bool Proves(Match match)
    {
        var value = Values.Plain(match.ValueSpan).ToUpperInvariant();
        if (match.Groups["es"].Success) return SpanishLetters[Number(value.AsSpan(0, 8)) % 23] == value[8];
        if (match.Groups["esForeign"].Success) return SpanishLetters[((value[0] - 'X') * 10_000_000 + Number(value.AsSpan(1, 7))) % 23] == value[8];
        // Short Swedish numbers have the shape of Finnish ones.
        if (match.Groups["fi"].Success) return IsFinnish(match.ValueSpan) || IsSwedish(value);
        if (match.Groups["se"].Success) return IsSwedish(value);
        if (match.Groups["cn"].Success) return IsChinese(value);
        if (match.Groups["br"].Success) return IsBrazilian(value);
        return true;
    }

    private static bool IsFinnish(ReadOnlySpan<char> id)
    {
        // The day stands before the month.
        Span<char> date = [id[4], id[5], id[2], id[3], id[0], id[1]];
        var number = Number(id[..6]) * 1000L + Number(id[7..10]);
        return Values.IsShortDate(date) && FinnishCharacters[(int)(number % 31)] == char.ToUpperInvariant(id[10]);
    }

    private static bool IsSwedish(string id) =>
        id.Length >= 10 && id.AsSpan(id.Length - 10) is var digits && Values.Digits(digits) == 10 && Values.IsShortDate(digits) && Checksums.Luhn(digits);

    private static bool IsChinese(string id)
    {
        ReadOnlySpan<byte> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (id[i] - '0') * weights[i];
        return Values.IsShortDate(id.AsSpan(8, 6)) && "10X98765432"[sum % 11] == id[17];
    }

    private static bool IsBrazilian(string digits)
    {
        for (var length = 9; length < 11; length++)
        {
            var sum = 0;
            for (var i = 0; i < length; i++) sum += (digits[i] - '0') * (length + 1 - i);
            if (sum * 10 % 11 % 10 != digits[length] - '0') return false;
        }

        return true;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits) number = number * 10 + digit - '0';
        return number;
    }

    /// <summary>
    /// Spain, Finland, Sweden, China and Brazil by check digits; Italy, Korea, India (tax and business), the United Kingdom (driving),
    /// the United States (taxpayers, Medicare), Germany (pensions), Thailand and Hong Kong by shape.
    /// </summary>
    [GeneratedRegex(@"(?<![\w-])(?:(?<es>\d{8}-?[A-HJ-NP-TV-Z])|(?<esForeign>[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z])|(?<fi>\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y])|(?<se>(?:19|20)?\d{6}[-+]\d{4})|(?<cn>\d{6}(?:19|20)\d{9}[\dX])|(?<br>\d{3}\.\d{3}\.\d{3}-\d{2})|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}|[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]|[0-3]\d[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]|(?=[A-Z]{2})[A-Z]{1,5}9{0,4}(?<=(?<![A-Z9])[A-Z9]{5})\d[0156]\d[0-3]\d{2}[A-Z9]{2}[0-9][A-Z]{2}|[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[AC-HJKMNP-RT-Y]{2}\d{2}|9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}|\d{2}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[A-Z]\d{3}|\d-\d{4}-\d{5}-\d{2}-\d|[A-Z]{1,2}\d{6}\([0-9A]\))(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shapes();
}
