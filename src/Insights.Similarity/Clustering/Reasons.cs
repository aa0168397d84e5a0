using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Clustering;

/// <summary>Why two documents of the index are alike. Words appear as the index keeps them, since it keeps no text.</summary>
internal sealed class Reasons(IndexView view, LookAlikeModel model)
{
    private readonly PairSide _asks = new(view);
    private readonly PairSide _found = new(view);
    private readonly PairFeatures _features = new(view);
    private readonly double[] _row = new double[PairFeatures.Count];

    public (IReadOnlyList<LookAlikeMatch> Matches, double OtherShare) Of(int slot, int other)
    {
        _asks.Read(slot, asks: true);
        _found.Read(other, asks: false);
        _features.Compute(_asks, _found, _row);
        return PairExplanation.Of(view, _asks, _found, _row, model, view.TermName);
    }
}
