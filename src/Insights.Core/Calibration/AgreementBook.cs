using Insights.Core.Gaps;

namespace Insights.Core.Calibration;

/// <summary>One gap of a closed round with all that was answered.</summary>
internal sealed record JudgedItem(long RoundNumber, int Place, long GapNumber, string? Clause, Resolution Decided, IReadOnlyList<BlindAnswerContent> Answers)
{
    public IEnumerable<BlindAnswerContent> Blind => Answers.Where(a => !a.KnewDecision);
}

/// <summary>Works out how far people agree over gaps of closed rounds.</summary>
internal static class AgreementBook
{
    private const int Steps = 5;

    private static readonly int Resolutions = Enum.GetValues<Resolution>().Length;

    public static AgreementView Of(IReadOnlyList<JudgedItem> items, string? clause = null)
    {
        var blind = items.SelectMany(i => i.Blind).ToList();
        return new AgreementView
        {
            Clause = clause,
            Figures =
            [
                Figure(AgreementMeasure.Answer, items, a => (int?)a.Answer, Resolutions, ordinal: false),
                Figure(AgreementMeasure.Clarity, items, a => a.Clarity - 1, Steps, ordinal: true),
                Figure(AgreementMeasure.Actionability, items, a => a.Actionability - 1, Steps, ordinal: true),
            ],
            Sure = blind.Count(a => a.Answer is not null),
            AsDecided = items.Sum(i => i.Blind.Count(a => a.Answer == i.Decided)),
            NotSure = blind.Count(a => a.Answer is null),
            Knew = items.Sum(i => i.Answers.Count(a => a.KnewDecision)),
            Items =
            [
                .. items.Select(i => new AgreementItemView
                {
                    RoundNumber = i.RoundNumber,
                    Place = i.Place,
                    GapNumber = i.GapNumber,
                    Sure = i.Blind.Count(a => a.Answer is not null),
                    Different = i.Blind.Select(a => a.Answer).OfType<Resolution>().Distinct().Count(),
                }),
            ],
        };
    }

    private static AgreementFigure Figure(AgreementMeasure measure, IReadOnlyList<JudgedItem> items, Func<BlindAnswerContent, int?> judgement, int categories, bool ordinal)
    {
        List<int[]> units = [.. items.Select(i => i.Blind.Select(judgement).OfType<int>().ToArray()).Where(u => u.Length > 1)];
        var few = units.Count < AgreementView.FewestToJudge;
        return new AgreementFigure
        {
            Measure = measure,
            Items = units.Count,
            Judgements = units.Sum(u => u.Length),
            Observed = few ? null : Agreement.Observed(units, categories, ordinal),
            Gwet = few ? null : Agreement.WithInterval(units, u => Agreement.Gwet(u, categories, ordinal)),
            Krippendorff = few ? null : Agreement.WithInterval(units, u => Agreement.Krippendorff(u, categories, ordinal)),
        };
    }
}
