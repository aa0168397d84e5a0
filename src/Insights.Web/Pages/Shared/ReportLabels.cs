namespace Insights.Web.Pages.Shared;

/// <summary>What each field of a report is called, on the form, in refusals and in lists of what is missing.</summary>
internal static class ReportLabels
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["kind"] = "What kind of gap is it?",
        ["title"] = "What does policy not answer?",
        ["area"] = "Policy area",
        ["clause"] = "Policy clause that comes closest",
        ["noClauseFits"] = "No clause fits",
        ["caseReferences"] = "Case references",
        ["noCaseReason"] = "Why there is no case reference",
        ["harm"] = "Harm a wrong answer may do to a child",
        ["reach"] = "How many cases it touches",
        ["surface"] = "Surface",
        ["language"] = "Language",
        ["region"] = "Region",
        ["interimHandling"] = "How such cases are handled meanwhile",
        ["interimRationale"] = "Why they are handled so",
        ["mitigatingFactors"] = "What speaks for a milder answer",
        ["aggravatingFactors"] = "What speaks for a stricter answer",
        ["proposedRemedy"] = "What policy might say",
        ["confidence"] = "How sure you are",
        ["attested"] = "I confirm that this report holds no content and no personal data",
        ["question"] = "Which question must policy answer?",
        ["readings"] = "Readings and what each leads to",
        ["appliedReading"] = "Which reading did you apply?",
        ["pattern"] = "What is the pattern, in the abstract?",
        ["firstSeenFrom"] = "First seen, from",
        ["firstSeenTo"] = "First seen, until",
        ["volumeBand"] = "How many cases",
        ["trend"] = "Is it growing?",
        ["nearestClause"] = "Nearest policy clause",
        ["nearestMisfit"] = "Why the nearest clause does not fit",
        ["surprise"] = "What surprised you?",
        ["expected"] = "What you expected",
        ["discovery"] = "How it was found",
        ["categoriesTried"] = "Categories you tried, and why each failed",
        ["harmHypothesis"] = "What harm it may do, provisionally",
        ["disproof"] = "What would disprove that",
    };

    public static string? Find(string field) => Labels.GetValueOrDefault(field);

    public static string Of(string field) => Labels.GetValueOrDefault(field, field);
}
