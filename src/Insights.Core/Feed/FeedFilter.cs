using Insights.Core.Gaps;
using Insights.Core.Pipeline;

namespace Insights.Core.Feed;

/// <summary>
/// Which events a reader wants. Every list that is given must hold the event's value. Where an event takes its gap out of
/// the filter or brings it in, that event comes as well, whatever its type; so do events that withdraw what left before.
/// </summary>
public sealed record FeedFilter
{
    /// <summary>Longest list of values.</summary>
    public const int MostValues = 50;

    /// <summary>Types of event.</summary>
    public IReadOnlyList<FeedEventType>? Types { get; init; }

    /// <summary>Kinds of gap.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Policy clauses.</summary>
    public IReadOnlyList<string>? Clauses { get; init; }

    /// <summary>Severities.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>States of the gap after the event.</summary>
    public IReadOnlyList<GapState>? States { get; init; }

    /// <summary>Codes of labels; one of them on the gap is enough.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Languages that the gap's approved decision holds for; before there is one, the gap is in none.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Regions that the gap's approved decision holds for; before there is one, the gap is in none.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Surfaces that the gap's approved decision holds for; before there is one, the gap is in none.</summary>
    public IReadOnlyList<string>? Surfaces { get; init; }

    /// <summary>Whether it asks for anything but types of event.</summary>
    internal bool AsksOfGaps => Kinds is not null || Areas is not null || Clauses is not null || Severities is not null || States is not null || Labels is not null || AsksOfScope;

    internal bool AsksOfScope => Languages is not null || Regions is not null || Surfaces is not null;

    /// <summary>Checks it for being read by.</summary>
    internal void Check(Check check) => Check(check, stored: false);

    /// <summary>Checks it for being kept: then its codes are screened like texts.</summary>
    internal void CheckStored(Check check) => Check(check, stored: true);

    private void Check(Check check, bool stored)
    {
        IReadOnlyList<(string Name, IReadOnlyList<string>? Codes)> lists =
            [("areas", Areas), ("clauses", Clauses), ("labels", Labels), ("languages", Languages), ("regions", Regions), ("surfaces", Surfaces)];
        foreach (var (name, codes) in lists)
        {
            check.Must((codes?.Count ?? 0) <= MostValues, RefusalCode.OutOfRange, "At most 50 values a list.", "filter", name);
            foreach (var code in (codes ?? []).Take(MostValues))
            {
                check.Code(code, required: true, "filter", name);
                if (stored)
                    check.Text(code, Pipeline.Check.CodeLength, required: false, "filter", name);
            }
        }
    }
}

/// <summary>What an event changed in whether its gap is under a filter.</summary>
public enum FeedMembership
{
    /// <summary>The gap came under the filter.</summary>
    Entered,

    /// <summary>The gap left the filter; what is known of it says why.</summary>
    Left,
}
