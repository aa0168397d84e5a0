using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Calibration;

/// <summary>
/// Begins a draft of a report from a gap that reviewers of a closed round answered in different ways: an ambiguity of the
/// clause its decision rests on, with what they said as its readings. Its author looks at it and files it, as any draft.
/// </summary>
/// <param name="RoundId">The round.</param>
/// <param name="GapId">The gap.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.FileReports)]
public sealed record ReportDisagreement(string RoundId, string GapId, string? IdempotencyKey) : ICommand<ReportView>, IChecked, IRepeatable
{
    public void Check(Check check)
    {
        check.Id<CalibrationRoundId>(RoundId, required: true, "roundId");
        check.Id<GapId>(GapId, required: true, "gapId");
    }
}

internal sealed class ReportDisagreementHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, IdSource ids, NumberSource numbers, Screen screen, TimeProvider clock, CalibrationDesk desk, ReportViews views)
    : IRequestHandler<ReportDisagreement, Outcome<ReportView>>
{
    /// <summary>How many ways of answering become readings.</summary>
    private const int MostReadings = 6;

    public async Task<Outcome<ReportView>> Handle(ReportDisagreement request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await views.EarlierAsync(made, cancellationToken);

        var (roundId, gapId) = (CalibrationRoundId.Of(request.RoundId), Data.GapId.Of(request.GapId));
        if (await db.CalibrationRounds.AsNoTracking().FirstOrDefaultAsync(r => r.Id == roundId, cancellationToken) is not { } round)
            return Refusal.NotFound("round", "roundId");
        if (await db.CalibrationItems.FirstOrDefaultAsync(i => i.RoundId == roundId && i.GapId == gapId, cancellationToken) is not { } item)
            return Refusal.NotFound("gap of this round", "gapId");
        var view = (await desk.ViewAsync(db, roundId, cancellationToken)).Items.Single(i => i.GapId == gapId);
        if (!view.Differs)
            return Refusal.Of(RefusalCode.IllegalMove, "A report begins here once the round is closed, where reviewers answered in different ways.", "gapId");
        if (view.Followed)
            return Refusal.Of(RefusalCode.IllegalMove, "Somebody has begun a report from this already.", "gapId");

        var content = ReportContent.From(FormOf(view), screen);
        var report = Report.Start(ids.Next<ReportId>(), await numbers.NextAsync(NumberSource.Reports, cancellationToken), current.Actor.Id, content, Screen.RuleSetVersion, clock.GetUtcNow());
        db.Add(report);
        item.Follow(report.Id);
        repeats.Remember(request, report.Id.Value);
        await ledger.Record(CalibrationDesk.Line(nameof(ReportDisagreement), round) with { Report = report.Id }).CommitAsync(cancellationToken);
        return await views.OfAsync(report.Id, cancellationToken);
    }

    private ReportForm FormOf(CalibrationItemView item) => new()
    {
        Kind = GapKind.Ambiguity,
        Title = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Reviewers answer G-{item.GapNumber} in different ways"),
        Clause = item.Clause,
        ClauseVersion = item.ClauseVersion,
        Question = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Which of these answers holds for cases such as G-{item.GapNumber}, and which words of the policy say so?"),
        Readings =
        [
            .. item.Answers.Where(a => a is { Answer: not null, KnewDecision: false }).GroupBy(a => a.Answer!.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostReadings)
                .Select(g => new ReadingForm { Reading = g.Select(a => Said(a.Why)).FirstOrDefault(said => said is not null), Outcome = EnglishOf(g.Key) }),
        ],
    };

    /// <summary>What was said, unless parts of it were taken out since or the rules of today refuse it.</summary>
    private string? Said(GuardedText why) =>
        why.Value.Contains(GuardedText.Withheld.Value, StringComparison.Ordinal) || why.Value.Contains(GuardedText.Erased.Value, StringComparison.Ordinal) || screen.Look(why.Value).Text is null
            ? null : why.Value;

    /// <summary>A report is in the words of its author, who starts from plain English: <c>GuidanceClarified</c> becomes “Guidance clarified”.</summary>
    private static string EnglishOf(Resolution answer) =>
        string.Concat(answer.ToString().Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
