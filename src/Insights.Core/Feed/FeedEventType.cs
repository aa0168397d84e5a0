namespace Insights.Core.Feed;

/// <summary>What happened, as the feed names it.</summary>
public enum FeedEventType
{
    /// <summary>A specialist filed a report.</summary>
    ReportFiled,

    /// <summary>A report got a new revision.</summary>
    ReportAmended,

    /// <summary>Its author took a report back.</summary>
    ReportWithdrawn,

    /// <summary>A report was linked to a gap.</summary>
    ReportLinked,

    /// <summary>A gap was opened for its first report.</summary>
    GapOpened,

    /// <summary>A triage lead took a gap on.</summary>
    GapClaimed,

    /// <summary>A policy owner took a gap on for assessment.</summary>
    GapAccepted,

    /// <summary>A reporter was asked for more.</summary>
    QuestionAsked,

    /// <summary>A reporter answered.</summary>
    QuestionAnswered,

    /// <summary>Nobody answered in time.</summary>
    QuestionTimedOut,

    /// <summary>A gap was set aside until a date or until it recurs.</summary>
    GapDeferred,

    /// <summary>A deferral ended.</summary>
    GapResumed,

    /// <summary>A gap is not for policy.</summary>
    GapDeclined,

    /// <summary>A decision was put before an approver.</summary>
    DecisionProposed,

    /// <summary>A proposed decision went back.</summary>
    DecisionRejected,

    /// <summary>A second person approved; from here on the decision's words may leave.</summary>
    DecisionApproved,

    /// <summary>A corrected record was put before an approver.</summary>
    DecisionCorrected,

    /// <summary>Carrying out a decision began.</summary>
    ImplementationStarted,

    /// <summary>The effect was verified.</summary>
    GapClosed,

    /// <summary>A new report was linked to a closed gap.</summary>
    GapRegressed,

    /// <summary>Somebody remarked on a gap.</summary>
    CommentAdded,

    /// <summary>The words of an approved decision were edited; these take the place of those that left before.</summary>
    DecisionRestated,

    /// <summary>Words that left with earlier events are withdrawn; delete them wherever they went.</summary>
    WordsWithdrawn,

    /// <summary>A report was purged; delete whatever is held of it.</summary>
    ReportPurged,

    /// <summary>A gap was merged into another one; all its reports stand there from now on.</summary>
    GapMerged,

    /// <summary>Reports were split off from a gap; an event for each says where it stands now.</summary>
    GapSplit,

    /// <summary>Another report stands for a gap.</summary>
    CanonicalChanged,

    /// <summary>A person said that two gaps or reports are not the same.</summary>
    KeptApart,

    /// <summary>An operation on a gap was undone; the gap stands as this event says. The events beside it say where the reports stand.</summary>
    OperationUndone,

    /// <summary>A gap stands by itself again: its merging was undone, or the undoing of its opening.</summary>
    GapRestored,

    /// <summary>The opening of a gap was undone; no report stands there.</summary>
    GapDissolved,

    /// <summary>A report stands in no gap any more, because its link was undone.</summary>
    ReportUnlinked,

    /// <summary>The day came on which an accepted risk expires; the gap is assessed again.</summary>
    RiskExpired,

    /// <summary>An approver moved a gap past the transition table.</summary>
    GapBypassed,

    /// <summary>The day has passed by which the next step of a gap was due.</summary>
    GapEscalated,
    /// <summary>Somebody of the policy team rated a report. How, is for its author only.</summary>
    ReportRated,
    /// <summary>Somebody else answers for a gap, or nobody does; who, is not told.</summary>
    OwnerChanged,

    /// <summary>A gap got a label or lost one; the event holds those it has.</summary>
    GapLabelled,
}
