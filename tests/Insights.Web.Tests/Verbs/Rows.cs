namespace Insights.Web.Tests.Verbs;

/// <summary>Well-formed rows to start from, by column.</summary>
internal static class Rows
{
    public static Dictionary<string, string> Ambiguity(string id) => new()
    {
        ["id"] = id,
        ["kind"] = "Ambiguity",
        ["title"] = "Whether a check by another service settles the age",
        ["statement"] = "Does an age check that another service made count as a completed age check?",
        ["area"] = "Age-assurance",
        ["clause"] = "cs-1.1",
        ["case_ids"] = "CASE-10001; 5550002",
        ["harm"] = "high",
        ["reach"] = "Few",
        ["language"] = "en",
        ["region"] = "my",
        ["reading_1"] = "Any completed check counts.",
        ["outcome_1"] = "Protections end at once.",
        ["reading_2"] = "Only a check made here counts.",
        ["outcome_2"] = "Protections stay until then.",
        ["applied_reading"] = "2",
        ["confidence"] = "MODERATE",
        ["attested"] = "yes",
    };

    public static Dictionary<string, string> Emerging(string id) => new()
    {
        ["id"] = id,
        ["kind"] = "emerging behavior",
        ["title"] = "Appeals that cite guidance which is no longer in force",
        ["statement"] = "Appeals rest more and more often on guidance that was replaced.",
        ["no_clause_fits"] = "x",
        ["no_case_reason"] = "Seen in aggregate only.",
        ["first_seen_from"] = "2026-03-01",
        ["first_seen_to"] = "2026-03-31",
        ["volume_band"] = "5–20",
        ["trend"] = "Rising",
        ["nearest_clause"] = "CS-2.1",
        ["nearest_misfit"] = "It does not say which version governs.",
        ["remedy"] = "Name the version that governs.",
        ["attested"] = "TRUE",
    };

    public static Dictionary<string, string> Unknown(string id) => new()
    {
        ["id"] = id,
        ["kind"] = "UNKNOWN_UNKNOWN",
        ["title"] = "No category asks where a translated term came from",
        ["statement"] = "Two reviewers placed the same question in different categories.",
        ["no_case_reason"] = "No case was opened.",
        ["expected"] = "One category that asks for the origin of a term.",
        ["discovery"] = "During a double review.",
        ["tried_1"] = "Locale glossary",
        ["failed_1"] = "It lists terms and not their origin.",
        ["harm_hypothesis"] = "Unequal answers.",
        ["disproof"] = "Equal answers in a larger sample.",
        ["attested"] = "1",
    };

    public static Dictionary<string, string> With(this Dictionary<string, string> row, string column, string cell) => new(row) { [column] = cell };
}
