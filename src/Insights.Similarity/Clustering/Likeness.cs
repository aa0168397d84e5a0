using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Clustering;

/// <summary>One document's neighbours with the chance of each.</summary>
/// <remarks>Fewer candidates and fewer words of the query than a search takes: whatever is likely enough for a cluster is among them.
/// Not thread-safe; one a thread.</remarks>
internal sealed class Likeness(IndexView view, LookAlikeModel model)
{
    private const int Candidates = 50;
    private const int Words = 20;

    private readonly PairSide _asks = new(view);
    private readonly PairSide _found = new(view);
    private readonly PairFeatures _features = new(view);
    private readonly double[] _row = new double[RankedList.RowLength];

    /// <summary>The head of the document's list, chances of at least <paramref name="floor"/>, best place first.</summary>
    public List<Neighbour> Of(int slot, double floor)
    {
        var near = new List<Neighbour>();
        _asks.Read(slot, asks: true);
        var list = Reranking.Rank(view, _asks, _found, view.Retrieve(slot, Candidates, Words), model);
        for (var place = 0; place < Math.Min(RankedList.Head, list.Pairs.Length); place++)
        {
            _found.Read(list.Pairs[place].Slot, asks: false);
            _features.Compute(_asks, _found, _row);
            list.Context(place, _row);
            var chance = model.Probability(_row);
            if (chance >= floor) near.Add(new Neighbour(list.Pairs[place].Key, chance));
        }

        return near;
    }
}

/// <summary>A document found near another.</summary>
internal readonly record struct Neighbour(string Key, double Chance);
