using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>
/// Dates of birth: a full date beside a word for birth in the same sentence. Applies to every age, since the youngest need it most.
/// </summary>
internal static partial class BirthDateRules
{
    private const int FewestDigits = 3;

    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits < FewestDigits || !BirthWord().IsMatch(sweep.Text)) return;

        foreach (var match in FullDate().EnumerateMatches(sweep.Text))
            if (sweep.Before(BirthCue(), match.Index, 52) || sweep.After(BirthAfter(), match.Index + match.Length, 44))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.DateOfBirth, "birth-date", FindingTier.B);

        foreach (var match in ShortDate().EnumerateMatches(sweep.Text))
            if (sweep.Before(FieldCue(), match.Index, 28))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.DateOfBirth, "birth-date-short", FindingTier.B);
    }

    private const string Months = @"(?:jan|feb|mar|mac|m[äa]r|apr|may|mai|mei|jun|jul|aug|ogos?|ago|sep|oct|okt|nov|dec|dis|dez|dic|f[ée]v|avr|abr|ao[uû]t|ene|juin|juil|jän|d[ée]c)";

    /// <summary>Any of the words below, so that dates are read only where one of them stands.</summary>
    [GeneratedRegex(@"\b(?:dob|d\. ?o\. ?b|born|birth|births|birth_?dates?|date_of_birth|birthdays?|bday|b-day|dilahirkan|lahir|kelahiran|hari jadi|geboren|geburtstag|geburtsdatum|geb|n[ée]e?|naissance|nacid[oa]|naci[óo]|nacimiento|nat[oa]|b)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BirthWord();

    [GeneratedRegex(@"(?<![\w.,/-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./-])\d{1,2}\2\d{1,2}|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{4}|\d{1,2} \d{1,2} (?:19|20)\d\d|(?:19|20)\d\d \d\d \d\d|\d{1,2}(?:st|nd|rd|th|er|\.|hb| haribulan)?(?:[ -]|\. ?)?(?:of |de |d')?" + Months + @"\p{L}{0,8}\.?,?[ -](?:de |del )?'?(?:\d{4}|\d{2})|(?:19|20)\d\d[ -]" + Months + @"\p{L}{0,8}[ -]\d{1,2})(?![\w/-])|\b" + Months + @"\p{L}{0,8}\.?[ -]\d{1,2}(?:st|nd|rd|th)?,?[ -]\d{4}(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FullDate();

    /// <summary>A month and year or eight digits: only in what reads as a form field.</summary>
    [GeneratedRegex(@"(?<![\w.,/-])(?:(?:19|20)\d{6}|[0-3]\d[01]\d(?:19|20)\d\d|[01]?\d[/-](?:19|20)\d\d|(?:19|20)\d\d-[01]\d|" + Months + @"\p{L}{0,8} (?:19|20)\d\d)(?![\w/-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShortDate();

    [GeneratedRegex(@"\b(?:dob|d\. ?o\. ?b|(?<!\b(?:rule|policy|pilot|programme|program|project|clause|idea|initiative|guideline|guidance|scheme|act|law|standard|team|concept|label|category|tool|system)s? (?:(?:was|were|is) )?)born|birth[ _]?dates?|dates?[ _]of[ _]birth|birthdays?|bday|b-day|dilahirkan|(?<!\b(?:semakan|kutipan|pengumpulan) tarikh )lahir|kelahiran|hari jadi|geboren|geburtstag|geburtsdatum|geb|n[ée]e?|date de naissance|nacid[oa]|naci[óo]|fecha de nacimiento|nat[oa] il|birth(?= ?[:=]))\b(?!-)(?:\. ?)?(?:(?!\. |\b(?:fields?|rules?|checks?|polic(?:y|ies)|columns?|campaigns?|formats?|verification|requirements?|prompts?|gates?|questions?|added|collections?|collecting|collected|start(?:s|ed)?|beg[ai]ns?|end(?:s|ed)|paused|resumed|enabled|disabled|launched|masking|bermula|tamat|berakhir|dikemas ?kini|dikutip|kutipan|until|effective|revised|removed|introduced|since|mulai|diwajibkan|before|after|between|prior|older|younger|later|cut-?off|as of|dated|released|published|issued|approved|amended|updated|reviewed|review|deadline|due|expires?|valid|version|entries|records|sebelum|selepas|antara|avant|apr[èe]s|vor|nach|antes|despu[ée]s|digital|medan|feld|champ|campo|dihapus|gilt|ab)\b)[^;!?]){0,40}$|\bb\. ?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BirthCue();

    [GeneratedRegex(@"^,? ?(?:(?:is|was|as|ialah|ist|est|es|=|-) )?[(\[]?(?:\w{1,10} ){0,2}(?:dob|d\.o\.b|birthday|birth ?date|date of birth|tarikh lahir|geboren|geburtsdatum|date de naissance|fecha de nacimiento|born)\b(?!-| (?:fields?|rules?|checks?|polic|columns?|campaigns?|formats?|verification|requirements?|prompts?|gates?))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BirthAfter();

    [GeneratedRegex(@"\b(?:dob|d\. ?o\. ?b|birth[ _]?date|birthday|date[ _]of[ _]birth|tarikh lahir|geburtsdatum|date de naissance|fecha de nacimiento)\b\.?[)""']{0,2}(?: is| was| ialah)?[ :=(""']{0,3}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldCue();
}
