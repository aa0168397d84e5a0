using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>Shows rounds to the one who looks: nobody sees what was decided or what others answered before a round is closed.</summary>
internal sealed class CalibrationDesk(CurrentActor current, TimeProvider clock)
{
    /// <summary>What the audit log calls a round.</summary>
    private const string Code = "ROUND-";

    public static AuditLine Line(string action, CalibrationRound round) =>
        new(action) { Code = string.Create(CultureInfo.InvariantCulture, $"{Code}{round.Number}") };

    /// <summary>The number of the round that a line of the audit log is about.</summary>
    public static long? NumberIn(AuditEntry line) =>
        line.Code?.StartsWith(Code, StringComparison.Ordinal) is true && long.TryParse(line.Code.AsSpan(Code.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public async Task<CalibrationRoundView> ViewAsync(InsightsDb db, CalibrationRoundId id, CancellationToken ct) =>
        (await ViewsAsync(db, db.CalibrationRounds.Where(r => r.Id == id), ct)).Single();

    /// <summary>Views, the newest round first.</summary>
    public async Task<List<CalibrationRoundView>> ViewsAsync(InsightsDb db, IQueryable<CalibrationRound> which, CancellationToken ct)
    {
        var rounds = await which.AsNoTracking().OrderByDescending(r => r.Number).ToListAsync(ct);
        List<CalibrationRoundId> ids = [.. rounds.Select(r => r.Id)];
        var reviewers = (await db.CalibrationReviewers.AsNoTracking().Where(r => ids.Contains(r.RoundId))
            .Join(db.People, r => r.PersonId, p => p.Id, (r, p) => new { r.RoundId, r.PersonId, p.Handle }).ToListAsync(ct))
            .OrderBy(r => r.Handle, StringComparer.Ordinal).ToLookup(r => r.RoundId, r => r.PersonId);
        var items = new ManyBy<CalibrationRoundId, Shown>(await (
            from item in db.CalibrationItems.AsNoTracking()
            join gap in db.Gaps on item.GapId equals gap.Id
            join decision in db.Decisions on item.DecisionId equals decision.Id
            join report in db.Reports on item.ReportId equals report.Id
            join followed in db.Reports on item.DisagreementId equals (ReportId?)followed.Id into follows
            from disagreement in follows.DefaultIfEmpty()
            where ids.Contains(item.RoundId)
            orderby item.Place
            select new Shown(item, gap.Number, decision.Content, report.State, disagreement == null ? null : disagreement.State, disagreement == null ? null : disagreement.AuthorId)).ToListAsync(ct), s => s.Item.RoundId);
        var answers = (await db.BlindAnswers.AsNoTracking().Where(a => ids.Contains(a.RoundId)).ToListAsync(ct)).ToLookup(a => (a.RoundId, a.GapId));
        var parties = await Parties.OfAsync(db, [.. ids.SelectMany(id => items[id]).Select(s => s.Item.GapId).Distinct()], ct);
        return rounds.ConvertAll(round => ViewOf(round, [.. reviewers[round.Id]], items[round.Id], gap => [.. answers[(round.Id, gap)]], parties));
    }

    /// <summary>The gaps of closed rounds with all that was answered, the newest round first.</summary>
    public static async Task<List<JudgedItem>> JudgedAsync(InsightsDb db, DateTimeOffset since, DateTimeOffset before, CancellationToken ct)
    {
        var items = await (
            from round in db.CalibrationRounds.AsNoTracking()
            join item in db.CalibrationItems on round.Id equals item.RoundId
            join gap in db.Gaps on item.GapId equals gap.Id
            join decision in db.Decisions on item.DecisionId equals decision.Id
            where round.ClosedAt != null && round.ClosedAt >= since && round.ClosedAt < before
            orderby round.Number descending, item.Place
            select new { round.Id, round.Number, item.GapId, item.Place, GapNumber = gap.Number, decision.Content }).ToListAsync(ct);
        List<CalibrationRoundId> ids = [.. items.Select(i => i.Id).Distinct()];
        var answers = (await db.BlindAnswers.AsNoTracking().Where(a => ids.Contains(a.RoundId)).ToListAsync(ct)).ToLookup(a => (a.RoundId, a.GapId), a => a.Content);
        return items.ConvertAll(i => new JudgedItem(
            i.Number, i.Place, i.GapNumber, i.Content.GroundClause, i.Content.Resolution,
            [.. answers[(i.Id, i.GapId)].Select(a => new Judgement(a.Answer, a.Clarity, a.Actionability, a.KnewDecision))]));
    }

    private CalibrationRoundView ViewOf(CalibrationRound round, IReadOnlyList<PersonId> reviewers, IReadOnlyList<Shown> items, Func<GapId, List<BlindAnswer>> answersOf, Parties parties)
    {
        var (me, leads) = (current.Actor.Id, current.Actor.May(Permission.LeadCalibration));
        var open = round.IsOpenOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) && reviewers.Contains(me);
        return new CalibrationRoundView
        {
            Id = round.Id,
            Number = round.Number,
            Title = round.Title,
            OpenedBy = round.OpenedBy,
            OpenedAt = round.OpenedAt,
            AnswersUntil = round.AnswersUntil,
            ClosedAt = round.ClosedAt,
            ClosedBy = round.ClosedBy,
            Items = [.. items.Select(item => ViewOf(item, answersOf(item.Item.GapId), round.ClosedAt is not null, open && item.Readable && !parties.Had(item.Item.GapId, me)))],
            Reviewers =
            [
                .. reviewers.Select(person => new CalibrationReviewerView
                {
                    PersonId = person,
                    Asked = items.Count(item => !parties.Had(item.Item.GapId, person)),
                    Answered = person == me || (leads && round.ClosedAt is null) ? items.Count(item => answersOf(item.Item.GapId).Exists(a => a.ReviewerId == person)) : null,
                }),
            ],
            Version = round.Version,
        };
    }

    private CalibrationItemView ViewOf(Shown item, List<BlindAnswer> answers, bool closed, bool mayAnswer) => new()
    {
        Place = item.Item.Place,
        GapId = item.Item.GapId,
        GapNumber = item.GapNumber,
        ReportId = item.Item.ReportId,
        AnswerCount = closed || current.Actor.May(Permission.LeadCalibration) ? answers.Count : null,
        Readable = item.Readable,
        MayAnswer = mayAnswer,
        Mine = answers.Find(a => a.ReviewerId == current.Actor.Id) is { } mine ? OwnOf(mine) : null,
        Decided = closed ? item.Decision.Resolution : null,
        Clause = closed ? item.Decision.GroundClause : null,
        ClauseVersion = closed ? item.Decision.GroundVersion : null,
        // By what was said, so that the order tells nothing of who said it.
        Answers = closed ? [.. answers.Select(GivenOf).OrderBy(a => a.Answer ?? (Resolution)int.MaxValue).ThenBy(a => a.Why.Value, StringComparer.Ordinal)] : [],
        DisagreementId = item.Followed && (item.DisagreementState is not ReportState.Draft || item.DisagreementAuthor == current.Actor.Id) ? item.Item.DisagreementId : null,
        Followed = item.Followed,
    };

    private static OwnAnswerView OwnOf(BlindAnswer answer) => new()
    {
        Answer = answer.Content.Answer,
        Clarity = answer.Content.Clarity,
        Actionability = answer.Content.Actionability,
        Why = answer.Content.Why,
        KnewDecision = answer.Content.KnewDecision,
        Version = answer.Version,
    };

    private GivenAnswerView GivenOf(BlindAnswer answer) => new()
    {
        Answer = answer.Content.Answer,
        Clarity = answer.Content.Clarity,
        Actionability = answer.Content.Actionability,
        Why = answer.Content.Why,
        KnewDecision = answer.Content.KnewDecision,
        Mine = answer.ReviewerId == current.Actor.Id,
    };

    private sealed record Shown(CalibrationItem Item, long GapNumber, DecisionContent Decision, ReportState ReportState, ReportState? DisagreementState, PersonId? DisagreementAuthor)
    {
        public bool Readable => ReportState is not (ReportState.Withdrawn or ReportState.Purged);

        /// <summary>A report that was taken back or purged follows nothing any more.</summary>
        public bool Followed => DisagreementState is not (null or ReportState.Withdrawn or ReportState.Purged);
    }
}
