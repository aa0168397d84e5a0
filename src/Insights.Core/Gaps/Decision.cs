using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>Where a decision record stands.</summary>
public enum DecisionState
{
    /// <summary>It waits for a second person.</summary>
    Proposed,

    /// <summary>A second person sent it back.</summary>
    Rejected,

    /// <summary>A second person approved it; it holds.</summary>
    Approved,

    /// <summary>A corrected record took its place.</summary>
    Superseded,
}

/// <summary>A decision record: what was decided, on what ground, by whom, and when it is looked at again. Versions stand beside each other.</summary>
public sealed class Decision
{
    private Decision()
    {
    }

    public DecisionId Id { get; private init; }

    public GapId GapId { get; private init; }

    public int VersionNumber { get; private init; }

    public DecisionState State { get; private set; }

    public DecisionContent Content { get; private init; } = null!;

    public PersonId ProposedBy { get; private init; }

    public DateTimeOffset ProposedAt { get; private init; }

    public PersonId? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public int RuleSetVersion { get; private init; }

    public static Decision Propose(
        DecisionId id, GapId gap, int versionNumber, DecisionContent content, PersonId by, int ruleSetVersion, DateTimeOffset at) => new()
        {
            Id = id,
            GapId = gap,
            VersionNumber = versionNumber,
            State = DecisionState.Proposed,
            Content = content,
            ProposedBy = by,
            ProposedAt = at,
            RuleSetVersion = ruleSetVersion,
        };

    /// <summary>A second person approves. The proposer never can.</summary>
    public Outcome<Decision> Approve(PersonId by, DateTimeOffset at) => Review(DecisionState.Approved, by, at);

    /// <summary>A second person sends it back.</summary>
    public Outcome<Decision> Reject(PersonId by, DateTimeOffset at) => Review(DecisionState.Rejected, by, at);

    /// <summary>A corrected record was approved in its place.</summary>
    public void Supersede() => State = DecisionState.Superseded;

    private Outcome<Decision> Review(DecisionState verdict, PersonId by, DateTimeOffset at)
    {
        if (State is not DecisionState.Proposed)
            return Refusal.Of(RefusalCode.IllegalMove, $"This record is {State}; only a proposed one can be reviewed.", "decisionId");
        if (by == ProposedBy)
            return Refusal.Of(RefusalCode.SamePerson, "Whoever proposed a decision does not review it.", "decisionId");
        (State, ReviewedBy, ReviewedAt) = (verdict, by, at);
        return this;
    }
}

/// <summary>What a decision record says.</summary>
public sealed record DecisionContent
{
    /// <summary>How the gap is answered.</summary>
    public required Resolution Resolution { get; init; }

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

    /// <summary>Region the decision holds for; empty means everywhere.</summary>
    public string? ScopeRegion { get; init; }

    /// <summary>Language the decision holds for; empty means any.</summary>
    public string? ScopeLanguage { get; init; }

    /// <summary>Surface the decision holds for; empty means any.</summary>
    public string? ScopeSurface { get; init; }

    /// <summary>How far machines took part.</summary>
    public required Automation Automation { get; init; }

    /// <summary>First day the decision holds.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again.</summary>
    public required DateOnly ReviewBy { get; init; }

    /// <summary>Where existing policy already answers.</summary>
    public GuardedText? Citation { get; init; }

    /// <summary>Who takes it on, where it is not for policy.</summary>
    public string? Destination { get; init; }

    /// <summary>What the acceptance of a risk rests on.</summary>
    public GuardedText? Evidence { get; init; }

    /// <summary>Day on which an accepted risk expires.</summary>
    public DateOnly? RiskExpiresOn { get; init; }
}
