using Insights.Core.Cases;
using Insights.Core.Gaps;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Privacy;

namespace Insights.Testing;

/// <summary>Well-formed things to start a test from.</summary>
public static class Some
{
    /// <summary>Synthetic keys, for tests only: the second is the newer one of a ring that has turned.</summary>
    public static CaseKey CaseKey { get; } = new(1, "a synthetic key for the tests only"u8);

    public static CaseKey NewerCaseKey { get; } = new(2, "a newer synthetic key for the tests only"u8);

    public static CaseTokeniser Tokeniser { get; } = new(new CaseKeyRing(CaseKey));

    /// <summary>One key, and two systems that issue case ids.</summary>
    public static CaseScheme Cases { get; } = CasesUnder(new CaseKeyRing(CaseKey));

    public static CaseScheme CasesUnder(CaseKeyRing ring) =>
        new("tests", ring, [new CaseSource("cases", "Case system"), new CaseSource("queue", "Review queue", "Q-[0-9]+")]);

    public static string CaseReference(string label = "c-1") => Tokeniser.Tokenise("tests", "synthetic", label).Value;

    public static string Key(int n = 1) => $"test-key-{n:0000}";

    public static ReportForm Ambiguity() => new()
    {
        Kind = GapKind.Ambiguity,
        Title = "Which age governs when stated age and use disagree?",
        Area = "age-assurance",
        Clause = "CS-1.1",
        CaseReferences = [CaseReference()],
        Harm = Harm.High,
        Reach = Reach.Few,
        Surface = "profile",
        Language = "en",
        Region = "global",
        Confidence = Confidence.Moderate,
        Attested = true,
        Question = "When a stated adult age meets several signals that suggest a child, which decides what protections apply?",
        Readings =
        [
            new ReadingForm { Reading = "The stated age holds until it is checked.", Outcome = "Nothing changes for the account." },
            new ReadingForm { Reading = "The most protective signal wins.", Outcome = "Protections apply at once." },
        ],
        AppliedReading = 1,
    };

    public static ReportForm EmergingBehaviour() => new()
    {
        Kind = GapKind.EmergingBehaviour,
        Title = "Accounts return under new names after enforcement",
        Area = "repeat-registration",
        NoClauseFits = true,
        NoCaseReason = "Seen in aggregate only.",
        Attested = true,
        Pattern = "Accounts that were closed come back within days with similar profiles.",
        VolumeBand = VolumeBand.FiveToTwenty,
        Trend = Trend.Rising,
        NearestClause = "CS-2.1",
        NearestMisfit = "It speaks of a second appeal and not of a second account.",
    };

    public static ReportForm UnknownUnknown() => new()
    {
        Kind = GapKind.UnknownUnknown,
        Title = "Synthetic origin of material could not be placed in any category",
        Area = "synthetic-media-provenance",
        NoClauseFits = true,
        NoCaseReason = "No case was opened.",
        Attested = true,
        Expected = "A category that asks where material came from.",
        Surprise = "No category asks whether material was generated, so two reviewers answered differently.",
        Discovery = "During a double review.",
        CategoriesTried = [new CategoryTriedForm { Category = "Manipulated media", WhyItFailed = "It presumes an original." }],
    };

    public static DecisionForm Decision() => new()
    {
        Resolution = Resolution.GuidanceClarified,
        ChangedClause = "CS-1.1",
        Facts = "Reviewers read the clause in two ways.",
        GroundClause = "CS-1.1",
        Explanation = "The most protective signal governs until an age check is complete.",
        Alternatives = "Leaving the order of signals to the reviewer was rejected, since it led to unequal answers.",
        AutomationInDetection = Automation.Partial,
        AutomationInDecision = Automation.None,
        EffectiveOn = new DateOnly(2026, 12, 1),
        ReviewBy = new DateOnly(2027, 6, 1),
    };

    /// <summary>A small catalogue with every code the other forms use.</summary>
    public static CatalogueContent Catalogue() => new(
        [
            Clause("CS-1.1", 1, "age-assurance", new DateOnly(2025, 1, 1), "A person is treated as the age they state."),
            Clause("CS-1.1", 2, "age-assurance", new DateOnly(2026, 6, 1), "A person is treated as the age they state, unless signals suggest otherwise."),
            Clause("CS-2.1", 1, "appeals", new DateOnly(2025, 1, 1), "A decision may be appealed once."),
        ],
        [
            Entry(CodeList.Area, "age-assurance", 0), Entry(CodeList.Area, "appeals", 1), Entry(CodeList.Area, "repeat-registration", 2),
            Entry(CodeList.Area, "synthetic-media-provenance", 3),
            Entry(CodeList.Surface, "profile", 0), Entry(CodeList.Surface, "live-rooms", 1),
            Entry(CodeList.Language, "en", 0), Entry(CodeList.Language, "ms", 1),
            Entry(CodeList.Region, "global", 0), Entry(CodeList.Region, "MY", 1),
            Entry(CodeList.Destination, "enforcement-quality", 0),
        ],
        [new Term { Use = "child sexual abuse material", Level = TermLevel.Avoid, InsteadOf = ["child pornography"] }],
        "pending expert review");

    private static PolicyClause Clause(string code, int version, string area, DateOnly from, string text) =>
        new() { Code = code, Version = version, Area = area, Title = $"Clause {code}", Text = text, EffectiveFrom = from };

    private static ListEntry Entry(CodeList list, string code, int order) => new() { List = list, Code = code, Label = code, Order = order };
}
