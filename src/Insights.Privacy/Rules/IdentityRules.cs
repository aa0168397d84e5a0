using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Numbers that states give to persons.</summary>
internal static partial class IdentityRules
{
    private const int FewestDigits = 4;

    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits < FewestDigits) return;

        Malaysian(sweep);
        American(sweep);
        Others(sweep);
        Passports(sweep);
        Each(sweep, AnyNumber(), FindingType.NationalIdOther, "national-id", FindingTier.B,
            (place, _, value) => Values.Digits(value) >= 4 && value.Length >= 7 && sweep.Before(OtherCue(), place, 32));
    }

    private static void Malaysian(Sweep sweep)
    {
        Each(sweep, MyKad(), FindingType.MyNric, "mykad", FindingTier.A, (_, _, value) => IsMyKad(value));
        Each(sweep, TwelveDigits(), FindingType.MyNric, "mykad-plain", FindingTier.B,
            (place, end, value) => IsMyKad(value) && (sweep.Before(MalaysianCue(), place, 50) || sweep.After(MalaysianAfter(), end, 36)));
    }

    private static void American(Sweep sweep)
    {
        Each(sweep, Ssn(), FindingType.UsSsn, "ssn", FindingTier.A, (_, _, value) => IsSsn(value));
        Each(sweep, SsnLoose(), FindingType.UsSsn, "ssn-cue", FindingTier.B,
            (place, end, value) => IsSsn(value) && (sweep.Before(AmericanCue(), place) || sweep.After(AmericanAfter(), end, 36)
                || (sweep.At(place + 3) == '.' && sweep.At(place + 6) == '.' && !NetworkRules.IsNumbered(sweep, place))));
    }

    private static void Others(Sweep sweep)
    {
        Each(sweep, Nino(), FindingType.UkNino, "nino", FindingTier.A, (_, _, value) => !IsBarredNino(value));
        Each(sweep, NinoLoose(), FindingType.UkNino, "nino-cue", FindingTier.B,
            (place, _, value) => !IsBarredNino(value) && sweep.Before(BritishCue(), place));
        Each(sweep, Aadhaar(), FindingType.InAadhaar, "aadhaar", FindingTier.A, (_, _, value) => Checksums.Verhoeff(value));
        Each(sweep, TwelveDigits(), FindingType.InAadhaar, "aadhaar-plain", FindingTier.B,
            (place, end, value) => value[0] > '1' && Checksums.Verhoeff(value) && (sweep.Before(IndianCue(), place) || sweep.After(IndianAfter(), end, 30)));
        Each(sweep, SingaporeNric(), FindingType.SgNric, "sg-nric", FindingTier.A, (_, _, value) => Checksums.SingaporeNric(value));
        NationalIds.Apply(sweep);
    }

    private static void Passports(Sweep sweep)
    {
        Each(sweep, PassportNumber(), FindingType.Passport, "passport", FindingTier.B,
            (place, end, value) => Values.Digits(value) >= 4 && value.Length >= 6 && !Values.IsLongDate(value)
                && (sweep.Before(PassportCue(), place, char.IsLetter(value[0]) ? 60 : 30) || (char.IsLetter(value[0]) && value.Length >= 7 && sweep.After(PassportAfter(), end, 40))));
    }

    private static void Each(Sweep sweep, Regex shape, string type, string rule, FindingTier tier, Func<int, int, string, bool> accepts)
    {
        foreach (var match in shape.EnumerateMatches(sweep.Text))
            if (accepts(match.Index, match.Index + match.Length, Values.Plain(sweep.Text.AsSpan(match.Index, match.Length))))
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

    /// <summary>Prefixes that were never given out.</summary>
    private static bool IsBarredNino(string id) => id[..2].ToUpperInvariant() is "BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ";

    [GeneratedRegex(@"(?<![\w-])\d{6}(?:-\d\d-| \d\d |- \d\d -| - \d\d - |/\d\d/|\.\d\d\.)\d{4}(?![\w-])")]
    private static partial Regex MyKad();

    [GeneratedRegex(@"(?<![\w.,-])\d{12}(?![\w-]|[.,]\d)")]
    private static partial Regex TwelveDigits();

    [GeneratedRegex(@"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")]
    private static partial Regex Ssn();

    [GeneratedRegex(@"(?<![\w.-])\d{3}[ .-]?\d{2}[ .-]?\d{4}(?![\w-]|\.\d)")]
    private static partial Regex SsnLoose();

    [GeneratedRegex(@"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d ?\d\d ?\d\d ?|-\d\d-\d\d-\d\d-|\.\d\d\.\d\d\.\d\d\.)[A-D](?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nino();

    [GeneratedRegex(@"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]?(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NinoLoose();

    [GeneratedRegex(@"(?<![\w.,:-])(?<! \d{4} |-\d{4}-)(?<!\d{4} )[2-9]\d{3}([ :-])\d{4}\1\d{4}(?![\w-]|[ .,:]\d)")]
    private static partial Regex Aadhaar();

    [GeneratedRegex(@"(?<![\w-])[STFGM]\d{7}[A-Z](?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SingaporeNric();

    [GeneratedRegex(@"(?<![\w-])(?=[A-Z]{0,3} ?\d)(?:[A-Z]{1,3} \d{5,9}|\d{2} \d{2} \d{6}|[A-Z0-9]{6,10})(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassportNumber();

    [GeneratedRegex(@"(?<![\w-])(?>[A-Z]{0,6}\d[A-Z0-9]{0,15}(?:[ ./-][A-Z]{0,3}\d[A-Z0-9]{0,9}){0,5}(?:-[A-Z])?(?:\([0-9A]\))?)(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"\b(?:i/?c|i\.c\.|my ?kad|my ?kid|mypr|nric|k/?p|kad pengenalan|identity card|id card|identity no|identity number|no\.? ?kp|nokp|no\.? pengenalan|pengenalan)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MalaysianCue();

    [GeneratedRegex(@"^ ?[(\[,=–-]? ?(?:(?:is|was|as|ialah) )?(?:(?:the|his|her|my|their|an?) )?(?:i/?c|mykad|nric|kad pengenalan|no\.? ?kp|identity card|identity number|id card)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MalaysianAfter();

    [GeneratedRegex(@"\b(?:ssn|ssns|social security|soc sec|social)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmericanCue();

    [GeneratedRegex(@"^ ?[(\[,=–-]? ?(?:(?:is|was|as|ialah) )?(?:(?:the|his|her|my|their|an?) )?(?:ssn|social security)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmericanAfter();

    [GeneratedRegex(@"\b(?:nino|ni (?:no|number|num)|national insurance)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BritishCue();

    [GeneratedRegex(@"\b(?:aadhaar|aadhar|adhaar|uidai|uid)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IndianCue();

    [GeneratedRegex(@"^ ?[(\[,=–-]? ?(?:(?:is|was|as|ialah) )?(?:(?:the|his|her|my|their|an?) )?(?:aadhaar|aadhar|uidai)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IndianAfter();

    [GeneratedRegex(@"\b(?:passports?|pasport|passeport|reisepass(?:nummer)?|pass-?(?:nr|nummer|no)|pasaporte|passaporto|travel document|document de voyage|dokumen perjalanan)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassportCue();

    [GeneratedRegex(@"^ ?[(\[,=–-]? ?(?:(?:is|was|es|ist|est|ialah|as) )?(?:(?:the|his|her|my|their|mi|mein|mon|a|no|nombor|n[úu]mero de) ){0,2}(?:passport|pasport|pasaporte|passeport|reisepass)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PassportAfter();

    /// <summary>Acronyms that are words in some language count only in capitals.</summary>
    [GeneratedRegex(@"\b(?:SIN|NAS|NIE|NIF|DNI|NIK|PAN|CPR|CNP|EGN|OIB|RRN|FRN|KTP|NIN|BVN|TIN|NIR|RUT|RUN|UEN|EPIC|MBI|KVNR|RVNR|HETU|TCKN|TNIN|(?i:itin|burgerservicenummer|rijksregisternummer|fødselsnummer|pesel|acn|tfn|abn|bsn|cpf|cnpj|curp|hkid|nhs|amka|jmbg|mykad|my kad|nric|kad pengenalan|aadhaar|nino|hetu|tax(?:payer)? (?:id|file number|number|no)|social (?:security|insurance)|national (?:id|identity|insurance|number)|identity (?:card|number|no|code)|id card|(?:sa|rsa|south african|thai|korean|finnish|swedish|emirates|resident|refugee) id|permanent resident|citizen (?:id|number)|personalausweis|ausweis(?:nummer)?|personnummer|steuer-?(?:id|nummer|identifikationsnummer)|idnr|sozialversicherungsnummer|versichertennummer|codice fiscale|fiscal code|resident registration|personal identity code|henkil[öo]tunnus|num[ée]ro de s[ée]curit[ée] sociale|s[ée]curit[ée] sociale|medicare|driv(?:er'?s?|ing) licen[cs]e|licen[cs]e (?:no|number)|lesen memandu|voter(?: id)?|pengenalan|kimlik|birth certificate|sijil lahir))\b")]
    private static partial Regex OtherCue();
}
