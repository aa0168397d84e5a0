using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>
/// One of the reviewers says how they would answer a gap of an open round. Until the round is closed nobody else sees it,
/// and it can be changed.
/// </summary>
/// <param name="RoundId">The round.</param>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version of the caller's own answer; left out for the first.</param>
/// <param name="Answer">How the caller would answer the gap.</param>
/// <param name="Clarity">How clear the report is: 1, it cannot be understood without asking; 5, one reading is enough.</param>
/// <param name="Actionability">How well it can be acted on: 1, it does not say what is to be answered; 5, it can be decided as it is.</param>
/// <param name="Why">Why, in a sentence or two.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.AnswerCalibration)]
public sealed record AnswerCalibration(
    string RoundId, string GapId, int? ExpectedVersion, Resolution? Answer, int? Clarity, int? Actionability, string? Why, string? IdempotencyKey)
    : ICommand<CalibrationRoundView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest reason.</summary>
    public const int MaxWhy = 500;

    /// <summary>The caller cannot tell. Counts for nothing where an answer is given.</summary>
    public bool NotSure { get; init; }

    /// <summary>The caller knew what was decided; the answer is shown and counts in no figure.</summary>
    public bool KnewDecision { get; init; }

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<CalibrationRoundId>(RoundId, required: true, "roundId");
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Must(Answer is not null || NotSure, RefusalCode.Required, "Say how you would answer it, or that you are not sure.", "answer");
        check.Step(Clarity, "clarity");
        check.Step(Actionability, "actionability");
        check.Text(Why, MaxWhy, required: true, "why");
    }
}

internal sealed class AnswerCalibrationHandler(InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Screen screen, TimeProvider clock, CalibrationDesk desk)
    : IRequestHandler<AnswerCalibration, Outcome<CalibrationRoundView>>
{
    public async Task<Outcome<CalibrationRoundView>> Handle(AnswerCalibration request, CancellationToken cancellationToken)
    {
        var (roundId, gapId, me) = (CalibrationRoundId.Of(request.RoundId), Data.GapId.Of(request.GapId), current.Actor.Id);
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is not null)
            return await desk.ViewAsync(db, roundId, cancellationToken);

        if (await db.CalibrationRounds.AsNoTracking().FirstOrDefaultAsync(r => r.Id == roundId, cancellationToken) is not { } round)
            return Refusal.NotFound("round", "roundId");
        if (!await db.CalibrationReviewers.AnyAsync(r => r.RoundId == roundId && r.PersonId == me, cancellationToken))
            return Refusal.Of(RefusalCode.NotPermitted, "Only the people this round asks answer it.", "roundId");
        if (!round.IsOpenOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))
            return Refusal.Of(RefusalCode.IllegalMove, "This round takes no more answers.", "roundId");
        var state = await db.CalibrationItems.Where(i => i.RoundId == roundId && i.GapId == gapId).Join(db.Reports, i => i.ReportId, r => r.Id, (i, r) => (ReportState?)r.State)
            .FirstOrDefaultAsync(cancellationToken);
        if (state is null)
            return Refusal.NotFound("gap of this round", "gapId");
        if ((await Parties.OfAsync(db, [gapId], cancellationToken)).Had(gapId, me))
            return Refusal.Of(RefusalCode.SamePerson, "You reported it or took part in deciding it, so you cannot answer it blind.", "gapId");
        if (state is ReportState.Withdrawn or ReportState.Purged)
            return Refusal.Of(RefusalCode.IllegalMove, "Its report cannot be read any more, so it is not answered any more.", "gapId");
        var answer = await db.BlindAnswers.FirstOrDefaultAsync(a => a.RoundId == roundId && a.GapId == gapId && a.ReviewerId == me, cancellationToken);
        if ((answer?.Version ?? 0) != (request.ExpectedVersion ?? 0))
            return new ConflictRefusal(answer?.Version ?? 0);

        if (answer is null)
            db.Add(answer = BlindAnswer.Begin(roundId, gapId, me));
        answer.Say(ContentOf(request), Screen.RuleSetVersion, clock.GetUtcNow());
        repeats.Remember(request, roundId.Value);
        await ledger.Record(CalibrationDesk.Line(nameof(AnswerCalibration), round)).CommitAsync(cancellationToken);
        return await desk.ViewAsync(db, roundId, cancellationToken);
    }

    private BlindAnswerContent ContentOf(AnswerCalibration request) => new()
    {
        Answer = request.Answer,
        Clarity = request.Clarity,
        Actionability = request.Actionability,
        Why = screen.Of(request.Why)!,
        KnewDecision = request.KnewDecision,
    };
}
