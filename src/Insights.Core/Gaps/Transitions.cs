using Insights.Core.Identity;

namespace Insights.Core.Gaps;

/// <summary>A named move of a gap from one state to another.</summary>
public enum GapAction
{
    /// <summary>A triage lead takes it on.</summary>
    Claim,

    /// <summary>A policy owner takes it on for assessment.</summary>
    Accept,

    /// <summary>The reporter is asked for more.</summary>
    Ask,

    /// <summary>The reporter's answer brings it back.</summary>
    Answer,

    /// <summary>The response date passed without an answer.</summary>
    TimeOut,

    /// <summary>It is set aside until a date or until it recurs.</summary>
    Defer,

    /// <summary>The date came, or it recurred often enough.</summary>
    Resume,

    /// <summary>It is not for policy.</summary>
    Decline,

    /// <summary>A decision is put before an approver.</summary>
    Propose,

    /// <summary>The proposal goes back with a comment.</summary>
    Reject,

    /// <summary>A second person approves the decision.</summary>
    Approve,

    /// <summary>A decided gap gets a corrected record, reviewed again.</summary>
    Correct,

    /// <summary>Carrying out the decision starts.</summary>
    Implement,

    /// <summary>The effect was verified.</summary>
    Close,

    /// <summary>A new report was linked to a closed gap.</summary>
    Regress,

    /// <summary>The day came on which the risk that was accepted expires.</summary>
    Expire,

    /// <summary>An approver moves it past the table, and answers for that. A command of its own, and no edge of the table.</summary>
    Bypass,
}

/// <summary>Something a move must bring along.</summary>
public enum MoveField
{
    /// <summary>How severe it is.</summary>
    Severity,

    /// <summary>That the proposed look-alikes were looked at.</summary>
    DuplicatesChecked,

    /// <summary>Which kind of gap it is.</summary>
    Kind,

    /// <summary>Which policy area it belongs to.</summary>
    Area,

    /// <summary>The question to the reporter.</summary>
    Question,

    /// <summary>The day by which the reporter may answer.</summary>
    RespondBy,

    /// <summary>The reporter's answer.</summary>
    Answer,

    /// <summary>The day a deferral ends.</summary>
    ExpiresOn,

    /// <summary>How many further reports end a deferral early.</summary>
    RecurrenceThreshold,

    /// <summary>Why.</summary>
    Reason,

    /// <summary>Who takes it on instead.</summary>
    Destination,

    /// <summary>A full decision record.</summary>
    DecisionRecord,

    /// <summary>What will be done, or why nothing needs doing.</summary>
    Plan,

    /// <summary>How the effect was verified.</summary>
    VerificationNote,
}

/// <summary>One edge of the table.</summary>
/// <param name="From">State before.</param>
/// <param name="Action">Name of the move.</param>
/// <param name="To">State after; null means the state it came from (the answer to a question, the end of a deferral, a record sent back).</param>
/// <param name="By">Who may make the move: any of these roles.</param>
/// <param name="Needs">What it must bring along, in the order of the form.</param>
public sealed record Transition(GapState From, GapAction Action, GapState? To, Roles By, params IReadOnlyList<MoveField> Needs)
{
    /// <summary>Which of what it needs are words that stay with the gap as a remark; null where it leaves none.</summary>
    public MoveField? Words => Needs.Cast<MoveField?>().FirstOrDefault(
        need => need is MoveField.Question or MoveField.Answer or MoveField.Reason or MoveField.Plan or MoveField.VerificationNote);

    /// <summary>Who may read those words.</summary>
    public Audience? ReadBy => Words is null ? null : TellsReporters ? Audience.Reporter : Audience.Internal;

    /// <summary>What it does to the clocks.</summary>
    public IReadOnlyList<ClockEffect> Clocks => Gaps.Clocks.Between(From, To);

    /// <summary>Whether the reporters read its words.</summary>
    internal bool TellsReporters { get; init; }
}

