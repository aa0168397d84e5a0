using Insights.Core.Gaps;

namespace Insights.Core.Calibration;

/// <summary>What somebody answered; null where they are not sure, or do not say.</summary>
internal readonly record struct Judgement(Resolution? Answer, int? Clarity, int? Actionability, bool KnewDecision);

/// <summary>One gap of a closed round with all that was answered.</summary>
internal sealed record JudgedItem(long RoundNumber, int Place, long GapNumber, string? Clause, Resolution? Decided, IReadOnlyList<Judgement> Answers)
{
    public IEnumerable<Judgement> Blind => Answers.Where(j => !j.KnewDecision);

    /// <summary>How many different answers were given blind, by those who were sure.</summary>
    public int Different => Blind.Select(j => j.Answer).OfType<Resolution>().Distinct().Count();
}

/// <summary>Works out how far people agree over gaps of closed rounds.</summary>
internal static class AgreementBook
{
    private const int Steps = 5;

    private static readonly int Resolutions = Enum.GetValues<Resolution>().Length;

    public static AgreementView Of(IReadOnlyList<JudgedItem> items, string? clause = null) => new()
    {
        Clause = clause,
        Figures =
        [
            Figure(AgreementMeasure.Answer, items, j => (int?)j.Answer, Resolutions, ordinal: false),
            Figure(AgreementMeasure.Clarity, items, j => j.Clarity - 1, Steps, ordinal: true),
            Figure(AgreementMeasure.Actionability, items, j => j.Actionability - 1, Steps, ordinal: true),
        ],
        Sure = items.Sum(i => i.Blind.Count(j => j.Answer is not null)),
        AsDecided = items.Sum(i => i.Blind.Count(j => j.Answer is not null && j.Answer == i.Decided)),
        NotSure = items.Sum(i => i.Blind.Count(j => j.Answer is null)),
        Knew = items.Sum(i => i.Answers.Count(j => j.KnewDecision)),
        Items =
        [
            .. items.Select(i => new AgreementItemView
            {
                RoundNumber = i.RoundNumber,
                Place = i.Place,
                GapNumber = i.GapNumber,
                Sure = i.Blind.Count(j => j.Answer is not null),
                Different = i.Different,
            }),
        ],
    };

    private static AgreementFigure Figure(AgreementMeasure measure, IReadOnlyList<JudgedItem> items, Func<Judgement, int?> judgement, int categories, bool ordinal)
    {
        List<int[]> units = [.. items.Select(i => i.Blind.Select(judgement).OfType<int>().ToArray()).Where(u => u.Length > 0)];
        List<int[]> twice = [.. units.Where(u => u.Length > 1)];
        var few = twice.Count < AgreementView.FewestToJudge;
        return new AgreementFigure
        {
            Measure = measure,
            Items = twice.Count,
            Judgements = twice.Sum(u => u.Length),
            Observed = few ? null : Agreement.Of(twice, categories, ordinal).Observed,
            Gwet = few ? null : Agreement.WithInterval(units, categories, ordinal, a => a.Gwet),
            Krippendorff = few ? null : Agreement.WithInterval(twice, categories, ordinal, a => a.Krippendorff),
        };
    }
}
