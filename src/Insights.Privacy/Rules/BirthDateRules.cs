using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>
/// Dates of birth: a full date after a word for birth in the same sentence. Applies to every age, since the youngest need it most.
/// </summary>
internal static partial class BirthDateRules
{
    public static void Apply(Sweep sweep)
    {
        foreach (var match in FullDate().EnumerateMatches(sweep.Text))
            if (sweep.Before(BirthCue(), match.Index, 36) || sweep.After(BirthAfter(), match.Index + match.Length, 20))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.DateOfBirth, "birth-date", FindingTier.B);

        foreach (var match in ShortDate().EnumerateMatches(sweep.Text))
            if (sweep.Before(FieldCue(), match.Index, 24))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.DateOfBirth, "birth-date-short", FindingTier.B);
    }

    [GeneratedRegex(@"(?<![\w.,/-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./-])\d{1,2}\2\d{1,2}|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{4}|\d{1,2}(?:st|nd|rd|th|\.|hb)?[ -](?:of )?(?:jan|feb|mar|mac|m[äa]r|apr|may|mai|mei|jun|jul|aug|ogos?|ago|sep|oct|okt|nov|dec|dis|dez|dic|f[ée]v|avr|ao[uû]t|ene|abr)\p{L}{0,8}\.?,?[ -]'?(?:\d{4}|\d{2}))(?![\w/-])|\b(?:jan|feb|mar|mac|apr|may|mei|jun|jul|aug|ogos|sep|oct|okt|nov|dec|dis)\p{L}{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FullDate();

    /// <summary>A month and year, a year alone or eight digits: only in what reads as a form field.</summary>
    [GeneratedRegex(@"(?<![\w.,/-])(?:(?:19|20)\d{6}|[0-3]\d[01]\d(?:19|20)\d\d|[01]?\d[/-](?:19|20)\d\d|(?:19|20)\d\d-[01]\d|(?:jan|feb|mar|mac|apr|may|mei|jun|jul|aug|ogos|sep|oct|okt|nov|dec|dis)\p{L}{0,6} (?:19|20)\d\d)(?![\w/-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShortDate();

    [GeneratedRegex(@"\b(?:dob|d\.o\.b|(?<!\b(?:rule|policy|pilot|programme|project|clause|idea|initiative|guideline|guidance|scheme)s? (?:(?:was|were|is) )?)born|birth ?dates?|dates? of birth|birthdays?|bday|b-day|dilahirkan|lahir|kelahiran|hari jadi|geboren|geburtsdatum|geb|n[ée]e? le|date de naissance|nacid[oa]|fecha de nacimiento|nat[oa] il)\b(?:\. ?)?(?:(?!\. )[^;!?]){0,30}$|\bb\. ?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BirthCue();

    [GeneratedRegex(@"^ ?\(?(?:dob|birthday|birth date|date of birth|tarikh lahir)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BirthAfter();

    [GeneratedRegex(@"\b(?:dob|d\.o\.b|birth ?date|date of birth|tarikh lahir|geburtsdatum|date de naissance|fecha de nacimiento)\b\.?\)?(?: is| was)?[ :=(]{0,3}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldCue();
}
