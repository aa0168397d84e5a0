using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Phone numbers: international ones by themselves, local ones by their grouping or a word beside them.</summary>
internal static partial class PhoneRules
{
    private const int FewestDigits = 7;

    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits < FewestDigits) return;

        foreach (var match in International().EnumerateMatches(sweep.Text))
            if (ReadsAsInternational(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-international", FindingTier.A);

        foreach (var match in Grouped().EnumerateMatches(sweep.Text))
            if (ReadsAsGrouped(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-local", FindingTier.B);

        foreach (var match in Candidate().EnumerateMatches(sweep.Text))
            if (ReadsAsAnnounced(sweep, match.Index, match.Length))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Phone, "phone-cue", FindingTier.B);
    }

    private static bool ReadsAsInternational(Sweep sweep, int start, int length)
    {
        var value = sweep.Text.AsSpan(start, length);
        var digits = Values.Digits(value);
        if (!value.Contains('+')) return digits is >= 11 and <= 17 && !OtherNumber().IsMatch(value) && !FollowsAGroup(sweep, start);

        // "+15 000 000" is a change in a count.
        return digits is >= 8 and <= 17 && !(digits < 10 && Thousands().IsMatch(value) && !sweep.Before(Cue(), start));
    }

    private static bool ReadsAsGrouped(Sweep sweep, int start, int length)
    {
        var value = sweep.Text.AsSpan(start, length);
        var digits = Values.Digits(value);
        if (digits is < 9 or > 17 || DateOrCount().IsMatch(value)) return false;
        if (OtherNumber().IsMatch(value) || sweep.Before(IbanBegun(), start)) return false;

        // 046 454 286 is a column of numbers; 04-226 1234 ends as phone numbers do.
        if (digits == 9 && value[0] == '0' && !char.IsAsciiDigit(value[^4]) && !sweep.Before(Cue(), start)) return false;
        return !sweep.Before(CounterCue(), start) && (value[0] == '(' || !FollowsAGroup(sweep, start) || sweep.Before(Cue(), start));
    }

    private static bool ReadsAsAnnounced(Sweep sweep, int start, int length)
    {
        var value = sweep.Text.AsSpan(start, length);
        var digits = Values.Digits(value);
        if (digits is < 6 or > 17 || Date().IsMatch(value)) return false;
        if (sweep.Before(DirectCue(), start, 40) || sweep.After(CueAfter(), start + length, 30))
            return digits >= FewestDigits || sweep.Before(NumberCue(), start, 40);

        // Further from its word, a number needs the look of one: "call volume 5 000 000" has none.
        return digits >= FewestDigits && sweep.Before(Cue(), start) && !DateOrCount().IsMatch(value)
            && (value.ContainsAnyExceptInRange('0', '9') || value[0] == '0') && !FollowsAGroup(sweep, start);
    }

    /// <summary>Whether the group before, as in BE71 0961 2345, shows that the number began earlier.</summary>
    private static bool FollowsAGroup(Sweep sweep, int start)
    {
        if (sweep.At(start - 1) is not (' ' or '-') || !char.IsAsciiLetterOrDigit(sweep.At(start - 2))) return false;
        var digits = 0;
        for (var place = start - 2; place >= start - 8; place--)
        {
            if (char.IsAsciiDigit(sweep.At(place))) digits++;
            else if (!char.IsAsciiLetterUpper(sweep.At(place))) return digits > 0 && !char.IsLetter(sweep.At(place));
        }

        return digits > 0;
    }

    [GeneratedRegex(@"(?<![\w+])(?:\+ ?|\(\+ ?)[1-9]\d{0,3}(?>(?:[ ()./-]{0,3}\d){5,16})(?!\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,:/-])(?:\(00|00[ -]?|\(?011[ )-]{1,2})[1-9]\d{0,3}(?>(?:[ ()/-]{0,3}\d){6,14})(?![.,:]?\d|[A-WYZ_](?!xt))(?:,? ?(?:ext\.?|extension|x) ?\d{1,6}(?!\w))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex International();

    [GeneratedRegex(@"^\+\d{1,3}(?: \d{3}){2,3}$")]
    private static partial Regex Thousands();

    /// <summary>
    /// (303) 555-0150, 303-555-0150, 303 555 0150, 1-800-555-0199, 1300-88-1234; 07700 900014, 020 7946 0958, 011-1234 5678,
    /// 0770090001, 01 99 00 12 34, (0131) 496 0537.
    /// </summary>
    [GeneratedRegex(@"(?<![\w.,/])(?<!\d[:-])(?:(?<![A-Za-z]-)|(?=1?\())(?:1[ .-]?)?(?:\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}|(?:[2-9]\d{2}|123)(?:-[2-9]\d{2}-|\.[2-9]\d{2}\.)\d{4}|(?<!\d )(?:[2-9]\d{2}|123) [2-9]\d{2} \d{4}(?! \d))(?!\d|[A-WYZ_](?!xt)|[.,-]\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,/-])(?<!\d:)1-?[38]00[ -]\d{2}[ -]\d{4}(?!\w|[.,-]\d)|(?<![\w.,/-])(?<!\d:)(?:\(0[1-9]\d{0,4}\)[ -]{0,2}|0[1-9]\d{0,4}(?: ?[/-] ?| ))(?>\d{2,8}(?:[ -]\d{2,5}){0,4})(?!\d|[A-WYZ_](?!xt)|[.,/-]\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,/-])(?<!\d:)0[1-9](?:\.\d{2}){4}(?!\w|[.,/-]\d)|(?<![\w.,/-])(?<!\d:)0[1-9]\d{8,9}(?!\d|[A-WYZ_](?!xt)|[.,/-]\d)(?:,? ?(?:ext\.?|extension|x) ?\d{1,6}(?!\w))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"(?<![\w.,/])(?<!\d[:-])(?<![A-Za-z]-)(?>\(?\d{1,11}(?:[ ./()-]{1,4}\d{1,11}){1,6})(?!\d|[A-WYZ_](?!xt)|[.,]\d)(?:,? ?(?:ext\.?|extension|samb\.?|sambungan|x) ?\d{1,6}(?!\w))?|(?<![\w.,/-])(?<!\d:)(?>\d{6,15})(?!\w|[.,]\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"^\(?(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d(?!\d)|\d{1,2}([./-])\d{1,2}\3\d\d$|(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d\)?$|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\)?$|(?:19|20)\d\d \d{1,2}\)?$)")]
    private static partial Regex Date();

    [GeneratedRegex(@"^\(?(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d(?!\d)|\d{1,2}([-./ ])\d{1,2}\3\d\d|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,3}(?: \d{3}){2,3})\)?$")]
    private static partial Regex DateOrCount();

    /// <summary>Identity and social security numbers, also those that fail their checks.</summary>
    [GeneratedRegex(@"^(?:\d{6}-\d{2}-\d{4}|\d{3}-\d{2}-\d{4})$")]
    private static partial Regex OtherNumber();

    /// <summary>The country, check digits and bank of an account number that goes on.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){0,5} $")]
    private static partial Regex IbanBegun();

    [GeneratedRegex(@"\b(?:phones?|telephone|t[eé]l|tele|telefon|telepon|t[eé]l[eé]phone|mobile|mob|cell|cellphone|call|called|calls|ring|rang|dial|dialled|fax|faks|contact|reach|hubungi|whats ?app|wa|sms|viber|hotline|helpline|talian|hp|handphone|bimbit|telefono|teléfono|móvil|portable|handy|rufnummer|handynummer|telefonnummer|anrufen|appelez|llamar?|ph|desk|office|direct line)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cue();

    /// <summary>A word for a phone with nothing but small words up to the number.</summary>
    [GeneratedRegex(@"\b(?:phones?|telephone|t[eé]l|tele|telefon|telepon|t[eé]l[eé]phone|mobile|mob|cell|cellphone|call|called|ring|rang|dial|dialled|fax|faks|contact|reach|hubungi|whats ?app|wa|sms|text|viber|signal|hotline|helpline|talian|hp|handphone|bimbit|telefono|teléfono|móvil|handy|rufnummer|handynummer|telefonnummer|anrufen|appelez|llamar?|ph)\b(?>(?:[ .:=#(/]{1,3}(?:no|nos|number|numbers|num|nr|n[úu]m|nombor|bil|numéro|número|is|was|at|on|to|me|us|her|him|them|the|my|their|desk|line|person|ialah|adalah|di|es|est|ist|or)(?![\w-])){0,4})[ .:=#(]{0,3}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DirectCue();

    [GeneratedRegex(@"\b(?:no|number|nr|nombor|numéro|número)\b[ .:=#(]{0,3}(?:is|was)?[ .:=#(]{0,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberCue();

    [GeneratedRegex(@"^,? ?(?:[(\[]|(?:is|was|ialah|ist|est|es) (?:\w{1,10} ){0,2})(?:phone|tel|telephone|mobile|mob|cell|fax|hp|telefon|whats ?app|work|home|office|hotline)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CueAfter();

    [GeneratedRegex(@"\b(?:isbn|issn|doi|section|clause|version|build|page|pages|row|rows|invoice|order|table|epoch|grant|orcid|omb)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CounterCue();
}
