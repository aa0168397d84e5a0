using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Phone numbers: international ones by themselves, local ones by their grouping or a word before them.</summary>
internal static partial class PhoneRules
{
    public static void Apply(Sweep sweep)
    {
        foreach (var match in International().EnumerateMatches(sweep.Text))
            if (ReadsAsInternational(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-international", FindingTier.A);

        foreach (var match in Grouped().EnumerateMatches(sweep.Text))
            if (ReadsAsGrouped(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-local", FindingTier.B);

        foreach (var match in Announced().EnumerateMatches(sweep.Text))
            if (ReadsAsAnnounced(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-cue", FindingTier.B);
    }

    private static bool ReadsAsInternational(Sweep sweep, int start, int length)
    {
        var value = sweep.Text.AsSpan(start, length);
        var digits = Values.Digits(value);
        if (value[0] != '+') return digits is >= 11 and <= 17;

        // "+15 000 000" is a change in a count.
        return digits is >= 8 and <= 15 && !(digits < 10 && Thousands().IsMatch(value) && !sweep.Before(Cue(), start));
    }

    private static bool ReadsAsGrouped(Sweep sweep, int start, int length)
    {
        var digits = Values.Digits(sweep.Text.AsSpan(start, length));
        return digits is >= 9 and <= 17 && !sweep.Before(CounterCue(), start) && !IsDateOrCount(sweep, start, length);
    }

    private static bool ReadsAsAnnounced(Sweep sweep, int start, int length) =>
        Values.Digits(sweep.Text.AsSpan(start, length)) is >= 7 and <= 15
        && sweep.Before(Cue(), start) && !IsDateOrCount(sweep, start, length);

    private static bool IsDateOrCount(Sweep sweep, int start, int length) => DateOrCount().IsMatch(sweep.Text.AsSpan(start, length));

    [GeneratedRegex(@"(?<![\w+])\+ ?[1-9]\d{0,3}(?:[ ()./-]{0,3}\d){5,14}(?!\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,:/-])(?:00|011[ -])[1-9]\d{0,3}(?:[ ()/-]{0,3}\d){6,14}(?![\d.,:]\d|\w)")]
    private static partial Regex International();

    [GeneratedRegex(@"^\+\d{1,3}(?: \d{3}){2,3}$")]
    private static partial Regex Thousands();

    /// <summary>(303) 555-0150, 303-555-0150, 303 555 0150, 1-800-555-0199, 1300-88-1234; 07700 900014, 020 7946 0958, 011-1234 5678, 0770090001.</summary>
    [GeneratedRegex(@"(?<![\w.,:/-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]\d{4}|[2-9]\d{2}(?:-[2-9]\d{2}-|\.[2-9]\d{2}\.)\d{4}|(?<!\d )[2-9]\d{2} [2-9]\d{2} \d{4}(?! \d))(?!\w|[.,-]\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,:/-])1-?[38]00[ -]\d{2}[ -]\d{4}(?!\w|[.,-]\d)|(?<![\w.,:/-])(?:\(0[1-9]\d{0,4}\) ?|0[1-9]\d{0,4}[ /-])\d{3,8}(?:[ -]\d{3,5}){0,2}(?!\w|[.,/-]\d)|(?<![\w.,:/-])0[1-9]\d{8,9}(?!\w|[.,/-]\d)")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"(?<![\w.,:/-])(?>\(?\d{1,8}(?:[ ./()-]{1,3}\d{2,8}){1,5})(?!\w|[.,]\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,:/-])\d{7,15}(?!\w|[.,]\d)")]
    private static partial Regex Announced();

    [GeneratedRegex(@"^\(?(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)?\d\d|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,2} \d{3} \d{3})\)?$")]
    private static partial Regex DateOrCount();

    [GeneratedRegex(@"\b(?:phones?|telephone|t[eé]l|tele|telefon|telepon|mobile|mob|cell|cellphone|call|called|calls|ring|rang|dial|dialled|fax|faks|contact|hubungi|whats ?app|wa|sms|viber|hotline|talian|hp|handphone|bimbit|telefono|teléfono|móvil|ph)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cue();

    [GeneratedRegex(@"\b(?:isbn|issn|doi|section|clause|version|build|page|pages|row|rows|invoice|order|table|epoch|grant|orcid)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CounterCue();
}
