namespace Insights.Similarity.Learning;

/// <summary>One query's candidates: their features, and which of them are the same thing as the query.</summary>
/// <param name="Features">A row a candidate, as <see cref="Ranking.PairFeatures.All"/>.</param>
/// <param name="Same">Beside the rows.</param>
/// <param name="StandsFor">Beside the rows: of how many candidates a row is a sample; null where each stands for itself.</param>
internal sealed record LabelledGroup(double[][] Features, bool[] Same, int[]? StandsFor = null)
{
    /// <summary>Whether there is something to choose between.</summary>
    public bool Teaches => Array.IndexOf(Same, true) >= 0 && Array.IndexOf(Same, false) >= 0;
}
