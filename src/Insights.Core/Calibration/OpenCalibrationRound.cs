using System.Globalization;
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
/// Asks people to answer decided gaps again, blind. Nobody answers a gap that they reported or took part in deciding, so
/// each needs three of the reviewers who did neither: of two, each would know who said the other thing. What was decided is
/// asked about once, since a closed round shows it.
/// </summary>
/// <param name="Title">What the round is for.</param>
/// <param name="GapIds">The gaps, 1 to 20, each with a decision in force.</param>
/// <param name="ReviewerIds">Who answers, 3 to 30 people; whoever opens the round is none of them.</param>
/// <param name="AnswersUntil">The last day for answers, in UTC: today or within 90 days. The day after, the product closes the round.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LeadCalibration)]
public sealed record OpenCalibrationRound(string? Title, IReadOnlyList<string> GapIds, IReadOnlyList<string> ReviewerIds, DateOnly? AnswersUntil, string? IdempotencyKey)
    : ICommand<CalibrationRoundView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest title.</summary>
    public const int MaxTitle = 120;

    /// <summary>How many gaps a round has at most.</summary>
    public const int MostGaps = 20;

    /// <summary>How many people can answer each gap at least.</summary>
    public const int FewestReviewers = 3;

    /// <summary>How many people are asked at most.</summary>
    public const int MostReviewers = 30;

    /// <summary>How many days a round takes answers at most.</summary>
    public const int LongestDays = 90;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Text(Title, MaxTitle, required: true, "title");
        check.Must(GapIds.Count is >= 1 and <= MostGaps, RefusalCode.OutOfRange, "Choose 1 to 20 gaps.", "gapIds");
        Ids<GapId>(check, GapIds, MostGaps, "gapIds");
        check.Must(ReviewerIds.Count is >= FewestReviewers and <= MostReviewers, RefusalCode.OutOfRange, "Choose 3 to 30 people.", "reviewerIds");
        Ids<PersonId>(check, ReviewerIds, MostReviewers, "reviewerIds");
        check.Present(AnswersUntil, "answersUntil");
    }

    private static void Ids<TId>(Check check, IReadOnlyList<string> ids, int most, string path) where TId : struct, IPrefixedId<TId>
    {
        foreach (var (id, i) in ids.Take(most).Select((id, i) => (id, i)))
            check.Id<TId>(id, required: true, path, i.ToString(CultureInfo.InvariantCulture));
        check.Must(ids.Distinct(StringComparer.Ordinal).Count() == ids.Count, RefusalCode.Malformed, "Name each once.", path);
    }
}

