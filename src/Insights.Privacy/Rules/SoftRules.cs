using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Names of persons and street addresses. Their shapes prove little, so they only warn.</summary>
internal static partial class SoftRules
{
    /// <summary>Words that open institutions, papers and roles rather than names.</summary>
    private static readonly FrozenSet<string> NotNames = (
        "Policy Operations Legal Review Trust Safety Team Board Committee Office Department Ministry Convention Act Code Court Council "
        + "Commission Agency Unit Group Service Services Centre Center Section Clause Guidelines Guideline Report Regional Global Child "
        + "Protection Quality Data Model Platform Appeals Appeal Calibration Escalation Triage Lead Owner Approver Specialist Specialists "
        + "Reviewer Reviewers Moderator The This That These A An And Or Of For In On At By To Not No All Any Each Our Their Rate Value "
        + "Annex Appendix Part Chapter Article Table Figure Version Draft Final General Standard Internal External Privacy Research Training "
        + "Engineering Product Compliance Vendor Partner Law Enforcement Media Public Private North South East West United National European "
        + "Pasukan Jabatan Kementerian Dasar Undang Laporan Bahagian Chairman Chair President Speaker Justice Minister Judge Entity Recognition January February March April May June July August September "
        + "October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static void Apply(Sweep sweep)
    {
        foreach (Match match in Titled().Matches(sweep.Text)) Name(sweep, match.Groups["name"], 1, "name-title");
        foreach (Match match in Announced().Matches(sweep.Text)) Name(sweep, match.Groups["name"], 2, "name-cue");
        foreach (var match in Streets().EnumerateMatches(sweep.Text)) Street(sweep, match.Index, match.Length);
        foreach (var match in Jalan().EnumerateMatches(sweep.Text))
            if (Values.Digits(sweep.Text.AsSpan(match.Index, match.Length)) > 0) Address(sweep, match.Index, match.Length, "street-malay");
    }

    private static void Name(Sweep sweep, Group name, int atLeast, string rule)
    {
        var words = name.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= atLeast && !words.Any(NotNames.Contains))
            sweep.Found(name.Index, name.Index + name.Length, FindingType.PersonName, rule, FindingTier.C);
    }

    /// <summary>"12 New Road signs" is no address: a place, a cue or the end of the phrase must stand beside the street.</summary>
    private static void Street(Sweep sweep, int start, int length)
    {
        var end = start + length;
        var followedByProse = sweep.At(end) == ' ' && char.IsLower(sweep.At(end + 1));
        if (!followedByProse || Values.Digits(sweep.Text.AsSpan(end - 4, 4)) > 0 || sweep.Before(PlaceCue(), start, 20))
            Address(sweep, start, length, "street");
    }

    private static void Address(Sweep sweep, int start, int length, string rule)
    {
        if (!sweep.Before(Numbered(), start, 16))
            sweep.Found(start, start + length, FindingType.StreetAddress, rule, FindingTier.C);
    }

    [GeneratedRegex(@"\b(?:Mrs?|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Encik|En|Puan|Pn|Cik|Tuan|Datuk|Dato'?|Datin|Tan Sri|Haji|Hajah|Herr|Frau|Se[ñn]ora?|Madame|Mme)\b\.? {1,2}(?<name>\p{Lu}[\p{L}'-]{1,24}(?: (?:(?:bin|binti|bte|a/l|a/p|van|von|de|der|den|la|del|al|el|ibn) ){0,2}\p{Lu}[\p{L}'-]{1,24}){0,3})")]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<![\p{L}-])(?:(?i:reported by|submitted by|written by|spoke (?:to|with)|interviewed|named|full name|first name|last name|name is|nama|nama penuh|named as|contact person|dilaporkan oleh|known as|surname|suspect|victim|mother|father|guardian|teacher|parent|uncle|neighbour)[:,]?|(?i:name|witness|author|moderator|reviewer|analyst|agent|officer|caller):) {0,2}(?<name>\p{Lu}[\p{Ll}'-]{1,24}(?: (?:(?:bin|binti|bte|a/l|a/p|van|von|de|der|den|la|del|al|el|ibn) ){0,2}\p{Lu}[\p{L}'-]{1,24}){1,3})")]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<![\w.,/-])\d{1,5}[A-Za-z]?,? (?:\p{Lu}[\p{L}'.-]{1,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Close|Lane|Ln|Drive|Crescent|Cres|Terrace|Place|Pl|Way|Boulevard|Blvd|Gardens|Square|Court|Ct|Mews|Highway|Parade|Walk|Grove)\b\.?(?:,? (?:\p{Lu}[\w'-]{0,20}|\d[\w-]{1,9})){0,7}")]
    private static partial Regex Streets();

    [GeneratedRegex(@"(?<![\w/-])(?:(?:No\.?|Lot|Blok|Unit) ?[\w/-]{1,8},? )?(?:Jalan|Jln\.?|Lorong|Lrg\.?|Persiaran|Lebuh(?:raya)?|Kampung|Kg\.?) (?:\p{Lu}[\w'-]{0,20}|\d[\w/-]{0,8})(?: (?:\p{Lu}[\w'-]{0,20}|\d[\w/-]{0,8})){0,3}(?:, ?(?:\p{Lu}[\w'-]{0,20}|\d{4,6})(?: \p{Lu}[\w'-]{0,20}){0,3}){0,4}")]
    private static partial Regex Jalan();

    [GeneratedRegex(@"\b(?:at|address|lives?|living|resid(?:es|ing|ence)|home|house|of|near|to|from|alamat|tinggal|di)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlaceCue();

    [GeneratedRegex(@"\b(?:appendix|annex|section|part|clause|chapter|table|figure|article|rule|item|step|suite|lampiran|seksyen|bahagian)\b[ .:]{0,2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
