using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Reports;

/// <summary>How sure the specialist is.</summary>
public enum Confidence
{
    /// <summary>Could well be wrong.</summary>
    Low,

    /// <summary>More likely right than wrong.</summary>
    Moderate,

    /// <summary>Would be surprised to be wrong.</summary>
    High,
}

/// <summary>How many cases, as a band; never an exact count.</summary>
public enum VolumeBand
{
    /// <summary>Nobody has counted.</summary>
    Unknown,

    /// <summary>Fewer than five cases.</summary>
    UnderFive,

    /// <summary>Five to twenty cases.</summary>
    FiveToTwenty,

    /// <summary>Twenty-one to a hundred cases.</summary>
    TwentyOneToHundred,

    /// <summary>More than a hundred cases.</summary>
    OverHundred,
}

/// <summary>Whether it grows.</summary>
public enum Trend
{
    /// <summary>Nobody can tell yet.</summary>
    Unknown,

    /// <summary>Fewer cases than before.</summary>
    Falling,

    /// <summary>About as many cases as before.</summary>
    Steady,

    /// <summary>More cases than before.</summary>
    Rising,
}

/// <summary>What a report says, every word of it guarded. Replaced whole by a revision, never edited.</summary>
public sealed record ReportContent
{
    /// <summary>What kind of gap it is.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>The author is not sure of the kind.</summary>
    public bool KindNotSure { get; init; }

    /// <summary>One sentence that says what policy does not answer.</summary>
    public GuardedText? Title { get; init; }

    /// <summary>Policy area.</summary>
    public string? Area { get; init; }

    /// <summary>The clause that comes closest.</summary>
    public string? Clause { get; init; }

    /// <summary>Version of the clause.</summary>
    public int? ClauseVersion { get; init; }

    /// <summary>No clause fits.</summary>
    public bool NoClauseFits { get; init; }

    /// <summary>Pseudonymous case references.</summary>
    public IReadOnlyList<CaseToken> CaseReferences { get; init; } = [];

    /// <summary>Why there is no case reference.</summary>
    public GuardedText? NoCaseReason { get; init; }

    /// <summary>How bad a wrong answer would be for a child.</summary>
    public Harm? Harm { get; init; }

    /// <summary>How many cases a wrong answer would touch.</summary>
    public Reach? Reach { get; init; }

    /// <summary>Surface.</summary>
    public string? Surface { get; init; }

    /// <summary>Language, BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>Region, ISO 3166, or global.</summary>
    public string? Region { get; init; }

    /// <summary>How such cases are handled meanwhile.</summary>
    public GuardedText? InterimHandling { get; init; }

    /// <summary>Why they are handled so.</summary>
    public GuardedText? InterimRationale { get; init; }

    /// <summary>What speaks for a milder answer.</summary>
    public GuardedText? MitigatingFactors { get; init; }

    /// <summary>What speaks for a stricter answer.</summary>
    public GuardedText? AggravatingFactors { get; init; }

    /// <summary>What policy might say.</summary>
    public GuardedText? ProposedRemedy { get; init; }

    /// <summary>How sure the specialist is.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Whether the specialist confirmed that nothing in it is content or personal data.</summary>
    public bool Attested { get; init; }

    /// <summary>Ambiguity: the question policy must answer.</summary>
    public GuardedText? Question { get; init; }

    /// <summary>Ambiguity: the competing readings.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    /// <summary>Ambiguity: which reading was applied, counted from 1.</summary>
    public int? AppliedReading { get; init; }

    /// <summary>Emerging behaviour: the pattern, in the abstract.</summary>
    public GuardedText? Pattern { get; init; }

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
    public GuardedText? NearestMisfit { get; init; }

    /// <summary>Unknown unknown: what was expected.</summary>
    public GuardedText? Expected { get; init; }

    /// <summary>Unknown unknown: what surprised.</summary>
    public GuardedText? Surprise { get; init; }

    /// <summary>Unknown unknown: how it was found.</summary>
    public GuardedText? Discovery { get; init; }

    /// <summary>Unknown unknown: categories tried.</summary>
    public IReadOnlyList<CategoryTried> CategoriesTried { get; init; } = [];

    /// <summary>Unknown unknown: what harm it may do, provisionally.</summary>
    public GuardedText? HarmHypothesis { get; init; }

    /// <summary>Unknown unknown: what would disprove that.</summary>
    public GuardedText? Disproof { get; init; }

