using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Triage;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>Reads a decision record from its form, and fills the form from a record. Field names are the paths that refusals name.</summary>
internal static class DecisionFormReader
{
    public const string At = "record-";

    public const string Precedents = At + "precedents";

    public static DecisionForm Read(FormValues v) => new()
    {
        Resolution = v.Choice<Resolution>(At + "resolution"),
        ChangedClause = v[At + "changedClause"],
        Citation = v[At + "citation"],
        Destination = v[At + "destination"],
        TrainingAudience = v[At + "trainingAudience"],
        Evidence = v[At + "evidence"],
        RiskExpiresOn = v.Day(At + "riskExpiresOn"),
        StillNeeded = v[At + "stillNeeded"],
        Facts = v[At + "facts"],
        GroundClause = v[At + "groundClause"],
        GroundLaw = v[At + "groundLaw"],
        Explanation = v[At + "explanation"],
        Alternatives = v[At + "alternatives"],
        Precedents = [.. Enumerable.Range(0, v.Entries(Precedents)).Select(i => Precedent(v, i)).Where(p => p != new PrecedentForm())],
        ScopeRegions = Codes(v, "scopeRegions"),
        ScopeLanguages = Codes(v, "scopeLanguages"),
        ScopeSurfaces = Codes(v, "scopeSurfaces"),
        AutomationInDetection = v.Choice<Automation>(At + "automationInDetection"),
        AutomationInDecision = v.Choice<Automation>(At + "automationInDecision"),
        EffectiveOn = v.Day(At + "effectiveOn"),
        ReviewBy = v.Day(At + "reviewBy"),
    };

    public static FormValues Fill(DecisionForm f) => FormValues.Of(
    [
        (At + "resolution", Code(f.Resolution)),
        (At + "changedClause", f.ChangedClause),
        (At + "citation", f.Citation),
        (At + "destination", f.Destination),
        (At + "trainingAudience", f.TrainingAudience),
        (At + "evidence", f.Evidence),
        (At + "riskExpiresOn", Day(f.RiskExpiresOn)),
        (At + "stillNeeded", f.StillNeeded),
        (At + "facts", f.Facts),
        (At + "groundClause", f.GroundClause),
        (At + "groundLaw", f.GroundLaw),
        (At + "explanation", f.Explanation),
        (At + "alternatives", f.Alternatives),
        .. f.Precedents.SelectMany((p, i) => new (string, string?)[]
        {
            ($"{Precedents}-{i}-gapNumber", p.GapNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"G-{number}") : null),
            ($"{Precedents}-{i}-use", Code(p.Use)),
            ($"{Precedents}-{i}-why", p.Why),
        }),
        .. f.ScopeRegions.Select(code => (At + "scopeRegions", (string?)code)),
        .. f.ScopeLanguages.Select(code => (At + "scopeLanguages", (string?)code)),
        .. f.ScopeSurfaces.Select(code => (At + "scopeSurfaces", (string?)code)),
        (At + "automationInDetection", Code(f.AutomationInDetection)),
        (At + "automationInDecision", Code(f.AutomationInDecision)),
        (At + "effectiveOn", Day(f.EffectiveOn)),
        (At + "reviewBy", Day(f.ReviewBy)),
    ]);

    private static PrecedentForm Precedent(FormValues v, int i) => new()
    {
        GapNumber = GapNumber(v[$"{Precedents}-{i}-gapNumber"]),
        Use = v.Choice<PrecedentUse>($"{Precedents}-{i}-use"),
        Why = v[$"{Precedents}-{i}-why"],
    };

    /// <summary>As people write it, with its letter or without.</summary>
    private static long? GapNumber(string? typed) =>
        long.TryParse(typed?.Trim().Replace("G-", "", StringComparison.OrdinalIgnoreCase), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IReadOnlyList<string> Codes(FormValues v, string name) => [.. v.Each(At + name).Where(code => code.Length > 0)];

    private static string? Code(Enum? value) => value is null ? null : Shared.Codes.Of(value);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
