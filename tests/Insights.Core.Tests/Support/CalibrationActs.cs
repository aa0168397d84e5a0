using Insights.Core.Calibration;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Every command about calibration, and short ways to rounds.</summary>
internal static class CalibrationActs
{
    /// <summary>Who can answer a gap of the tests: neither its author nor part of its decision.</summary>
    public static IReadOnlyList<Actor> Reviewers { get; } = [SomePeople.OtherSpecialist, SomePeople.Lead, SomePeople.OwnerAndApprover];

    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<OpenCalibrationRound, CalibrationRoundView>("OpenCalibrationRound", SomePeople.CalibrationLead, async d =>
        {
            var gap = await d.GapInAsync(GapState.Closed);
            return key => Opening(d, gap) with { IdempotencyKey = key };
        }),
        Act.Of<AnswerCalibration, CalibrationRoundView>("AnswerCalibration", SomePeople.OtherSpecialist, async d =>
        {
            var round = await d.RoundAsync();
            return key => Answering(round, Resolution.GuidanceClarified) with { IdempotencyKey = key };
        }),
        Act.Of<AnswerCalibration, CalibrationRoundView>("AnswerCalibration_again", SomePeople.OtherSpecialist, async d =>
        {
            var round = await d.RoundAsync();
            foreach (var person in Reviewers)
                await d.SendAsync(person, Answering(round, Resolution.OutOfScope));
            return key => Answering(round, null) with { ExpectedVersion = 1, IdempotencyKey = key };
        }),
        Act.Of<CloseCalibrationRound, CalibrationRoundView>("CloseCalibrationRound", SomePeople.CalibrationLead, async d =>
        {
            var round = await d.RoundAsync();
            return _ => new CloseCalibrationRound(round.Id.Value, round.Version);
        }),
        Act.Of<CloseDueRounds, int>("CloseDueRounds", Actor.System, async d =>
        {
            await d.RoundAsync();
            d.Clock.Advance(TimeSpan.FromDays(15));
            return _ => new CloseDueRounds();
        }),
        Act.Of<ReportDisagreement, ReportView>("ReportDisagreement", SomePeople.OtherSpecialist, async d =>
        {
            var round = await d.DisagreementAsync();
            return key => new ReportDisagreement(round.Id.Value, round.Items[0].GapId.Value, key);
        }),
    ];

    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        "AnswerCalibration" or "AnswerCalibration_again" => [SomePeople.Lead, SomePeople.OwnerAndApprover],
        "ReportDisagreement" => [SomePeople.Specialist],
        _ => [],
    };

    public static OpenCalibrationRound Opening(TestDatabase database, params GapView[] gaps) =>
        new("Age signals that disagree", [.. gaps.Select(g => g.Id.Value)], [.. Reviewers.Select(r => r.Id.Value)], database.Day(14), null);

    public static AnswerCalibration Answering(CalibrationRoundView round, Resolution? answer, int place = 1) =>
        new(round.Id.Value, round.Items[place - 1].GapId.Value, null, answer, 4, 3, "The clause names no order of signals.", null) { NotSure = answer is null };

    /// <summary>An open round about gaps that are decided.</summary>
    public static async Task<CalibrationRoundView> RoundAsync(this TestDatabase database, int gaps = 1)
    {
        var decided = new List<GapView>();
        for (var i = 0; i < gaps; i++)
            decided.Add(await database.GapInAsync(GapState.Decided));
        return await database.SendAsync(SomePeople.CalibrationLead, Opening(database, [.. decided]));
    }

    /// <summary>A closed round whose first gap two people answered in different ways.</summary>
    public static async Task<CalibrationRoundView> DisagreementAsync(this TestDatabase database)
    {
        var round = await database.RoundAsync();
        await database.SendAsync(SomePeople.OtherSpecialist, Answering(round, Resolution.GuidanceClarified));
        await database.SendAsync(SomePeople.Lead, Answering(round, Resolution.PolicyChanged) with { Why = "Only another clause could settle it." });
        return await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));
    }

    public static async Task<CalibrationRoundView> RoundAsync(this TestDatabase database, Actor person, long number) => await database.SendAsync(person, new CalibrationRoundByNumber(number));
}
