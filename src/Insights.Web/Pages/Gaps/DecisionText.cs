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
            new("Answer", Words.Of(c.Resolution)),
            c.ChangedClause is { } changed ? new("Clause that changes", changed, Clause(changed)) : null,
            c.Citation is { } citation ? new("Where policy says so", citation.Value) : null,
            c.Destination is { } destination ? new("Taken on by", Words.Label(lists.Destinations, destination)) : null,
            c.TrainingAudience is { } audience ? new("Who is trained", audience.Value) : null,
            c.Evidence is { } evidence ? new("The acceptance rests on", evidence.Value) : null,
            c.RiskExpiresOn is { } expires ? new("Accepted until", Day(expires)) : null,
            c.StillNeeded is { } needed ? new("What would have to be known", needed.Value) : null,
            new("Explanation", c.Explanation.Value),
            new("Facts relied on", c.Facts.Value),
            c.GroundClause is { } ground ? new("Ground in policy", string.Create(CultureInfo.InvariantCulture, $"{ground} version {c.GroundVersion}"), Clause(ground)) : null,
            c.GroundLaw is { } law ? new("Ground in law", law.Value) : null,
            new("Alternatives rejected", c.Alternatives.Value),
        }.OfType<DecisionRow>(),
        .. c.Precedents.Select(p => new DecisionRow(
            $"{Words.Of(p.Use)} G-{p.GapNumber.ToString(CultureInfo.InvariantCulture)}, version {p.VersionNumber.ToString(CultureInfo.InvariantCulture)}",
            p.Why.Value, string.Create(CultureInfo.InvariantCulture, $"/gaps/G-{p.GapNumber}/decision"))),
        new("Regions", Scope(c.ScopeRegions, lists.Regions, "everywhere")),
        new("Languages", Scope(c.ScopeLanguages, lists.Languages, "any")),
        new("Surfaces", Scope(c.ScopeSurfaces, lists.Surfaces, "any")),
        new("Automation in detection", Words.Of(c.AutomationInDetection)),
        new("Automation in the decision", Words.Of(c.AutomationInDecision)),
        new("Holds from", Day(c.EffectiveOn)),
        new("Looked at again by", Day(c.ReviewBy)),
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
               select new DecisionChange(label, was ?? "Nothing", says ?? "Nothing"),
        ];
    }

    private static string? TextOf(IReadOnlyList<DecisionRow> rows, string label) => rows.FirstOrDefault(r => r.Label == label)?.Text;

    private static string Clause(string code) => $"/policies#clause-{code}";

    private static string Scope(IReadOnlyList<string> codes, IReadOnlyList<CodeView> list, string none) =>
        codes.Count == 0 ? none : string.Join(", ", codes.Select(code => Words.Label(list, code)));

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
