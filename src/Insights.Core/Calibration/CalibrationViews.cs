using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Calibration;

/// <summary>A round as somebody may see it: while it is open, without what was decided and without what others answered.</summary>
public sealed record CalibrationRoundView
{
    /// <summary>The round's id.</summary>
    public required CalibrationRoundId Id { get; init; }

    /// <summary>Its human number, as in round 3.</summary>
    public required long Number { get; init; }

    /// <summary>What it is for.</summary>
    public required GuardedText Title { get; init; }

    /// <summary>Who opened it.</summary>
    public required PersonId OpenedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Last day for answers, in UTC.</summary>
    public required DateOnly AnswersUntil { get; init; }

    /// <summary>When it was closed; null while it takes answers.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it, which may be the product.</summary>
    public required PersonId? ClosedBy { get; init; }

    /// <summary>Its gaps, in their order.</summary>
    public required IReadOnlyList<CalibrationItemView> Items { get; init; }

    /// <summary>Who is asked.</summary>
    public required IReadOnlyList<CalibrationReviewerView> Reviewers { get; init; }

    /// <summary>How far they agree, over all its gaps; null while it is open. Worked out when it is read.</summary>
    public AgreementView? Agreement => ClosedAt is null ? null : AgreementBook.Of([.. Items.Select(item => item.Judged(Number))]);

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    /// <summary>How many of its gaps wait for the viewer's answer.</summary>
    public int WaitingForMe => Items.Count(i => i is { MayAnswer: true, Mine: null });
}

/// <summary>Somebody who is asked, and how far they are.</summary>
public sealed record CalibrationReviewerView
{
    /// <summary>The person.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>How many of the gaps they can answer.</summary>
    public required int Asked { get; init; }

    /// <summary>How many they answered; to themselves, and to calibration leads until the round is closed.</summary>
    public required int? Answered { get; init; }
}

/// <summary>A gap of a round.</summary>
public sealed record CalibrationItemView
{
    /// <summary>Its place in the round, from 1.</summary>
    public required int Place { get; init; }

    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>Its human number.</summary>
    public required long GapNumber { get; init; }

    /// <summary>The report that reviewers read.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>How many people answered it; while the round is open, for calibration leads only.</summary>
    public required int? AnswerCount { get; init; }

    /// <summary>Whether its report can still be read; if not, nobody answers it any more.</summary>
    public required bool Readable { get; init; }

    /// <summary>Whether the viewer can answer it now.</summary>
    public required bool MayAnswer { get; init; }

    /// <summary>What the viewer answered.</summary>
    public required OwnAnswerView? Mine { get; init; }

    /// <summary>What was decided; null while the round is open.</summary>
    public required Resolution? Decided { get; init; }

    /// <summary>The clause that the decision rests on; null while the round is open, and where it rests on the law.</summary>
    public required string? Clause { get; init; }

    /// <summary>The version of that clause.</summary>
    public required int? ClauseVersion { get; init; }

    /// <summary>What was answered, by nobody's name, the same answers beside each other; empty while the round is open.</summary>
    public required IReadOnlyList<GivenAnswerView> Answers { get; init; }

    /// <summary>Whether blind answers differ.</summary>
    public bool Differs => Judged(default).Different > 1;

    /// <summary>The report that was filed from the disagreement, or that the viewer is writing.</summary>
    public required ReportId? DisagreementId { get; init; }

    /// <summary>Whether somebody began a report from the disagreement, which may still be a draft that only its author sees.</summary>
    public required bool Followed { get; init; }

    internal JudgedItem Judged(long round) => new(round, Place, GapNumber, Clause, Decided, [.. Answers.Select(a => new Judgement(a.Answer, a.Clarity, a.Actionability, a.KnewDecision))]);
}

/// <summary>What the viewer answered.</summary>
public sealed record OwnAnswerView
{
    /// <summary>How they would answer the gap; null where they are not sure.</summary>
    public required Resolution? Answer { get; init; }

    /// <summary>How clear they find the report, 1 to 5.</summary>
    public required int? Clarity { get; init; }

    /// <summary>How well they find it can be acted on, 1 to 5.</summary>
    public required int? Actionability { get; init; }

    /// <summary>Why.</summary>
    public required GuardedText Why { get; init; }

