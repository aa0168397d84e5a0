using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>Rounds, the newest first, page by page.</summary>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The number of the last one read.</param>
[Requires(Permission.ReadCalibration)]
public sealed record CalibrationRoundList(int First, long? After) : IQuery<Page<CalibrationRoundView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<CalibrationRoundView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 rounds.", "first");
}

/// <summary>How many rounds there are.</summary>
[Requires(Permission.ReadCalibration)]
public sealed record CalibrationRoundCount : IQuery<int>;

/// <summary>The round with this number.</summary>
/// <param name="Number">Its number.</param>
[Requires(Permission.ReadCalibration)]
public sealed record CalibrationRoundByNumber(long Number) : IQuery<CalibrationRoundView>;

/// <summary>The rounds with these ids; unknown ones are left out.</summary>
/// <param name="Ids">Their ids.</param>
[Requires(Permission.ReadCalibration)]
public sealed record CalibrationRoundsById(IReadOnlyCollection<CalibrationRoundId> Ids) : IQuery<Dictionary<CalibrationRoundId, CalibrationRoundView>>;

/// <summary>The open rounds that wait for an answer of the caller, those that end first first.</summary>
[Requires(Permission.AnswerCalibration)]
public sealed record CalibrationWaiting : IQuery<List<CalibrationRoundView>>;

/// <summary>
/// How far people agree over the gaps of closed rounds: all of them first, then by the clause that their decisions rest
/// on, in the order of the clauses; decisions that rest on the law are among all of them only.
/// </summary>
/// <param name="ClosedSince">The first day, in UTC, on which a round was closed that counts; without it, from the first.</param>
/// <param name="ClosedUntil">The last such day; without it, up to now.</param>
[Requires(Permission.ReadCalibration)]
public sealed record ReadAgreement(DateOnly? ClosedSince, DateOnly? ClosedUntil) : IQuery<List<AgreementView>>;

internal sealed class ReadCalibrationHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, CalibrationDesk desk) :
    IRequestHandler<CalibrationRoundList, Outcome<Page<CalibrationRoundView>>>, IRequestHandler<CalibrationRoundCount, Outcome<int>>,
    IRequestHandler<CalibrationRoundByNumber, Outcome<CalibrationRoundView>>, IRequestHandler<CalibrationRoundsById, Outcome<Dictionary<CalibrationRoundId, CalibrationRoundView>>>,
    IRequestHandler<CalibrationWaiting, Outcome<List<CalibrationRoundView>>>, IRequestHandler<ReadAgreement, Outcome<List<AgreementView>>>
{
    public async Task<Outcome<Page<CalibrationRoundView>>> Handle(CalibrationRoundList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var after = request.After ?? long.MaxValue;
        var which = db.CalibrationRounds.Where(r => r.Number < after).OrderByDescending(r => r.Number).Take(request.First + 1);
        return Page<CalibrationRoundView>.Of(await desk.ViewsAsync(db, which, cancellationToken), request.First);
    }

    public async Task<Outcome<int>> Handle(CalibrationRoundCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.CalibrationRounds.CountAsync(cancellationToken);
    }

    public async Task<Outcome<CalibrationRoundView>> Handle(CalibrationRoundByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await desk.ViewsAsync(db, db.CalibrationRounds.Where(r => r.Number == request.Number), cancellationToken) is [var one] ? one : Refusal.NotFound("round", "number");
    }

    public async Task<Outcome<Dictionary<CalibrationRoundId, CalibrationRoundView>>> Handle(CalibrationRoundsById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await desk.ViewsAsync(db, db.CalibrationRounds.Where(r => request.Ids.Contains(r.Id)), cancellationToken)).ToDictionary(r => r.Id);
    }

    public async Task<Outcome<List<CalibrationRoundView>>> Handle(CalibrationWaiting request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (me, reviewers, items, answers) = (current.Actor.Id, db.CalibrationReviewers, db.CalibrationItems, db.BlindAnswers);
        var waiting = db.CalibrationRounds.Where(r => r.ClosedAt == null && reviewers.Any(a => a.RoundId == r.Id && a.PersonId == me)
            && items.Count(i => i.RoundId == r.Id) > answers.Count(a => a.RoundId == r.Id && a.ReviewerId == me));
        return (await desk.ViewsAsync(db, waiting, cancellationToken)).Where(r => r.WaitingForMe > 0).OrderBy(r => r.AnswersUntil).ThenBy(r => r.Number).ToList();
    }

    public async Task<Outcome<List<AgreementView>>> Handle(ReadAgreement request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var judged = await CalibrationDesk.JudgedAsync(
            db, UtcDays.StartOf(request.ClosedSince ?? DateOnly.MinValue), request.ClosedUntil is { } until && until < DateOnly.MaxValue ? UtcDays.StartOf(until.AddDays(1)) : DateTimeOffset.MaxValue, cancellationToken);
        return judged.Count == 0 ? new List<AgreementView>()
            :
            [
                AgreementBook.Of(judged),
                .. judged.Where(i => i.Clause is not null).GroupBy(i => i.Clause!).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => AgreementBook.Of([.. g], g.Key)),
            ];
    }
}
