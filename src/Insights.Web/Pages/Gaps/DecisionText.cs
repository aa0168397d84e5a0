using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Policies;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>One field of a decision record as it is read.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Text">What it says.</param>
/// <param name="Address">Where the thing it names is found.</param>
internal sealed record DecisionRow(string Label, string Text, string? Address = null);

/// <summary>A field in which two versions differ.</summary>
internal sealed record DecisionChange(string Label, string Before, string After);

/// <summary>Says a decision record field by field, and what two versions of it have different.</summary>
internal static class DecisionText
{
    public static IReadOnlyList<DecisionRow> Rows(DecisionContent c, PolicyCatalogueView lists) =>
    [
        .. new DecisionRow?[]
        {
            new(Texts.T("Answer"), Words.Of(c.Resolution)),
            c.ChangedClause is { } changed ? new(Texts.T("Clause that changes"), changed, Clause(changed)) : null,
            c.Citation is { } citation ? new(Texts.T("Where policy says so"), citation.Value) : null,
            c.Destination is { } destination ? new(Texts.T("Taken on by"), Words.Label(lists.Destinations, destination)) : null,
            c.TrainingAudience is { } audience ? new(Texts.T("Who is trained"), audience.Value) : null,
            c.Evidence is { } evidence ? new(Texts.T("The acceptance rests on"), evidence.Value) : null,
            c.RiskExpiresOn is { } expires ? new(Texts.T("Accepted until"), Day(expires)) : null,
            c.StillNeeded is { } needed ? new(Texts.T("What would have to be known"), needed.Value) : null,
            new(Texts.T("Explanation"), c.Explanation.Value),
            new(Texts.T("Facts relied on"), c.Facts.Value),
            c.GroundClause is { } ground ? new(Texts.T("Ground in policy"), Texts.T("{0} version {1}", ground, c.GroundVersion), Clause(ground)) : null,
            c.GroundLaw is { } law ? new(Texts.T("Ground in law"), law.Value) : null,
            new(Texts.T("Alternatives rejected"), c.Alternatives.Value),
        }.OfType<DecisionRow>(),
        .. c.Precedents.Select(p => new DecisionRow(
            Texts.T("{0} G-{1}, version {2}", Words.Of(p.Use), p.GapNumber.ToString(CultureInfo.InvariantCulture), p.VersionNumber.ToString(CultureInfo.InvariantCulture)),
            p.Why.Value, string.Create(CultureInfo.InvariantCulture, $"/gaps/G-{p.GapNumber}/decision"))),
        new(Texts.T("Regions"), Scope(c.ScopeRegions, lists.Regions, Texts.T("everywhere"))),
        new(Texts.T("Languages"), Scope(c.ScopeLanguages, lists.Languages, Texts.T("any"))),
        new(Texts.T("Surfaces"), Scope(c.ScopeSurfaces, lists.Surfaces, Texts.T("any"))),
        new(Texts.T("Automation in detection"), Words.Of(c.AutomationInDetection)),
        new(Texts.T("Automation in the decision"), Words.Of(c.AutomationInDecision)),
        new(Texts.T("Holds from"), Day(c.EffectiveOn)),
        new(Texts.T("Looked at again by"), Day(c.ReviewBy)),
    ];

    public static IReadOnlyList<DecisionChange> Changes(DecisionContent before, DecisionContent after, PolicyCatalogueView lists)
    {
        var (old, now) = (Rows(before, lists), Rows(after, lists));
        return
        [
            .. from label in now.Concat(old).Select(r => r.Label).Distinct()
               let was = TextOf(old, label)
               let says = TextOf(now, label)
               where was != says
               select new DecisionChange(label, was ?? Texts.T("Nothing"), says ?? Texts.T("Nothing")),
        ];
    }

    private static string? TextOf(IReadOnlyList<DecisionRow> rows, string label) => rows.FirstOrDefault(r => r.Label == label)?.Text;

    private static string Clause(string code) => $"/policies#clause-{code}";

    private static string Scope(IReadOnlyList<string> codes, IReadOnlyList<CodeView> list, string none) =>
        codes.Count == 0 ? none : string.Join(", ", codes.Select(code => Words.Label(list, code)));

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", Texts.Dates);
}
