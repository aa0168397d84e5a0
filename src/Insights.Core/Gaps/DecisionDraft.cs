using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>
/// A decision record that is being written: one a gap, shared by the policy owners. When it is proposed or thrown away
/// its words go, and its row stays with the version, so that nobody takes the next draft for the one they had before them.
/// </summary>
public sealed class DecisionDraft
{
    private DecisionDraft()
    {
    }

    public GapId GapId { get; private init; }

    /// <summary>What is written so far; empty while there is no draft.</summary>
    public DecisionDraftContent? Content { get; private set; }

    public PersonId SavedBy { get; private set; }

    public DateTimeOffset SavedAt { get; private set; }

    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes, over all drafts of the gap.</summary>
    public int Version { get; private set; }

    public static DecisionDraft Of(GapId gap) => new() { GapId = gap };

    /// <summary>Refuses who has not seen the newest draft; 0 stands for having seen none.</summary>
    public Refusal? IfChangedSince(int expectedVersion) =>
        expectedVersion == Seen ? null : new ConflictRefusal(Seen) { Path = ["draftVersion"] };

    public void Save(DecisionDraftContent content, PersonId by, int ruleSetVersion, DateTimeOffset at)
    {
        (Content, SavedBy, SavedAt, RuleSetVersion) = (content, by, at, ruleSetVersion);
        Version++;
    }

    /// <summary>Lets the words go: they became a record, or nobody wants them.</summary>
    public void Clear()
    {
        Content = null;
        Version++;
    }

    private int Seen => Content is null ? 0 : Version;
}

/// <summary>What a draft of a decision record says so far; anything may be missing.</summary>
public sealed record DecisionDraftContent
{
    /// <summary>How the gap is answered.</summary>
    public Resolution? Resolution { get; init; }

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
    public GuardedText? Facts { get; init; }

    /// <summary>The clause the decision rests on.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>The law the decision rests on, where it is not a clause.</summary>
    public GuardedText? GroundLaw { get; init; }

    /// <summary>How the ground leads to the answer.</summary>
    public GuardedText? Explanation { get; init; }

    /// <summary>What else was weighed, and why it was not chosen.</summary>
    public GuardedText? Alternatives { get; init; }

    /// <summary>Earlier decisions that this one follows or departs from.</summary>
    public IReadOnlyList<PrecedentDrafted> Precedents { get; init; } = [];

    /// <summary>Regions the decision holds for; none means everywhere.</summary>
    public IReadOnlyList<string> ScopeRegions { get; init; } = [];

    /// <summary>Languages the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeLanguages { get; init; } = [];

    /// <summary>Surfaces the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeSurfaces { get; init; } = [];

    /// <summary>How far machines took part in finding what it is about.</summary>
    public Automation? AutomationInDetection { get; init; }

    /// <summary>How far machines took part in the decision.</summary>
    public Automation? AutomationInDecision { get; init; }

    /// <summary>First day the decision holds.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again.</summary>
    public DateOnly? ReviewBy { get; init; }
}

/// <summary>A precedent as far as a draft names it.</summary>
public sealed record PrecedentDrafted
{
    /// <summary>Human number of the gap whose decision is cited, as in G-42.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Whether it is followed or departed from.</summary>
    public PrecedentUse? Use { get; init; }

    /// <summary>Why.</summary>
    public GuardedText? Why { get; init; }
}