internal sealed class OpenCalibrationRoundHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, IdSource ids, NumberSource numbers, Screen screen, TimeProvider clock, CalibrationDesk desk)
    : IRequestHandler<OpenCalibrationRound, Outcome<CalibrationRoundView>>
{
    public async Task<Outcome<CalibrationRoundView>> Handle(OpenCalibrationRound request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await desk.ViewAsync(db, CalibrationRoundId.Of(made), cancellationToken);

        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (request.AnswersUntil is not { } until || until < today || until > today.AddDays(OpenCalibrationRound.LongestDays))
            return Refusal.Of(RefusalCode.OutOfRange, "Answers end today or within 90 days.", "answersUntil");
        List<PersonId> reviewers = [.. request.ReviewerIds.Select(PersonId.Of)];
        List<GapId> wanted = [.. request.GapIds.Select(GapId.Of)];
        var gaps = await DecidedAsync(wanted, cancellationToken);
        List<Refusal> refused = [.. await UnanswerableAsync(wanted, gaps, reviewers, cancellationToken), .. await NotAskableAsync(reviewers, cancellationToken)];
        if (refused.Count > 0)
            return refused;

        var round = CalibrationRound.Open(
            ids.Next<CalibrationRoundId>(), await numbers.NextAsync(NumberSource.CalibrationRounds, cancellationToken), screen.Of(request.Title)!, until, current.Actor.Id, Screen.RuleSetVersion, now);
        db.Add(round);
        db.AddRange(reviewers.Select(person => new CalibrationReviewer { RoundId = round.Id, PersonId = person }));
        db.AddRange(wanted.Select((id, i) => gaps[id].InRound(round.Id, i + 1)));
        repeats.Remember(request, round.Id.Value);
        ledger.Record(CalibrationDesk.Line(nameof(OpenCalibrationRound), round) with { Count = wanted.Count });
        foreach (var person in reviewers)
            ledger.Record(CalibrationDesk.Line("AskReviewer", round) with { Person = person });
        await ledger.CommitAsync(cancellationToken);
        return await desk.ViewAsync(db, round.Id, cancellationToken);
    }

    private async Task<Dictionary<GapId, Decided>> DecidedAsync(List<GapId> wanted, CancellationToken ct)
    {
        var found = await (
            from holding in DecisionInForce.Of(db, db.Gaps.AsNoTracking().Where(g => g.EndedBy == null && wanted.Contains(g.Id)))
            join report in db.Reports.AsNoTracking() on holding.Gap.CanonicalReportId equals report.Id
            where report.State != ReportState.Withdrawn && report.State != ReportState.Purged
            select new Decided(holding.Gap.Id, holding.Decision.Id, report.Id)).ToListAsync(ct);
        return found.ToDictionary(d => d.Gap);
    }

    private async Task<List<Refusal>> NotAskableAsync(List<PersonId> reviewers, CancellationToken ct)
    {
        var roles = await db.People.AsNoTracking().Where(p => reviewers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Roles, ct);
        var refused = new List<Refusal>();
        foreach (var (person, i) in reviewers.Select((person, i) => (person, i)))
        {
            string[] path = ["reviewerIds", i.ToString(CultureInfo.InvariantCulture)];
            if (person == current.Actor.Id)
                refused.Add(Refusal.Of(RefusalCode.SamePerson, "Whoever opens a round answers none of it.", path));
            else if (person == PersonId.System || !roles.TryGetValue(person, out var held) || !held.May(Permission.AnswerCalibration))
                refused.Add(Refusal.Of(RefusalCode.NotPermitted, "This person answers no calibration rounds.", path));
        }

        return refused;
    }

    private async Task<List<Refusal>> UnanswerableAsync(List<GapId> wanted, Dictionary<GapId, Decided> gaps, List<PersonId> reviewers, CancellationToken ct)
    {
        var known = await db.Gaps.AsNoTracking().Where(g => wanted.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Number, ct);
        List<DecisionId> decisions = [.. gaps.Values.Select(g => g.Decision)];
        var asked = await db.CalibrationItems.Where(i => decisions.Contains(i.DecisionId)).Select(i => i.DecisionId).Distinct().ToListAsync(ct);
        var parties = await Parties.OfAsync(db, wanted, ct);
        var refused = new List<Refusal>();
        foreach (var (id, i) in wanted.Select((id, i) => (id, i)))
        {
            string[] path = ["gapIds", i.ToString(CultureInfo.InvariantCulture)];
            if (!known.TryGetValue(id, out var number))
                refused.Add(Refusal.NotFound("gap", path));
            else if (!gaps.TryGetValue(id, out var gap))
                refused.Add(Refusal.Of(RefusalCode.IllegalMove, $"G-{number.ToString(CultureInfo.InvariantCulture)} has no decision in force, or its report cannot be read any more.", path));
            else if (asked.Contains(gap.Decision))
                refused.Add(Refusal.Of(RefusalCode.IllegalMove, $"The decision of G-{number.ToString(CultureInfo.InvariantCulture)} stands in a round already, so nobody would answer it blind.", path));
            else if (reviewers.Count(person => !parties.Had(id, person)) < OpenCalibrationRound.FewestReviewers)
                refused.Add(Refusal.Of(RefusalCode.SamePerson, $"Fewer than three of these people can answer G-{number.ToString(CultureInfo.InvariantCulture)}: whoever reported it or took part in deciding it cannot.", path));
        }

        return refused;
    }

    private sealed record Decided(GapId Gap, DecisionId Decision, ReportId Report)
    {
        public CalibrationItem InRound(CalibrationRoundId round, int place) => new()
        {
            RoundId = round,
            GapId = Gap,
            Place = place,
            DecisionId = Decision,
            ReportId = Report,
        };
    }
}
