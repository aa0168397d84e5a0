using Insights.Core.Gaps;

namespace Insights.Core.Reports;

/// <summary>How complete a report is: computed from what is filled in, never rated.</summary>
/// <param name="Share">Share of what its kind asks for that is there, 0 to 1.</param>
/// <param name="Missing">The fields that are empty, in the order of the form.</param>
public sealed record Completeness(double Share, IReadOnlyList<string> Missing)
{
    public static Completeness Of(ReportContent content)
    {
        var asked = Asked(content).ToList();
        var missing = asked.Where(a => !a.Present).Select(a => a.Field).ToList();
        return new Completeness(Math.Round(1 - ((double)missing.Count / asked.Count), 2), missing);
    }

    private static IEnumerable<(string Field, bool Present)> Asked(ReportContent c)
    {
        yield return ("kind", c.Kind is not null);
        yield return ("title", c.Title is not null);
        foreach (var field in AskedByKind(c))
            yield return field;
        yield return ("area", c.Area is not null);
        yield return ("clause", c.Clause is not null || c.NoClauseFits);
        yield return ("caseReferences", c.CaseReferences.Count > 0 || c.NoCaseReason is not null);
        yield return ("harm", c.Harm is not null);
        yield return ("reach", c.Reach is not null);
        yield return ("surface", c.Surface is not null);
        yield return ("language", c.Language is not null);
        yield return ("region", c.Region is not null);
        yield return ("interimHandling", c.InterimHandling is not null);
        yield return ("interimRationale", c.InterimRationale is not null);
        yield return ("mitigatingFactors", c.MitigatingFactors is not null);
        yield return ("aggravatingFactors", c.AggravatingFactors is not null);
        yield return ("proposedRemedy", c.ProposedRemedy is not null);
        yield return ("confidence", c.Confidence is not null);
    }

    private static (string Field, bool Present)[] AskedByKind(ReportContent c) => c.Kind switch
    {
        GapKind.Ambiguity =>
        [
            ("question", c.Question is not null),
            ("readings", c.Readings.Count(r => r is { Text: not null, Outcome: not null }) >= 2),
            ("appliedReading", c.AppliedReading is not null),
        ],
        GapKind.EmergingBehaviour =>
        [
            ("pattern", c.Pattern is not null),
            ("firstSeenFrom", c.FirstSeenFrom is not null),
            ("firstSeenTo", c.FirstSeenTo is not null),
            ("volumeBand", c.VolumeBand is not null),
            ("trend", c.Trend is not null),
            ("nearestClause", c.NearestClause is not null),
            ("nearestMisfit", c.NearestMisfit is not null),
        ],
        GapKind.UnknownUnknown =>
        [
            ("expected", c.Expected is not null),
            ("surprise", c.Surprise is not null),
            ("discovery", c.Discovery is not null),
            ("categoriesTried", c.CategoriesTried.Any(t => t is { Category: not null, WhyItFailed: not null })),
            ("harmHypothesis", c.HarmHypothesis is not null),
            ("disproof", c.Disproof is not null),
        ],
        null => [],
    };
}
