using Insights.Core.Data;

namespace Insights.Core.Contact;

/// <summary>What somebody is told of.</summary>
public enum NotificationKind
{
    /// <summary>You were asked something about a report of yours.</summary>
    QuestionAsked,

    /// <summary>A reporter answered.</summary>
    QuestionAnswered,

    /// <summary>Nobody answered in time.</summary>
    QuestionTimedOut,

    /// <summary>A report came to stand in a gap.</summary>
    ReportLinked,

    /// <summary>A gap moved on.</summary>
    GapMoved,

    /// <summary>A decision waits for an approver.</summary>
    DecisionProposed,

    /// <summary>A decision you proposed was approved or sent back.</summary>
    DecisionReviewed,

    /// <summary>A gap is decided.</summary>
    GapDecided,

    /// <summary>The effect of a decision was verified.</summary>
    GapClosed,

    /// <summary>A gap is not for policy.</summary>
    GapDeclined,

    /// <summary>Gaps became one.</summary>
    GapMerged,

    /// <summary>Somebody remarked on a gap.</summary>
    RemarkWritten,

    /// <summary>A report of yours was rated.</summary>
    ReportRated,

    /// <summary>Something was given to you.</summary>
    Assigned,

    /// <summary>A day passed by which something was due.</summary>
    Overdue,

    /// <summary>An endpoint stopped being sent to, and somebody has to look at it.</summary>
    EndpointStopped,

    /// <summary>You are asked to answer decided gaps again, blind.</summary>
    CalibrationAsked,

    /// <summary>A round you were asked in is closed, and shows what was answered.</summary>
    CalibrationClosed,
}

/// <summary>
/// That somebody is to know of one line of the audit log. It names ids only; whoever reads it reads the gap and the
/// report through the same views as everywhere, so it can show nothing that they may not see.
/// </summary>
public sealed class Notification
{
    private Notification()
    {
    }

    public PersonId PersonId { get; private init; }

    /// <summary>Place of the line in the audit log. One line is told once to one person.</summary>
    public long Position { get; private init; }

    public NotificationKind Kind { get; private init; }

    /// <summary>The gap it is about, or the report where that stands in none, or the consumer, or the calibration round. Unread ones about the same are shown as one.</summary>
    public string About { get; private init; } = null!;

    public GapId? GapId { get; private init; }

    /// <summary>The report it concerns.</summary>
    public ReportId? ReportId { get; private init; }

    /// <summary>The consumer it concerns, where it is about no gap and no report.</summary>
    public ConsumerId? ConsumerId { get; private init; }

    /// <summary>The calibration round it concerns.</summary>
    public CalibrationRoundId? RoundId { get; private init; }

    public DateTimeOffset At { get; private init; }

    public DateTimeOffset? ReadAt { get; private init; }

    internal static Notification Of(PersonId to, long position, NotificationKind kind, GapId? gap, ReportId? report, DateTimeOffset at) => new()
    {
        PersonId = to,
        Position = position,
        Kind = kind,
        About = gap?.Value ?? report!.Value.Value,
        GapId = gap,
        ReportId = report,
        At = at,
    };

    internal static Notification Of(PersonId to, long position, NotificationKind kind, ConsumerId consumer, DateTimeOffset at) => new()
    {
        PersonId = to,
        Position = position,
        Kind = kind,
        About = consumer.Value,
        ConsumerId = consumer,
        At = at,
    };

    internal static Notification Of(PersonId to, long position, NotificationKind kind, CalibrationRoundId round, DateTimeOffset at) => new()
    {
        PersonId = to,
        Position = position,
        Kind = kind,
        About = round.Value,
        RoundId = round,
        At = at,
    };
}

/// <summary>Up to which line of the audit log people were told. One row, written with what it tells.</summary>
public sealed class ToldUpTo
{
    private ToldUpTo()
    {
    }

    public int Id { get; private init; }

    public long Position { get; private set; }

    internal static ToldUpTo Begin(long position) => new() { Id = 1, Position = position };

    internal void MoveTo(long position) => Position = position;
}

/// <summary>That somebody wants to know of everything that happens to a gap.</summary>
public sealed class Watch
{
    public PersonId PersonId { get; init; }

    public GapId GapId { get; init; }

    public DateTimeOffset At { get; init; }
}
