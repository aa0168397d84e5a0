using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Numbers that states give to persons.</summary>
internal static partial class IdentityRules
{
    public static void Apply(Sweep sweep)
    {
        Each(sweep, MyKad(), FindingType.MyNric, "mykad", FindingTier.A, (_, value) => IsMyKad(value));
        Each(sweep, TwelveDigits(), FindingType.MyNric, "mykad-plain", FindingTier.B,
            (place, value) => IsMyKad(value) && sweep.Before(MalaysianCue(), place));
        Each(sweep, Ssn(), FindingType.UsSsn, "ssn", FindingTier.A, (_, value) => IsSsn(value));
        Each(sweep, SsnLoose(), FindingType.UsSsn, "ssn-cue", FindingTier.B,
            (place, value) => IsSsn(value) && sweep.Before(AmericanCue(), place));
        Each(sweep, Nino(), FindingType.UkNino, "nino", FindingTier.A, (_, _) => true);
        Each(sweep, NinoLoose(), FindingType.UkNino, "nino-cue", FindingTier.B, (place, _) => sweep.Before(BritishCue(), place));
        Each(sweep, Aadhaar(), FindingType.InAadhaar, "aadhaar", FindingTier.A, (_, value) => Checksums.Verhoeff(value));
        Each(sweep, TwelveDigits(), FindingType.InAadhaar, "aadhaar-plain", FindingTier.B,
            (place, value) => value[0] > '1' && Checksums.Verhoeff(value) && sweep.Before(IndianCue(), place));
        Each(sweep, SingaporeNric(), FindingType.SgNric, "sg-nric", FindingTier.A, (_, value) => Checksums.SingaporeNric(value));
        Each(sweep, SelfProvingOther(), FindingType.NationalIdOther, "national-id-shape", FindingTier.B, (_, _) => true);
        Each(sweep, PassportNumber(), FindingType.Passport, "passport", FindingTier.B,
            (place, value) => Values.Digits(value) >= 4 && sweep.Before(PassportCue(), place));
        Each(sweep, AnyNumber(), FindingType.NationalIdOther, "national-id", FindingTier.B,
            (place, value) => Values.Digits(value) >= 5 && value.Length >= 7 && sweep.Before(OtherCue(), place, 24));
    }

    private static void Each(Sweep sweep, Regex shape, string type, string rule, FindingTier tier, Func<int, string, bool> accepts)
    {
        foreach (var match in shape.EnumerateMatches(sweep.Text))
            if (accepts(match.Index, Values.Plain(sweep.Text.AsSpan(match.Index, match.Length))))
                sweep.Found(match.Index, match.Index + match.Length, type, rule, tier);
    }

    /// <summary>Birth date and a place code that has been assigned.</summary>
    private static bool IsMyKad(string digits)
    {
        var place = Values.TwoDigits(digits.AsSpan(6));
        return Values.IsShortDate(digits)
            && place is not (0 or (>= 17 and <= 20) or 69 or 70 or 73 or 80 or 81 or (>= 94 and <= 97));
    }

    private static bool IsSsn(string digits) =>
        digits[0] != '9' && !digits.StartsWith("000", StringComparison.Ordinal) && !digits.StartsWith("666", StringComparison.Ordinal)
        && digits[3..5] != "00" && digits[5..] != "0000";

    [GeneratedRegex(@"(?<![\w-])\d{6}(?:-\d\d-| \d\d |- \d\d -|/\d\d/)\d{4}(?![\w-])")]
    private static partial Regex MyKad();

    [GeneratedRegex(@"(?<![\w.,-])\d{12}(?![\w-]|[.,]\d)")]
    private static partial Regex TwelveDigits();

    [GeneratedRegex(@"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")]
    private static partial Regex Ssn();

    [GeneratedRegex(@"(?<![\w-])\d{3}[ .-]?\d{2}[ .-]?\d{4}(?![\w-])")]
    private static partial Regex SsnLoose();

    [GeneratedRegex(@"(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\d{6}[A-D]|( |-)\d\d\1\d\d\1\d\d\1[A-D])(?![\w-])")]
    private static partial Regex Nino();

    [GeneratedRegex(@"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]?(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NinoLoose();

    [GeneratedRegex(@"(?<![\w.,-])(?<! \d{4} |-\d{4}-)[2-9]\d{3}([ -])\d{4}\1\d{4}(?![\w-]|[ .,]\d)")]
    private static partial Regex Aadhaar();

    [GeneratedRegex(@"(?<![\w-])[STFGM]\d{7}[A-Z](?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SingaporeNric();

    [GeneratedRegex(@"(?<![\w-])(?=[A-Z]{0,3}\d)[A-Z0-9]{6,10}(?![\w-])")]
    private static partial Regex PassportNumber();

    [GeneratedRegex(@"(?<![\w-])(?>[A-Z]{0,6}\d[A-Z0-9]{0,15}(?:[ ./-]\d[A-Z0-9]{0,9}){0,5}(?:-[A-Z])?(?:\([0-9A]\))?)(?!\w)")]
    private static partial Regex AnyNumber();

    /// <summary>Italian fiscal code; Korean resident registration.</summary>
    [GeneratedRegex(@"(?<![\w-])(?:[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-4]\d{6})(?![\w-])")]
    private static partial Regex SelfProvingOther();

    [GeneratedRegex(@"\b(?:i/?c|i\.c\.|my ?kad|my ?kid|nric|k/?p|kad pengenalan|identity card|id card|no\.? ?kp)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MalaysianCue();

    [GeneratedRegex(@"\b(?:ssn|ssns|social security|soc sec|social)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmericanCue();

    [GeneratedRegex(@"\b(?:nino|ni (?:no|number|num)|national insurance)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BritishCue();

    [GeneratedRegex(@"\b(?:aadhaar|aadhar|adhaar|uidai|uid)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IndianCue();

    [GeneratedRegex(@"\b(?:passports?|pasport|passeport|reisepass|pasaporte|passaporto)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassportCue();

    /// <summary>Acronyms that are words in some language count only in capitals.</summary>
    [GeneratedRegex(@"\b(?:SIN|NIE|NIF|DNI|NIK|PAN|CPR|CNP|EGN|OIB|RRN|KTP|NIN|BVN|TIN|NIR|RUT|(?i:itin|pesel|acn|tfn|abn|bsn|cpf|cnpj|curp|hkid|nhs|amka|jmbg|mykad|my kad|nric|kad pengenalan|aadhaar|nino|tax (?:id|file number|number)|social (?:security|insurance)|national (?:id|identity|insurance)|identity (?:card|number)|id card|personalausweis|personnummer|steuer-?id|codice fiscale|fiscal code|resident registration|personal identity code|henkil[öo]tunnus|medicare|driv(?:er'?s?|ing) licen[cs]e|lesen memandu|voter id|pengenalan))\b")]
    private static partial Regex OtherCue();
}
