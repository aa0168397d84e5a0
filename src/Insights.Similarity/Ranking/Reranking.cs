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

    /// <summary>Says why.</summary>
    public static IEnumerable<LookAlike> Explain(
        IndexView view, AnalysedDocument query, PairSide asks, RankedList ranked, int take, LookAlikeModel model)
    {
        var (found, features, row) = (new PairSide(view), new PairFeatures(view), new double[RankedList.RowLength]);
        var written = new Dictionary<int, int>(query.Terms.Count);
        for (var term = 0; term < query.Terms.Count; term++)
        {
            if (view.TryTerm(query.Terms.Term(term), out var id)) written.Add(id, term);
        }

        for (var place = 0; place < Math.Min(take, ranked.Pairs.Length); place++)
        {
            found.Read(ranked.Pairs[place].Slot, asks: false);
            features.Compute(asks, found, row);
            ranked.Context(place, row);
            var pair = ranked.Pairs[place];
            var (matches, other) = PairExplanation.Of(view, asks, found, row, model, id => query.Written(written[id]));
            yield return new LookAlike(pair.Key, 1 / (1 + Math.Exp(-pair.Raw)), model.Probability(row), matches, other);
        }
    }
}
