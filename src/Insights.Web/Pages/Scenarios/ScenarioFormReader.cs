using System.Globalization;
using Insights.Core.Pipeline;
using Insights.Core.Scenarios;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Scenarios;

/// <summary>Reads a scenario from its form, and fills the form from one. Each factor has a field of its own, so that what is found in it is marked there.</summary>
internal static class ScenarioFormReader
{
    public const string At = "scenario-";

    public const string Factors = At + "factors";

    private const string Text = "text";

    private const int FewestLines = 3;

    public static string FactorAt(int line) => string.Create(CultureInfo.InvariantCulture, $"{Factors}-{line}-{Text}");

    /// <summary>How many lines for factors a form shows: those filled in, and one more.</summary>
    public static int LinesOf(FormValues values) => Math.Clamp(values.Entries(Factors) + 1, FewestLines, ScenarioForm.MostFactors);

    /// <summary>Blank lines stay in their places, so that refusals name the line that was typed.</summary>
    public static ScenarioForm Read(FormValues values) => new()
    {
        Facts = values[At + "facts"],
        Factors = [.. Enumerable.Range(0, Math.Min(values.Entries(Factors), ScenarioForm.MostFactors)).Select(i => values[FactorAt(i)])],
        Outcome = values[At + "outcome"],
        Clause = values[At + "clause"],
        // What is no number must be refused, not left out.
        ClauseVersion = values[At + "clauseVersion"] is null ? null : values.Whole(At + "clauseVersion") ?? 0,
        Language = values[At + "language"],
    };

    public static FormValues Fill(ScenarioView scenario) => FormValues.Of(
    [
        (At + "facts", scenario.Facts.Value),
        .. scenario.Factors.Select((factor, i) => (FactorAt(i), (string?)factor.Value)),
        (At + "outcome", scenario.Outcome.Value),
        (At + "clause", scenario.Clause),
        (At + "clauseVersion", scenario.ClauseVersion.ToString(CultureInfo.InvariantCulture)),
        (At + "language", scenario.Language),
    ]);

    /// <summary>What the writer keeps, by the paths of the use case.</summary>
    public static IReadOnlyList<AcknowledgedFindingForm> Kept(FormValues values) =>
        [.. values.Kept.Select(kept => kept.Path is ["scenario", "factors", var line, Text] ? kept with { Path = ["scenario", "factors", line] } : kept)];

    /// <summary>Refusals by the names of the fields.</summary>
    public static List<Refusal> Shown(IReadOnlyList<Refusal> refusals) =>
        [.. refusals.Select(refusal => refusal.Path is ["scenario", "factors", var line] ? refusal with { Path = ["scenario", "factors", line, Text] } : refusal)];

    /// <summary>What a field is called where several share one message.</summary>
    public static string? Label(string field) => field switch
    {
        "facts" => Texts.T("Facts"),
        "factors" => Texts.T("Factors"),
        "outcome" => Texts.T("Outcome"),
        "clause" => Texts.T("Clause"),
        "clauseVersion" => Texts.T("Version of the clause"),
        "language" => Texts.T("Language"),
        _ => null,
    };
}
