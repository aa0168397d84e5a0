using Insights.Core.Gaps;

namespace Insights.Web.Seed;

/// <summary>A calibration round of the demo.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="By">Who leads it.</param>
/// <param name="DaysAgo">When it is opened.</param>
/// <param name="AnswersUntilInDays">Days from its opening to its last day.</param>
/// <param name="ClosedDaysAgo">When it is closed, if it is.</param>
/// <param name="Reviewers">Who is asked.</param>
/// <param name="Gaps">The gaps, by their keys.</param>
/// <param name="Answers">What is answered.</param>
internal sealed record DemoRound(
    string Title, string By, double DaysAgo, int AnswersUntilInDays, double? ClosedDaysAgo, IReadOnlyList<string> Reviewers, IReadOnlyList<string> Gaps, IReadOnlyList<DemoBlindAnswer> Answers);

/// <summary>What somebody answers in it; without an answer, they are not sure.</summary>
internal sealed record DemoBlindAnswer(string Gap, string By, double DaysAgo, Resolution? Answer, int? Clarity, int? Actionability, string Why, bool KnewDecision);