/// <summary>The one transition table: the API, the pages, imports and timers all move by it, and the only way past it is <see cref="Gap.Bypass"/>.</summary>
public static class Transitions
{
    public static IReadOnlyList<Transition> Table { get; } =
    [
        new(GapState.New, GapAction.Claim, GapState.Triage, Roles.TriageLead, MoveField.Severity, MoveField.DuplicatesChecked),
        new(GapState.Triage, GapAction.Accept, GapState.Assessing, Roles.PolicyOwner, MoveField.Kind, MoveField.Area),
        new(GapState.Triage, GapAction.Ask, GapState.NeedsInfo, Roles.TriageLead, MoveField.Question, MoveField.RespondBy) { TellsReporters = true },
        new(GapState.Triage, GapAction.Defer, GapState.Deferred, Roles.TriageLead | Roles.PolicyOwner, MoveField.Reason, MoveField.ExpiresOn, MoveField.RecurrenceThreshold),
        new(GapState.Triage, GapAction.Decline, GapState.Declined, Roles.TriageLead, MoveField.Reason, MoveField.Destination) { TellsReporters = true },
        new(GapState.Assessing, GapAction.Ask, GapState.NeedsInfo, Roles.PolicyOwner, MoveField.Question, MoveField.RespondBy) { TellsReporters = true },
        new(GapState.Assessing, GapAction.Defer, GapState.Deferred, Roles.PolicyOwner, MoveField.Reason, MoveField.ExpiresOn, MoveField.RecurrenceThreshold),
        new(GapState.Assessing, GapAction.Propose, GapState.InReview, Roles.PolicyOwner, MoveField.DecisionRecord),
        new(GapState.NeedsInfo, GapAction.Answer, null, Roles.Specialist, MoveField.Answer) { TellsReporters = true },
        new(GapState.NeedsInfo, GapAction.TimeOut, null, Roles.System),
        new(GapState.Deferred, GapAction.Resume, null, Roles.System),
        new(GapState.InReview, GapAction.Reject, null, Roles.PolicyApprover, MoveField.Reason),
        new(GapState.InReview, GapAction.Approve, GapState.Decided, Roles.PolicyApprover),
        new(GapState.Decided, GapAction.Correct, GapState.InReview, Roles.PolicyOwner, MoveField.DecisionRecord),
        new(GapState.Decided, GapAction.Implement, GapState.Implementing, Roles.PolicyOwner, MoveField.Plan) { TellsReporters = true },
        new(GapState.Implementing, GapAction.Close, GapState.Closed, Roles.PolicyOwner, MoveField.VerificationNote) { TellsReporters = true },
        new(GapState.Closed, GapAction.Regress, GapState.Triage, Roles.Specialist | Roles.TriageLead | Roles.System),
        new(GapState.Decided, GapAction.Expire, GapState.Assessing, Roles.System),
        new(GapState.Implementing, GapAction.Expire, GapState.Assessing, Roles.System),
        new(GapState.Closed, GapAction.Expire, GapState.Assessing, Roles.System),
    ];

    /// <summary>Where an approved decision holds.</summary>
    public static IReadOnlyList<GapState> Settled { get; } = [GapState.Decided, GapState.Implementing, GapState.Closed];

    /// <summary>
    /// Where a bypass may lead. A question, a deferral and a declining need what their own moves bring along, and what is in
    /// review was proposed; where a decision holds, one must have been approved by a second person.
    /// </summary>
    public static IReadOnlyList<GapState> Bypassed { get; } = [GapState.New, GapState.Triage, GapState.Assessing, .. Settled];

    public static Transition? Find(GapState from, GapAction action) =>
        Table.FirstOrDefault(t => t.From == from && t.Action == action);

    /// <summary>The moves this person may make from here.</summary>
    public static IReadOnlyList<Transition> From(GapState state, Roles roles) =>
        [.. Table.Where(t => t.From == state && (t.By & roles) != 0)];
}
