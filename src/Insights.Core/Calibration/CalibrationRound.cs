using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Calibration;

/// <summary>
/// A blind review of gaps that are decided already: several people answer each of them again, without seeing what was
/// decided or what the others say, until the round is closed.
/// </summary>
public sealed class CalibrationRound
{
    private CalibrationRound()
    {
    }

    public CalibrationRoundId Id { get; private init; }

    public long Number { get; private init; }

    public GuardedText Title { get; private init; } = null!;

    public PersonId OpenedBy { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>Last day on which it takes answers; the product closes it the day after.</summary>
    public DateOnly AnswersUntil { get; private init; }

    public PersonId? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public int RuleSetVersion { get; private init; }

    public int Version { get; private set; }

    internal static CalibrationRound Open(CalibrationRoundId id, long number, GuardedText title, DateOnly answersUntil, PersonId by, int ruleSetVersion, DateTimeOffset at) => new()
    {
        Id = id,
        Number = number,
        Title = title,
        AnswersUntil = answersUntil,
        OpenedBy = by,
        OpenedAt = at,
        RuleSetVersion = ruleSetVersion,
        Version = 1,
    };

    /// <summary>Ends the answering, for good: whoever has seen what others said answers blind no more.</summary>
    internal void Close(PersonId by, DateTimeOffset at) => (ClosedBy, ClosedAt, Version) = (by, at, Version + 1);

    /// <summary>Whether it takes answers on this day.</summary>
    internal bool IsOpenOn(DateOnly today) => ClosedAt is null && today <= AnswersUntil;

    /// <summary>Why it cannot be closed; null while it can.</summary>
    internal Refusal? IfClosed(string path) =>
        ClosedAt is null ? null : Refusal.Of(RefusalCode.IllegalMove, "This round is closed, and what was answered is shown.", path);
}

/// <summary>Somebody who was asked to answer a round.</summary>
public sealed class CalibrationReviewer
{
    public CalibrationRoundId RoundId { get; init; }

    public PersonId PersonId { get; init; }
}

/// <summary>A decided gap in a round, with the decision that held when the round was opened and the report that is read.</summary>
public sealed class CalibrationItem
{
    public CalibrationRoundId RoundId { get; init; }

    public GapId GapId { get; init; }

    /// <summary>Its place in the round, from 1.</summary>
    public int Place { get; init; }

    public DecisionId DecisionId { get; init; }

    public ReportId ReportId { get; init; }

    /// <summary>The report that somebody began from the disagreement about it.</summary>
    public ReportId? DisagreementId { get; private set; }

    internal void Follow(ReportId report) => DisagreementId = report;
}

/// <summary>What one person says about a gap of a round.</summary>
public sealed class BlindAnswer
{
    private BlindAnswer()
    {
    }

    public CalibrationRoundId RoundId { get; private init; }

    public GapId GapId { get; private init; }

    public PersonId ReviewerId { get; private init; }

    public BlindAnswerContent Content { get; private set; } = null!;

    public DateTimeOffset AnsweredAt { get; private set; }

    public int RuleSetVersion { get; private set; }

    public int Version { get; private set; }

    internal static BlindAnswer Begin(CalibrationRoundId round, GapId gap, PersonId reviewer) => new() { RoundId = round, GapId = gap, ReviewerId = reviewer };

    internal void Say(BlindAnswerContent content, int ruleSetVersion, DateTimeOffset at) =>
        (Content, RuleSetVersion, AnsweredAt, Version) = (content, ruleSetVersion, at, Version + 1);
}
