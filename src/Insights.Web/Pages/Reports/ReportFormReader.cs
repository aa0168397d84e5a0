using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Reports;

/// <summary>Reads a report from its form, and fills the form from a report. Field names are the paths that refusals name.</summary>
internal static class ReportFormReader
{
    public const string At = "report-";

    /// <summary>The clause as it was when the form was shown: its version goes with it only while it stays.</summary>
    public const string ClauseShown = "clauseShown";

    /// <summary>What is chosen in place of a kind by whoever is not sure of it.</summary>
    public const string NotSure = "not-sure";

    public static ReportForm Read(FormValues v) => new()
    {
        Kind = v.Choice<GapKind>(At + "kind"),
        KindNotSure = v[At + "kind"] is NotSure,
        Title = v[At + "title"],
        Area = v[At + "area"],
        Clause = v[At + "clause"],
        ClauseVersion = v[At + "clause"] is { } clause && clause == v[ClauseShown] ? v.Whole(At + "clauseVersion") : null,
        NoClauseFits = v.Ticked(At + "noClauseFits"),
        CaseReferences = v.Lines(At + "caseReferences"),
        NoCaseReason = v[At + "noCaseReason"],
        Harm = v.Choice<Harm>(At + "harm"),
        Reach = v.Choice<Reach>(At + "reach"),
        Surface = v[At + "surface"],
        Language = v[At + "language"],
        Region = v[At + "region"],
        InterimHandling = v[At + "interimHandling"],
        InterimRationale = v[At + "interimRationale"],
        MitigatingFactors = v[At + "mitigatingFactors"],
        AggravatingFactors = v[At + "aggravatingFactors"],
        ProposedRemedy = v[At + "proposedRemedy"],
        Confidence = v.Choice<Confidence>(At + "confidence"),
        Attested = v.Ticked(At + "attested"),
        Question = v[At + "question"],
        Readings = [.. Enumerable.Range(0, v.Entries(At + "readings")).Select(i => new ReadingForm
        {
            Reading = v[$"{At}readings-{i}-reading"],
            Outcome = v[$"{At}readings-{i}-outcome"],
        })],
        AppliedReading = v.Whole(At + "appliedReading"),
        Pattern = v[At + "pattern"],
        FirstSeenFrom = v.Day(At + "firstSeenFrom"),
        FirstSeenTo = v.Day(At + "firstSeenTo"),
        VolumeBand = v.Choice<VolumeBand>(At + "volumeBand"),
        Trend = v.Choice<Trend>(At + "trend"),
        NearestClause = v[At + "nearestClause"],
        NearestMisfit = v[At + "nearestMisfit"],
        Expected = v[At + "expected"],
        Surprise = v[At + "surprise"],
        Discovery = v[At + "discovery"],
        CategoriesTried = [.. Enumerable.Range(0, v.Entries(At + "categoriesTried")).Select(i => new CategoryTriedForm
        {
            Category = v[$"{At}categoriesTried-{i}-category"],
            WhyItFailed = v[$"{At}categoriesTried-{i}-whyItFailed"],
        })],
        HarmHypothesis = v[At + "harmHypothesis"],
        Disproof = v[At + "disproof"],
    };

    public static FormValues Fill(ReportForm f) => FormValues.Of([.. Fields(f).Select(field => (At + field.Name, field.Value)), (ClauseShown, f.Clause)]);

    private static IEnumerable<(string Name, string? Value)> Fields(ReportForm f) =>
    [
        ("kind", Code(f.Kind) ?? (f.KindNotSure ? NotSure : null)),
        ("title", f.Title),
        ("area", f.Area),
        ("clause", f.Clause),
        ("clauseVersion", f.ClauseVersion?.ToString(CultureInfo.InvariantCulture)),
        ("noClauseFits", Tick(f.NoClauseFits)),
        ("caseReferences", f.CaseReferences.Count == 0 ? null : string.Join('\n', f.CaseReferences)),
        ("noCaseReason", f.NoCaseReason),
        ("harm", Code(f.Harm)),
        ("reach", Code(f.Reach)),
        ("surface", f.Surface),
        ("language", f.Language),
        ("region", f.Region),
        ("interimHandling", f.InterimHandling),
        ("interimRationale", f.InterimRationale),
        ("mitigatingFactors", f.MitigatingFactors),
        ("aggravatingFactors", f.AggravatingFactors),
        ("proposedRemedy", f.ProposedRemedy),
        ("confidence", Code(f.Confidence)),
        ("attested", Tick(f.Attested)),
        ("question", f.Question),
        .. f.Readings.SelectMany((r, i) => new (string, string?)[] { ($"readings-{i}-reading", r.Reading), ($"readings-{i}-outcome", r.Outcome) }),
        ("appliedReading", f.AppliedReading?.ToString(CultureInfo.InvariantCulture)),
        ("pattern", f.Pattern),
        ("firstSeenFrom", Day(f.FirstSeenFrom)),
        ("firstSeenTo", Day(f.FirstSeenTo)),
        ("volumeBand", Code(f.VolumeBand)),
        ("trend", Code(f.Trend)),
        ("nearestClause", f.NearestClause),
        ("nearestMisfit", f.NearestMisfit),
        ("expected", f.Expected),
        ("surprise", f.Surprise),
        ("discovery", f.Discovery),
        .. f.CategoriesTried.SelectMany((c, i) => new (string, string?)[] { ($"categoriesTried-{i}-category", c.Category), ($"categoriesTried-{i}-whyItFailed", c.WhyItFailed) }),
        ("harmHypothesis", f.HarmHypothesis),
        ("disproof", f.Disproof),
    ];

    private static string? Code(Enum? value) => value is null ? null : Codes.Of(value);

    private static string? Tick(bool ticked) => ticked ? "yes" : null;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