    /// <summary>They knew what was decided.</summary>
    public required bool KnewDecision { get; init; }

    /// <summary>The version to say when it is changed.</summary>
    public required int Version { get; init; }
}

/// <summary>What somebody answered, without saying who.</summary>
public sealed record GivenAnswerView
{
    /// <summary>How they would answer the gap; null where they are not sure.</summary>
    public required Resolution? Answer { get; init; }

    /// <summary>How clear they find the report, 1 to 5.</summary>
    public required int? Clarity { get; init; }

    /// <summary>How well they find it can be acted on, 1 to 5.</summary>
    public required int? Actionability { get; init; }

    /// <summary>Why.</summary>
    public required GuardedText Why { get; init; }

    /// <summary>They knew what was decided, so it counts in no figure.</summary>
    public required bool KnewDecision { get; init; }

    /// <summary>Whether it is the viewer's.</summary>
    public required bool Mine { get; init; }
}

/// <summary>How far people agree, over some gaps.</summary>
public sealed record AgreementView
{
    /// <summary>Below so many gaps with two blind answers there is no figure.</summary>
    public const int FewestToJudge = 8;

    /// <summary>The clause that the decisions rest on; null where it is over several, or over decisions that rest on the law.</summary>
    public required string? Clause { get; init; }

    /// <summary>On how to answer, on clarity, and on actionability.</summary>
    public required IReadOnlyList<AgreementFigure> Figures { get; init; }

    /// <summary>How many blind answers were sure.</summary>
    public required int Sure { get; init; }

    /// <summary>How many of those say what was decided.</summary>
    public required int AsDecided { get; init; }

    /// <summary>How many blind answers were not sure.</summary>
    public required int NotSure { get; init; }

    /// <summary>How many answers were left out, because their authors knew what was decided.</summary>
    public required int Knew { get; init; }

    /// <summary>The gaps it is over.</summary>
    public required IReadOnlyList<AgreementItemView> Items { get; init; }
}

/// <summary>A gap that an agreement is over.</summary>
public sealed record AgreementItemView
{
    /// <summary>The round's number.</summary>
    public required long RoundNumber { get; init; }

    /// <summary>Its place in that round.</summary>
    public required int Place { get; init; }

    /// <summary>The gap's number.</summary>
    public required long GapNumber { get; init; }

    /// <summary>How many blind answers were sure.</summary>
    public required int Sure { get; init; }

    /// <summary>How many different ones.</summary>
    public required int Different { get; init; }
}

/// <summary>What people agree on.</summary>
public enum AgreementMeasure
{
    /// <summary>How a gap is to be answered; the answers have no order.</summary>
    Answer,

    /// <summary>How clear its report is, in five steps.</summary>
    Clarity,

    /// <summary>How well its report can be acted on, in five steps.</summary>
    Actionability,
}

/// <summary>How far people agree on one thing. Coefficients are 1 where they always agree and 0 where they agree as often as by chance.</summary>
public sealed record AgreementFigure
{
    /// <summary>On what.</summary>
    public required AgreementMeasure Measure { get; init; }

    /// <summary>Over how many gaps that at least two people judged blind.</summary>
    public required int Items { get; init; }

    /// <summary>How many judgements those have.</summary>
    public required int Judgements { get; init; }

    /// <summary>Too few gaps to judge, so that there is no figure.</summary>
    public bool TooFew => Items < AgreementView.FewestToJudge;

    /// <summary>The share of pairs of judgements that agree, 0 to 1; steps that are near count in part.</summary>
    public required double? Observed { get; init; }

    /// <summary>Gwet's AC1, or AC2 with ordinal weights for steps.</summary>
    public required Coefficient? Gwet { get; init; }

    /// <summary>Krippendorff's alpha, nominal or ordinal; null where all judgements are the same, of which it says nothing.</summary>
    public required Coefficient? Krippendorff { get; init; }
}

/// <summary>A coefficient of agreement.</summary>
/// <param name="Value">At most 1.</param>
/// <param name="Low">Lower end of its 95 % interval; null where it does not vary between gaps.</param>
/// <param name="High">Upper end, at most 1.</param>
public sealed record Coefficient(double Value, double? Low, double? High);
