using Insights.Core.Gaps;
using Insights.Core.Pipeline;

namespace Insights.Core.Reports;

/// <summary>A gap report as a specialist fills it in. Nothing is needed for a draft; <see cref="CheckForFiling"/> says what filing needs.</summary>
public sealed record ReportForm
{
    /// <summary>What kind of gap it is.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>The author is not sure of the kind; whoever accepts the gap says it. Counts for nothing where a kind is given.</summary>
    public bool KindNotSure { get; init; }

    /// <summary>One sentence that says what policy does not answer, at most 160 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Policy area, a code from the list of areas.</summary>
    public string? Area { get; init; }

    /// <summary>The clause that comes closest, a code from the policy catalogue.</summary>
    public string? Clause { get; init; }

    /// <summary>Version of the clause; without it, the one in force.</summary>
    public int? ClauseVersion { get; init; }

    /// <summary>No clause fits.</summary>
    public bool NoClauseFits { get; init; }

    /// <summary>Pseudonymous case references, CR1-…; never ids of the case system.</summary>
    public IReadOnlyList<string> CaseReferences { get; init; } = [];

    /// <summary>Why there is no case reference.</summary>
    public string? NoCaseReason { get; init; }

    /// <summary>How bad a wrong answer would be for a child.</summary>
    public Harm? Harm { get; init; }

    /// <summary>How many cases a wrong answer would touch.</summary>
    public Reach? Reach { get; init; }

    /// <summary>Surface, a code from the list of surfaces.</summary>
    public string? Surface { get; init; }

    /// <summary>Language, BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>Region, ISO 3166, or global.</summary>
    public string? Region { get; init; }

    /// <summary>How such cases are handled meanwhile.</summary>
    public string? InterimHandling { get; init; }

    /// <summary>Why they are handled so.</summary>
    public string? InterimRationale { get; init; }

    /// <summary>What speaks for a milder answer.</summary>
    public string? MitigatingFactors { get; init; }

    /// <summary>What speaks for a stricter answer.</summary>
    public string? AggravatingFactors { get; init; }

    /// <summary>What policy might say.</summary>
    public string? ProposedRemedy { get; init; }

    /// <summary>How sure the specialist is.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Confirms that the report holds no content and no personal data.</summary>
    public bool Attested { get; init; }

    /// <summary>Ambiguity: the question policy must answer.</summary>
    public string? Question { get; init; }

    /// <summary>Ambiguity: the competing readings and what each leads to, at least two.</summary>
    public IReadOnlyList<ReadingForm> Readings { get; init; } = [];

    /// <summary>Ambiguity: which reading was applied, counted from 1.</summary>
    public int? AppliedReading { get; init; }

    /// <summary>Emerging behaviour: the pattern, in the abstract.</summary>
    public string? Pattern { get; init; }

    /// <summary>Emerging behaviour: first day of the window in which it was first seen.</summary>
    public DateOnly? FirstSeenFrom { get; init; }

    /// <summary>Emerging behaviour: last day of that window.</summary>
    public DateOnly? FirstSeenTo { get; init; }

    /// <summary>Emerging behaviour: how many cases, as a band.</summary>
    public VolumeBand? VolumeBand { get; init; }

    /// <summary>Emerging behaviour: whether it grows.</summary>
    public Trend? Trend { get; init; }

    /// <summary>Emerging behaviour: the nearest policy clause.</summary>
    public string? NearestClause { get; init; }

    /// <summary>Emerging behaviour: why the nearest clause does not fit.</summary>
    public string? NearestMisfit { get; init; }

    /// <summary>Unknown unknown: what was expected.</summary>
    public string? Expected { get; init; }

    /// <summary>Unknown unknown: what surprised.</summary>
    public string? Surprise { get; init; }

    /// <summary>Unknown unknown: how it was found.</summary>
    public string? Discovery { get; init; }

    /// <summary>Unknown unknown: categories tried and why each failed.</summary>
    public IReadOnlyList<CategoryTriedForm> CategoriesTried { get; init; } = [];

    /// <summary>Unknown unknown: what harm it may do, provisionally.</summary>
    public string? HarmHypothesis { get; init; }

    /// <summary>Unknown unknown: what would disprove that.</summary>
    public string? Disproof { get; init; }

    public const int MaxTitle = 160;
    public const int MaxText = 2000;
    public const int MaxList = 20;

