namespace Insights.Core.Gaps;

/// <summary>What kind of hole in policy was met.</summary>
public enum GapKind
{
    /// <summary>The text admits two readings.</summary>
    Ambiguity,

    /// <summary>A pattern that policy does not address yet.</summary>
    EmergingBehaviour,

    /// <summary>No category fits; found by surprise.</summary>
    UnknownUnknown,
}

/// <summary>How bad a wrong or missing answer would be for a child.</summary>
public enum Harm
{
    /// <summary>Little harm if the answer is wrong.</summary>
    Low,

    /// <summary>Harm that can be put right.</summary>
    Moderate,

    /// <summary>Serious harm.</summary>
    High,

    /// <summary>The gravest harm.</summary>
    Severe,
}

/// <summary>How many cases a wrong or missing answer would touch.</summary>
public enum Reach
{
    /// <summary>One case so far.</summary>
    Single,

    /// <summary>A handful of cases.</summary>
    Few,

    /// <summary>Many cases in one queue or market.</summary>
    Many,

    /// <summary>Cases across queues and markets.</summary>
    Widespread,
}

/// <summary>Harm times reach in four steps; sets the clocks.</summary>
public enum Severity
{
    /// <summary>The longest clocks.</summary>
    Low,

    /// <summary>Clocks of weeks.</summary>
    Medium,

    /// <summary>Clocks of days.</summary>
    High,

    /// <summary>The shortest clocks.</summary>
    Critical,
}

/// <summary>Where a gap stands.</summary>
public enum GapState
{
    /// <summary>The first report is linked; nobody has claimed it.</summary>
    New,

    /// <summary>A triage lead has claimed it.</summary>
    Triage,

    /// <summary>A question is open with the reporter.</summary>
    NeedsInfo,

    /// <summary>A policy owner has accepted it and is working on an answer.</summary>
    Assessing,

    /// <summary>A decision is proposed and waits for a second person.</summary>
    InReview,

    /// <summary>The decision is approved.</summary>
    Decided,

    /// <summary>The decision is being carried out.</summary>
    Implementing,

    /// <summary>The effect was verified and the reporters were told.</summary>
    Closed,

    /// <summary>Set aside until a date or until it recurs.</summary>
    Deferred,

    /// <summary>Not for policy; the reason and the destination are recorded.</summary>
    Declined,
}

/// <summary>What a gap is timed by: from when it stood open to one step of its way.</summary>
public enum GapClock
{
    /// <summary>Until a triage lead takes it on.</summary>
    Acknowledge,

    /// <summary>Until a policy owner takes it on for assessment.</summary>
    Assess,

    /// <summary>Until a decision is approved.</summary>
    Decide,

    /// <summary>Until what was decided is carried out and verified.</summary>
    Implement,
}

/// <summary>How a gap was answered.</summary>
public enum Resolution
{
    /// <summary>The written policy was changed.</summary>
    PolicyChanged,

    /// <summary>Guidance was made clearer; the policy stands.</summary>
    GuidanceClarified,

    /// <summary>A category was added.</summary>
    CategoryAdded,

    /// <summary>Reviewers were trained.</summary>
    TrainingIssued,

    /// <summary>A model or a tool is changed.</summary>
    ModelOrToolingChange,

    /// <summary>Existing policy already answers; the citation says where.</summary>
    CoveredByExistingPolicy,

    /// <summary>Policy means it so.</summary>
    IntendedBehaviour,

    /// <summary>The risk is accepted until a date, on stated evidence.</summary>
    RiskAccepted,

    /// <summary>Not a policy gap; the destination says who takes it on.</summary>
    NotAPolicyGap,

    /// <summary>There was not enough to decide on.</summary>
    InsufficientInformation,

    /// <summary>Outside what this policy covers.</summary>
    OutOfScope,
}

/// <summary>How a report belongs to a gap.</summary>
public enum LinkRole
{
    /// <summary>The same clause and the same question.</summary>
    Same,

    /// <summary>The same pattern on another surface, in another language or region.</summary>
    Variant,
}

/// <summary>How far machines took part in detection or decision.</summary>
public enum Automation
{
    /// <summary>People alone.</summary>
    None,

    /// <summary>Machines prepared, people decided.</summary>
    Partial,

    /// <summary>Machines decided.</summary>
    Full,
}
