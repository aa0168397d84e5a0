namespace Insights.Similarity.Ranking;

/// <summary>A decision tree over features: left where the feature is at most the threshold.</summary>
/// <remarks>Nodes are numbered from the root at 0, children after their parents; a child below 0 is the leaf ~child.</remarks>
internal sealed record Tree(int[] Features, double[] Thresholds, int[] Left, int[] Right, double[] Leaves)
{
    public double Value(ReadOnlySpan<double> row)
    {
        if (Features.Length == 0) return Leaves[0];
        for (var node = 0; ;)
        {
            node = row[Features[node]] <= Thresholds[node] ? Left[node] : Right[node];
            if (node < 0) return Leaves[~node];
        }
    }
}