    /// <summary>Takes a form that passed its check.</summary>
    public static ReportContent From(ReportForm form, Screen screen) => new()
    {
        Kind = form.Kind,
        Title = screen.Of(form.Title),
        Area = Code(form.Area),
        Clause = Code(form.Clause),
        ClauseVersion = form.ClauseVersion,
        KindNotSure = form.KindNotSure && form.Kind is null,
        NoClauseFits = form.NoClauseFits,
        CaseReferences = [.. form.CaseReferences.Select(CaseToken.Parse).Distinct()],
        NoCaseReason = screen.Of(form.NoCaseReason),
        Harm = form.Harm,
        Reach = form.Reach,
        Surface = Code(form.Surface),
        Language = Code(form.Language),
        Region = Code(form.Region),
        InterimHandling = screen.Of(form.InterimHandling),
        InterimRationale = screen.Of(form.InterimRationale),
        MitigatingFactors = screen.Of(form.MitigatingFactors),
        AggravatingFactors = screen.Of(form.AggravatingFactors),
        ProposedRemedy = screen.Of(form.ProposedRemedy),
        Confidence = form.Confidence,
        Attested = form.Attested,
        Question = screen.Of(form.Question),
        Readings = [.. form.Readings.Where(IsFilled).Select(r => new Reading { Text = screen.Of(r.Reading), Outcome = screen.Of(r.Outcome) })],
        AppliedReading = Applied(form),
        Pattern = screen.Of(form.Pattern),
        FirstSeenFrom = form.FirstSeenFrom,
        FirstSeenTo = form.FirstSeenTo,
        VolumeBand = form.VolumeBand,
        Trend = form.Trend,
        NearestClause = Code(form.NearestClause),
        NearestMisfit = screen.Of(form.NearestMisfit),
        Expected = screen.Of(form.Expected),
        Surprise = screen.Of(form.Surprise),
        Discovery = screen.Of(form.Discovery),
        CategoriesTried = [.. form.CategoriesTried.Select(c => new CategoryTried { Category = screen.Of(c.Category), WhyItFailed = screen.Of(c.WhyItFailed) }).Where(c => c is not { Category: null, WhyItFailed: null })],
        HarmHypothesis = screen.Of(form.HarmHypothesis),
        Disproof = screen.Of(form.Disproof),
    };

    /// <summary>The form again, for a draft that is taken up later or a report that is amended.</summary>
    public ReportForm ToForm() => new()
    {
        Kind = Kind,
        Title = Title?.Value,
        Area = Area,
        Clause = Clause,
        ClauseVersion = ClauseVersion,
        KindNotSure = KindNotSure,
        NoClauseFits = NoClauseFits,
        CaseReferences = [.. CaseReferences.Select(c => c.Value)],
        NoCaseReason = NoCaseReason?.Value,
        Harm = Harm,
        Reach = Reach,
        Surface = Surface,
        Language = Language,
        Region = Region,
        InterimHandling = InterimHandling?.Value,
        InterimRationale = InterimRationale?.Value,
        MitigatingFactors = MitigatingFactors?.Value,
        AggravatingFactors = AggravatingFactors?.Value,
        ProposedRemedy = ProposedRemedy?.Value,
        Confidence = Confidence,
        Attested = Attested,
        Question = Question?.Value,
        Readings = [.. Readings.Select(r => new ReadingForm { Reading = r.Text?.Value, Outcome = r.Outcome?.Value })],
        AppliedReading = AppliedReading,
        Pattern = Pattern?.Value,
        FirstSeenFrom = FirstSeenFrom,
        FirstSeenTo = FirstSeenTo,
        VolumeBand = VolumeBand,
        Trend = Trend,
        NearestClause = NearestClause,
        NearestMisfit = NearestMisfit?.Value,
        Expected = Expected?.Value,
        Surprise = Surprise?.Value,
        Discovery = Discovery?.Value,
        CategoriesTried = [.. CategoriesTried.Select(c => new CategoryTriedForm { Category = c.Category?.Value, WhyItFailed = c.WhyItFailed?.Value })],
        HarmHypothesis = HarmHypothesis?.Value,
        Disproof = Disproof?.Value,
    };

    private static bool IsFilled(ReadingForm reading) =>
        !string.IsNullOrWhiteSpace(reading.Reading) || !string.IsNullOrWhiteSpace(reading.Outcome);

    /// <summary>The applied reading by its place among those that are kept; none if its own row is empty.</summary>
    private static int? Applied(ReportForm form) =>
        form.AppliedReading is { } n && n <= form.Readings.Count && IsFilled(form.Readings[n - 1]) ? form.Readings.Take(n).Count(IsFilled) : null;

    private static string? Code(string? code) => string.IsNullOrWhiteSpace(code) ? null : code.Trim();
}

/// <summary>One reading of an ambiguous text.</summary>
public sealed record Reading
{
    /// <summary>How the text can be read.</summary>
    public GuardedText? Text { get; init; }

    /// <summary>What that reading leads to.</summary>
    public GuardedText? Outcome { get; init; }
}

/// <summary>A category that was tried.</summary>
public sealed record CategoryTried
{
    /// <summary>The category.</summary>
    public GuardedText? Category { get; init; }

    /// <summary>Why it did not fit.</summary>
    public GuardedText? WhyItFailed { get; init; }
}
