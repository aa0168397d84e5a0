using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>The tracked thing: linked reports, an owner, a state, a decision. Moves only along <see cref="Transitions"/>.</summary>
public sealed partial class Gap
{
    private Gap()
    {
    }

    public GapId Id { get; private init; }

    public long Number { get; private init; }

    public GuardedText Title { get; private set; } = null!;

    public GapKind? Kind { get; private set; }

    public string? Area { get; private set; }

    public string? ClauseCode { get; private set; }

    public int? ClauseVersion { get; private set; }

    public Severity? Severity { get; private set; }

    public GapState State { get; private set; }

    /// <summary>Where it goes back to when a question is answered, a deferral ends or a record is sent back.</summary>
    public GapState? ReturnsTo { get; private set; }

    public PersonId? OwnerId { get; private set; }

    public ReportId CanonicalReportId { get; private set; }

    /// <summary>When its first report was linked; a gap that was split off has the start of the gap it came from.</summary>
    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>The earliest start among the gaps that are merged into it, where that is earlier than its own.</summary>
    public DateTimeOffset? EarliestAt { get; private set; }

    /// <summary>The operation by which it ceased to stand by itself: it was merged, or its opening was undone.</summary>
    public OperationId? EndedBy { get; private set; }

    /// <summary>The gap it was merged into, or whose reports went back.</summary>
    public GapId? MergedInto { get; private set; }

    /// <summary>The gap at the end of the chain of merges; empty while it stands by itself.</summary>
    public GapId? StandsIn { get; private set; }

    public DateTimeOffset LastActivityAt { get; private set; }

    public DateOnly? RespondBy { get; private set; }

    public DateOnly? DeferredUntil { get; private set; }

    /// <summary>How many further reports end the deferral early.</summary>
    public int? RecurrenceThreshold { get; private set; }

    public int RecurredCount { get; private set; }

    public string? Destination { get; private set; }

    public Resolution? Resolution { get; private set; }

    public DecisionId? DecisionId { get; private set; }

    /// <summary>Day on which the risk that the approved decision accepts expires.</summary>
    public DateOnly? RiskExpiresOn { get; private set; }

    public GuardedText? Plan { get; private set; }

    public DateOnly? PlanDueOn { get; private set; }

    public PersonId? PlanOwnerId { get; private set; }

    public GuardedText? VerificationNote { get; private set; }

    /// <summary>How often a closed gap came back.</summary>
    public int RegressionCount { get; private set; }

    /// <summary>The version in which its state last changed. An undo brings the earlier one back, so equal means that nothing newer stands on it.</summary>
    public int StateVersion { get; private set; }

    /// <summary>The version in which its canonical report last changed, kept like <see cref="StateVersion"/>.</summary>
    public int CanonicalVersion { get; private set; }

    /// <summary>The clock that runs now; empty while none does.</summary>
    public GapClock? DueClock { get; private set; }

    /// <summary>The day by which that clock's step is due.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>The day on which it was noted that the running clock's day has passed; empty where it has not.</summary>
    public DateOnly? EscalatedOn { get; private set; }

    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    /// <summary>Opens a gap for its first report.</summary>
    public static Gap Open(
        GapId id, long number, ReportId first, GuardedText title, GapKind? kind, string? area,
        string? clauseCode, int? clauseVersion, Severity? severity, int ruleSetVersion, DateTimeOffset at, DateTimeOffset? startedAt = null) => new()
        {
            Id = id,
            Number = number,
            CanonicalReportId = first,
            Title = title,
            Kind = kind,
            Area = area,
            ClauseCode = clauseCode,
            ClauseVersion = clauseVersion,
            Severity = severity,
            State = GapState.New,
            OpenedAt = startedAt ?? at,
            LastActivityAt = at,
            RuleSetVersion = ruleSetVersion,
            StateVersion = 1,
            CanonicalVersion = 1,
            OwnerVersion = 1,
            LabelsVersion = 1,
            Version = 1,
        };

    /// <summary>
    /// Moves along the table, or says why not: the state has no such edge, the roles do not allow it, or
    /// something the edge needs is missing (item by item, in the order of the form). Nothing changes on refusal.
    /// </summary>
    public Outcome<GapMoved> Move(GapAction action, GapMove move, Actor by, DateTimeOffset at)
    {
        if (Transitions.Find(State, action) is not { } edge)
            return Refusal.Of(RefusalCode.IllegalMove, $"A gap in {State} cannot {action}.", "action");
        if ((edge.By & by.Roles) == 0)
            return Refusal.Of(RefusalCode.NotPermitted, $"To {action} needs one of these roles: {edge.By}.", "action");

        var missing = edge.Needs.SelectMany(field => move.Lacks(field, DateOnly.FromDateTime(at.UtcDateTime))).ToList();
        if (missing.Count > 0)
            return missing;

        var (from, owner) = (State, OwnerId);
        State = edge.To ?? ReturnsTo ?? GapState.Triage;
        ReturnsTo = State is GapState.NeedsInfo or GapState.Deferred or GapState.InReview ? from : null;
        Apply(action, move, by);
        Touch(at);
        StateVersion = Version;
        if (OwnerId != owner)
            OwnerVersion = Version;
        return new GapMoved(action, from, State);
    }