    /// <summary>What holds for a draft and a filed report alike: lengths, forms, and nothing that identifies anyone.</summary>
    internal void CheckForm(Check check, string at)
    {
        check.Text(Title, MaxTitle, required: false, at, "title");
        check.Code(Area, required: false, at, "area");
        check.Code(Clause, required: false, at, "clause");
        check.Must(ClauseVersion is null or >= 1, RefusalCode.OutOfRange, "Versions count from 1.", at, "clauseVersion");
        CheckList(check, CaseReferences.Count, at, "caseReferences");
        foreach (var (reference, i) in CaseReferences.Take(MaxList).Select((r, i) => (r, i)))
            check.Must(Privacy.CaseToken.TryParse(reference, out _), RefusalCode.NotACaseReference,
                "This is not a case reference. Case ids never come in here; ask for the reference that stands for it.", at, "caseReferences", Index(i));

        foreach (var (text, field) in PlainTexts())
            check.Text(text, MaxText, required: false, at, field);

        check.Code(Surface, required: false, at, "surface");
        check.Code(Language, required: false, at, "language");
        check.Code(Region, required: false, at, "region");
        check.Code(NearestClause, required: false, at, "nearestClause");

        CheckList(check, Readings.Count, at, "readings");
        foreach (var (reading, i) in Readings.Take(MaxList).Select((r, i) => (r, i)))
        {
            check.Text(reading.Reading, MaxText, required: false, at, "readings", Index(i), "reading");
            check.Text(reading.Outcome, MaxText, required: false, at, "readings", Index(i), "outcome");
        }

        check.Must(AppliedReading is not { } applied || (applied >= 1 && applied <= Math.Max(1, Readings.Count)),
            RefusalCode.OutOfRange, "Choose one of the readings above.", at, "appliedReading");
        check.Must(FirstSeenFrom is not { } from || FirstSeenTo is not { } to || from <= to,
            RefusalCode.OutOfRange, "The window ends before it starts.", at, "firstSeenTo");

        CheckList(check, CategoriesTried.Count, at, "categoriesTried");
        foreach (var (tried, i) in CategoriesTried.Take(MaxList).Select((c, i) => (c, i)))
        {
            check.Text(tried.Category, MaxTitle, required: false, at, "categoriesTried", Index(i), "category");
            check.Text(tried.WhyItFailed, MaxText, required: false, at, "categoriesTried", Index(i), "whyItFailed");
        }
    }

    /// <summary>
    /// What filing needs beyond a well-formed draft: kind, or that its author is not sure of it; title; the one statement
    /// its kind turns on, any of them where the kind is open; a case reference or the reason there is none; and the
    /// attestation. All else counts towards completeness.
    /// </summary>
    internal void CheckForFiling(Check check, string at)
    {
        CheckForm(check, at);
        if (!KindNotSure)
            check.Present(Kind, at, "kind");
        if (string.IsNullOrWhiteSpace(Title))
            check.Missing(at, "title");
        if (Kind is { } kind && string.IsNullOrWhiteSpace(CoreStatement(kind, out var field)))
            check.Missing(at, field);
        if (Kind is null && KindNotSure && new[] { Question, Pattern, Surprise }.All(string.IsNullOrWhiteSpace))
            check.Missing(at, "question");
        check.Must(CaseReferences.Count > 0 || !string.IsNullOrWhiteSpace(NoCaseReason), RefusalCode.Required,
            "Give a case reference, or say why there is none.", at, "caseReferences");
        check.Must(Attested, RefusalCode.Required, "Confirm that the report holds no content and no personal data.", at, "attested");
    }

    private string? CoreStatement(GapKind kind, out string field)
    {
        (var text, field) = kind switch
        {
            GapKind.Ambiguity => (Question, "question"),
            GapKind.EmergingBehaviour => (Pattern, "pattern"),
            GapKind.UnknownUnknown => (Surprise, "surprise"),
        };
        return text;
    }

    private IEnumerable<(string? Text, string Field)> PlainTexts() =>
    [
        (NoCaseReason, "noCaseReason"),
        (Question, "question"),
        (Pattern, "pattern"),
        (NearestMisfit, "nearestMisfit"),
        (Expected, "expected"),
        (Surprise, "surprise"),
        (Discovery, "discovery"),
        (HarmHypothesis, "harmHypothesis"),
        (Disproof, "disproof"),
        (InterimHandling, "interimHandling"),
        (InterimRationale, "interimRationale"),
        (MitigatingFactors, "mitigatingFactors"),
        (AggravatingFactors, "aggravatingFactors"),
        (ProposedRemedy, "proposedRemedy"),
    ];

    private static void CheckList(Check check, int count, params string[] path) =>
        check.Must(count <= MaxList, RefusalCode.OutOfRange, "At most 20 entries.", path);

    private static string Index(int i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One reading of an ambiguous text.</summary>
public sealed record ReadingForm
{
    /// <summary>How the text can be read.</summary>
    public string? Reading { get; init; }

    /// <summary>What that reading leads to.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A category that was tried.</summary>
public sealed record CategoryTriedForm
{
    /// <summary>The category.</summary>
    public string? Category { get; init; }

    /// <summary>Why it did not fit.</summary>
    public string? WhyItFailed { get; init; }
}
