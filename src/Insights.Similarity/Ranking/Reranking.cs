using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>Takes the candidates that BM25F found and puts them in the order of a model, with probability and reasons.</summary>
internal static class Reranking
{
    /// <summary>Candidates looked at closely. More than a page could show by far: for the dev tracker's queries the right one is among so many
    /// in nine of ten cases.</summary>
    public const int Candidates = 200;

    /// <summary>At least <see cref="Candidates"/> candidates in the model's order, equal scores by key.</summary>
    public static RankedList Rank(IndexView view, PairSide asks, PairSide found, IReadOnlyList<Hit> hits, LookAlikeModel model)
    {
        var (features, row) = (new PairFeatures(view), new double[PairFeatures.Count]);
        var ranked = new RankedPair[hits.Count];
        for (var i = 0; i < ranked.Length; i++)
        {
            found.Read(hits[i].Slot, asks: false);
            features.Compute(asks, found, row);
            ranked[i] = new RankedPair(hits[i].Slot, hits[i].Key, model.Raw(row));
        }

        return new RankedList(ranked, model.OfStrangers());
    }
}