    /// <summary>
    /// Moves past the table: an approver's own act, for what has gone wrong. Never into a state whose own move must bring
    /// something along, and never around a second person: neither out of a review nor to where no approved decision holds.
    /// </summary>
    /// <param name="to">Where it is moved.</param>
    /// <param name="decided">Whether its decision was approved by somebody else than its proposer.</param>
    /// <param name="at">When.</param>
    public Outcome<GapMoved> Bypass(GapState to, bool decided, DateTimeOffset at)
    {
        if (State is GapState.InReview)
            return Refusal.Of(RefusalCode.IllegalMove, "A decision is in review. A second person approves it or sends it back first.", "state");
        if (to == State)
            return Refusal.Of(RefusalCode.IllegalMove, $"It is {State} already.", "state");
        if (!Transitions.Bypassed.Contains(to))
            return Refusal.Of(RefusalCode.IllegalMove, $"Nothing is moved to {to} past the table; its own move says what that needs.", "state");
        if (Transitions.Settled.Contains(to) && !decided)
            return Refusal.Of(RefusalCode.IllegalMove, $"Only a gap whose decision a second person has approved can be {to}.", "state");

        var from = State;
        (State, ReturnsTo, RespondBy, Destination) = (to, null, null, null);
        (DeferredUntil, RecurrenceThreshold, RecurredCount) = (null, null, 0);
        Touch(at);
        StateVersion = Version;
        if (to is GapState.New)
            (OwnerId, OwnerVersion) = (null, Version);
        return new GapMoved(GapAction.Bypass, from, to);
    }

    /// <summary>
    /// Takes note of a further report. A closed gap comes back as regressed; a deferred one comes back once
    /// it recurred often enough. Returns the move that caused, if any.
    /// </summary>
    /// <param name="by">Who linked it.</param>
    /// <param name="at">When.</param>
    /// <param name="cites">The decision that answers the report already; it must be the one that holds, and the gap then stays closed.</param>
    public Outcome<GapMoved?> Joined(Actor by, DateTimeOffset at, DecisionId? cites = null)
    {
        if (cites is not null && (cites != DecisionId || !Transitions.Settled.Contains(State)))
            return Refusal.Of(RefusalCode.IllegalMove, "Only the approved decision that holds in this gap can be cited.", "citesDecisionId");
        if (State is GapState.Declined)
            return Refusal.Of(RefusalCode.IllegalMove, "This gap was declined; open a new one and say what is different.", "gapId");

        GapMoved? moved = null;
        if (State is GapState.Closed && cites is null)
        {
            moved = Move(GapAction.Regress, new GapMove(), by, at).Value;
        }
        else if (State is GapState.Deferred && ++RecurredCount >= RecurrenceThreshold)
        {
            moved = Move(GapAction.Resume, new GapMove(), Actor.System, at).Value;
        }

        Touch(at);
        return moved;
    }

    /// <summary>Takes note that reports came or left.</summary>
    public void Touch(DateTimeOffset at)
    {
        LastActivityAt = at;
        Version++;
    }

    /// <summary>Takes another title: the words of the old one were purged with its report.</summary>
    public void Retitle(GuardedText title, DateTimeOffset at)
    {
        Title = title;
        Touch(at);
    }

    /// <summary>Takes note of what was derived from its moves: which clock runs, until when, and whether it was noted that this has passed. No change of its own.</summary>
    internal void Time(GapClock? clock, DateOnly? due, DateOnly? escalated) => (DueClock, DueOn, EscalatedOn) = (clock, due, escalated);

    /// <summary>Refuses callers who have not seen the newest change.</summary>
    public Refusal? IfChangedSince(int expectedVersion) =>
        expectedVersion == Version ? null : new ConflictRefusal(Version);

    private void Apply(GapAction action, GapMove move, Actor by)
    {
        switch (action)
        {
            case GapAction.Claim:
                OwnerId = by.Id;
                Severity = move.Severity;
                break;
            case GapAction.Accept:
                OwnerId = by.Id;
                Kind = move.Kind;
                Area = move.Area;
                break;
            case GapAction.Ask:
                RespondBy = move.RespondBy;
                break;
            case GapAction.Answer or GapAction.TimeOut:
                RespondBy = null;
                break;
            case GapAction.Defer:
                (DeferredUntil, RecurrenceThreshold, RecurredCount) = (move.ExpiresOn, move.RecurrenceThreshold, 0);
                break;
            case GapAction.Resume:
                (DeferredUntil, RecurrenceThreshold, RecurredCount) = (null, null, 0);
                break;
            case GapAction.Decline:
                Destination = move.Destination;
                break;
            case GapAction.Approve:
                (Resolution, DecisionId, RiskExpiresOn) = (move.Resolution, move.DecisionId, move.RiskExpiresOn);
                break;
            case GapAction.Implement:
                (Plan, PlanDueOn, PlanOwnerId) = (move.Plan, move.PlanDueOn, by.Id);
                break;
            case GapAction.Close:
                VerificationNote = move.VerificationNote;
                break;
            case GapAction.Regress:
                // The plan stays where it is, and is shown again if this is undone; see GapView.
                RegressionCount++;
                break;
            case GapAction.Propose or GapAction.Reject or GapAction.Correct or GapAction.Expire or GapAction.Bypass:
                break;
        }
    }
}
