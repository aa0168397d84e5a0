using Insights.Core.Calibration;

namespace Insights.Web.Seed;

// The calibration rounds of the demo.
internal sealed partial class DemoReplay
{
    private void Stage(DemoRound round)
    {
        CalibrationRoundView? opened = null;
        At(round.DaysAgo, async () => opened = await SendAsync(Person(round.By), new OpenCalibrationRound(
            round.Title, [.. round.Gaps.Select(key => _gaps[key].Value)], [.. round.Reviewers.Select(r => Person(r).Id.Value)], Day(round.AnswersUntilInDays), null)));
        foreach (var answer in round.Answers)
        {
            At(answer.DaysAgo, () => SendAsync(Person(answer.By), new AnswerCalibration(
                opened!.Id.Value, _gaps[answer.Gap].Value, null, answer.Answer, answer.Clarity, answer.Actionability, answer.Why, null)
            {
                NotSure = answer.Answer is null,
                KnewDecision = answer.KnewDecision,
            }));
        }

        if (round.ClosedDaysAgo is { } closed)
            At(closed, () => SendAsync(Person(round.By), new CloseCalibrationRound(opened!.Id.Value, opened.Version)));
    }
}
