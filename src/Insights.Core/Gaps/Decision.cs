using Insights.Core.Data;
using Insights.Core.Pipeline;

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

    /// <summary>Ids of the earlier decisions it cites, so that who cites one can be asked for.</summary>
    public IReadOnlyList<string> Cites { get; private init; } = [];

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
            Cites = [.. content.Precedents.Select(p => p.DecisionId.Value)],
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
