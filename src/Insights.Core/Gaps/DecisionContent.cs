using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>What a decision record says.</summary>
public sealed record DecisionContent
{
    /// <summary>How the gap is answered.</summary>
    public required Resolution Resolution { get; init; }

    /// <summary>The clause that changes, or whose guidance is made clearer.</summary>
    public string? ChangedClause { get; init; }

    /// <summary>Where existing policy already answers.</summary>
    public GuardedText? Citation { get; init; }

    /// <summary>Who takes it on.</summary>
    public string? Destination { get; init; }

    /// <summary>Who is trained.</summary>
    public GuardedText? TrainingAudience { get; init; }

    /// <summary>What the acceptance of a risk rests on.</summary>
    public GuardedText? Evidence { get; init; }

    /// <summary>Day on which an accepted risk expires.</summary>
    public DateOnly? RiskExpiresOn { get; init; }

    /// <summary>What would have to be known to decide.</summary>
    public GuardedText? StillNeeded { get; init; }

    /// <summary>The facts relied on, in the abstract.</summary>
    public required GuardedText Facts { get; init; }

    /// <summary>The clause the decision rests on.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>The law the decision rests on, where it is not a clause.</summary>
    public GuardedText? GroundLaw { get; init; }

    /// <summary>How the ground leads to the answer.</summary>
    public required GuardedText Explanation { get; init; }

    /// <summary>What else was weighed, and why it was not chosen.</summary>
    public required GuardedText Alternatives { get; init; }

    /// <summary>Earlier decisions that this one follows or departs from.</summary>
    public IReadOnlyList<PrecedentCited> Precedents { get; init; } = [];

    /// <summary>Regions the decision holds for; none means everywhere.</summary>
    public IReadOnlyList<string> ScopeRegions { get; init; } = [];

    /// <summary>Languages the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeLanguages { get; init; } = [];

    /// <summary>Surfaces the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeSurfaces { get; init; } = [];

    /// <summary>How far machines took part in finding what it is about.</summary>
    public required Automation AutomationInDetection { get; init; }

    /// <summary>How far machines took part in the decision.</summary>
    public required Automation AutomationInDecision { get; init; }

    /// <summary>First day the decision holds.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again.</summary>
    public required DateOnly ReviewBy { get; init; }
}

/// <summary>What a decision does with an earlier one.</summary>
public enum PrecedentUse
{
    /// <summary>It decides the same way for the same reason.</summary>
    Followed,

    /// <summary>It decides otherwise, and says why.</summary>
    DepartedFrom,
}

/// <summary>An approved decision of another gap that a record cites, as it stood when it was cited.</summary>
public sealed record PrecedentCited
{
    /// <summary>The decision that is cited.</summary>
    public required DecisionId DecisionId { get; init; }

    /// <summary>Human number of the gap it answers, as in G-42.</summary>
    public required long GapNumber { get; init; }

    /// <summary>Which version of that gap's decision it is.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>Whether it is followed or departed from.</summary>
    public required PrecedentUse Use { get; init; }

    /// <summary>Why.</summary>
    public required GuardedText Why { get; init; }
}
