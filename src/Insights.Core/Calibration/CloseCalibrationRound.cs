using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>Ends the answering of a round for good, and shows what was answered to everyone who may read rounds.</summary>
/// <param name="RoundId">The round.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.LeadCalibration)]
public sealed record CloseCalibrationRound(string RoundId, int ExpectedVersion) : ICommand<CalibrationRoundView>, IChecked
{
    public void Check(Check check) => check.Id<CalibrationRoundId>(RoundId, required: true, "roundId");
}

/// <summary>Closes the rounds whose last day has passed. Answers how many; sending it twice changes nothing more.</summary>
[Requires(Permission.KeepTime)]
public sealed record CloseDueRounds : ICommand<int>;

internal sealed class CloseCalibrationRoundHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, CalibrationDesk desk) :
    IRequestHandler<CloseCalibrationRound, Outcome<CalibrationRoundView>>, IRequestHandler<CloseDueRounds, Outcome<int>>
{
    public async Task<Outcome<CalibrationRoundView>> Handle(CloseCalibrationRound request, CancellationToken cancellationToken)
    {
        var id = CalibrationRoundId.Of(request.RoundId);
        if (await db.CalibrationRounds.FirstOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } round)
            return Refusal.NotFound("round", "roundId");
        if (round.Version != request.ExpectedVersion)
            return new ConflictRefusal(round.Version);
        if (round.IfClosed("roundId") is { } closed)
            return closed;
        Close(round);
        await ledger.CommitAsync(cancellationToken);
        return await desk.ViewAsync(db, id, cancellationToken);
    }

    public async Task<Outcome<int>> Handle(CloseDueRounds request, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var due = await db.CalibrationRounds.Where(r => r.ClosedAt == null && r.AnswersUntil < today).OrderBy(r => r.Number).ToListAsync(cancellationToken);
        due.ForEach(Close);
        if (due.Count > 0)
            await ledger.CommitAsync(cancellationToken);
        return due.Count;
    }

    private void Close(CalibrationRound round)
    {
        round.Close(current.Actor.Id, clock.GetUtcNow());
        ledger.Record(CalibrationDesk.Line(nameof(CloseCalibrationRound), round));
    }
}
