namespace Insights.Similarity.Learning;

/// <summary>One query's candidates: their features, and which of them are the same thing as the query.</summary>
/// <param name="Features">A row a candidate.</param>
/// <param name="Same">Beside the rows.</param>
/// <param name="Weight">How much the group counts.</param>
internal sealed record RankingGroup(double[][] Features, bool[] Same, double Weight = 1);
