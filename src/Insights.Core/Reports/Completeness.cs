using System.Diagnostics;
using Insights.Core.Gaps;

namespace Insights.Core.Reports;

/// <summary>How complete a report is: computed from what is filled in, never rated.</summary>
/// <param name="Share">Share of what its kind asks for that is there, 0 to 1.</param>
/// <param name="Missing">The fields that are empty, in the order of the form.</param>
public sealed record Completeness(double Share, IReadOnlyList<string> Missing)
{
    /// <summary>The same fields, each with what it would say.</summary>
    public IReadOnlyList<MissingField> MissingExplained => [.. Missing.Select(missing => new MissingField(missing, Explain(missing)))];

    public static Completeness Of(ReportContent content)
    {
        var asked = Asked(content).ToList();
        var missing = asked.Where(a => !a.Present).Select(a => a.Field).ToList();
        return new Completeness(Math.Round(1 - ((double)missing.Count / asked.Count), 2), missing);
    }

    /// <summary>What a reader of the report misses where this field is empty.</summary>
    private static string Explain(string field) => field switch
    {
        "kind" => "what kind of gap it is",
        "title" => "what policy does not answer, in one sentence",
        "question" => "the question that policy must answer",
        "readings" => "at least two readings, and what each leads to",
        "appliedReading" => "which reading was applied",
        "pattern" => "the pattern, in the abstract",
        "firstSeenFrom" => "when it was first seen",
        "firstSeenTo" => "until when it was seen",
        "volumeBand" => "roughly how many cases there are",
        "trend" => "whether it grows",
        "nearestClause" => "the clause that comes nearest",
        "nearestMisfit" => "why the nearest clause does not fit",
        "expected" => "what was expected",
        "surprise" => "what was surprising",
        "discovery" => "how it was found",
        "categoriesTried" => "a category that was tried, and why it failed",
        "harmHypothesis" => "what harm it may do, provisionally",
        "disproof" => "what would disprove it",
        "area" => "which policy area it belongs to",
        "clause" => "the clause that comes closest, or that none fits",
        "caseReferences" => "a case reference, or why there is none",
        "harm" => "what harm a wrong answer may do",
        "reach" => "how many cases it touches",
        "surface" => "on which surface it happens",
        "language" => "in which language",
        "region" => "in which region",
        "interimHandling" => "how such cases are handled meanwhile",
        "interimRationale" => "why they are handled so",
        "mitigatingFactors" => "what speaks for a milder answer",
        "aggravatingFactors" => "what speaks for a stricter answer",
        "proposedRemedy" => "what policy might say",
        "confidence" => "how sure its author is",
        _ => throw new UnreachableException($"Nothing explains what {field} is for."),
    };

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

/// <summary>A field that is empty, and what its reader misses.</summary>
/// <param name="Field">The field.</param>
/// <param name="Explanation">What it would say, to follow "Missing:".</param>
public sealed record MissingField(string Field, string Explanation);
