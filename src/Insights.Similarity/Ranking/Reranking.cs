using System.Globalization;
using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>A candidate as a model sees it.</summary>
internal readonly record struct RankedPair(int Slot, string Key, double Raw, double Probability)
{
    public double Score => 1 / (1 + Math.Exp(-Raw));
}

/// <summary>Takes the candidates that BM25F found and puts them in the order of a model, with probability and reasons.</summary>
internal static class Reranking
{
    /// <summary>Candidates looked at closely. More than a page could show by far: for the dev tracker's queries the right one is among so many
    /// in nine of ten cases.</summary>
    public const int Candidates = 200;

    /// <summary>Beyond so many days, nearness in time is no reason any more.</summary>
    private const double DaysThatCount = 3650;

    /// <summary>At least <see cref="Candidates"/> candidates in the model's order, equal scores by key.</summary>
    public static List<RankedPair> Rank(IndexView view, PairSide asks, IReadOnlyList<Hit> hits, LookAlikeModel model)
    {
        var (found, features, row) = (new PairSide(view), new PairFeatures(view), new double[PairFeatures.Count]);
        var ranked = new List<RankedPair>(hits.Count);
        foreach (var hit in hits)
        {
            found.Read(hit.Slot, asks: false);
            features.Compute(asks, found, row);
            var raw = model.Raw(row);
            ranked.Add(new RankedPair(hit.Slot, hit.Key, raw, model.Probability(raw, row)));
        }

        ranked.Sort(static (a, b) => a.Raw != b.Raw ? b.Raw.CompareTo(a.Raw) : string.CompareOrdinal(a.Key, b.Key));
        return ranked;
    }

    /// <summary>Says why.</summary>
    public static IEnumerable<LookAlike> Explain(
        IndexView view, AnalysedDocument query, PairSide asks, IEnumerable<RankedPair> ranked, LookAlikeModel model)
    {
        var (found, features, row) = (new PairSide(view), new PairFeatures(view), new double[PairFeatures.Count]);
        foreach (var pair in ranked)
        {
            found.Read(pair.Slot, asks: false);
            features.Compute(asks, found, row);
            yield return Explain(view, query, model, asks, found, pair, row);
        }
    }

    private static LookAlike Explain(
        IndexView view, AnalysedDocument query, LookAlikeModel model, PairSide asks, PairSide found, RankedPair pair, double[] row)
    {
        Span<double> points = stackalloc double[(int)Evidence.None];
        points.Clear();
        for (var f = 0; f < row.Length; f++)
        {
            var evidence = PairFeatures.All[f].Evidence;
            if (evidence == Evidence.Time) points[(int)evidence] += model.Weights[f] * (Math.Min(row[f], Math.Log(1 + DaysThatCount)) - Math.Log(1 + DaysThatCount));
            else if (evidence != Evidence.None) points[(int)evidence] += model.Weights[f] * row[f];
        }

        var trees = Math.Max(0, model.OfTrees(row));
        var all = trees;
        foreach (var point in points) all += point;
        var matches = new List<LookAlikeMatch>();
        var other = 1.0;
        if (all > 0)
        {
            AddWords(matches, view, query, asks, found, points[(int)Evidence.Words] / all);
            AddFacts(matches, view, query, found, FactRole.Topic, points[(int)Evidence.Topics] / all);
            AddFacts(matches, view, query, found, FactRole.Trait, points[(int)Evidence.Traits] / all);
            AddFacts(matches, view, query, found, FactRole.Reference, points[(int)Evidence.References] / all);
            if (points[(int)Evidence.Spelling] > 0)
                matches.Add(new(view.Options.Texts[0].Name, "", points[(int)Evidence.Spelling] / all, MatchKind.Spelling));
            var days = (Math.Abs(asks.Created - found.Created) / 86400).ToString(CultureInfo.InvariantCulture);
            if (points[(int)Evidence.Time] > 0) matches.Add(new("created", days, points[(int)Evidence.Time] / all, MatchKind.Time));
        }

        matches = [.. matches.OrderByDescending(m => m.Share).ThenBy(m => m.Field, StringComparer.Ordinal).ThenBy(m => m.Term, StringComparer.Ordinal)
            .Take(LookAlikeOptions.MatchesShown)];
        foreach (var match in matches) other -= match.Share;
        return new LookAlike(pair.Key, pair.Score, pair.Probability, matches, Math.Max(0, other));
    }

    /// <summary>The words in common, each with its part of their mass of rarity.</summary>
    private static void AddWords(
        List<LookAlikeMatch> matches, IndexView view, AnalysedDocument query, PairSide asks, PairSide found, double share)
    {
        var common = new List<(int Row, uint Counts, double Rarity)>();
        long mass = 0;
        for (var row = 0; row < query.Terms.Count; row++)
        {
            if (!view.TryTerm(query.Terms.Term(row), out var id)) continue;
            int at = asks.Terms.BinarySearch(id), there = found.Terms.BinarySearch(id);
            if (there < 0 || asks.Rarity[at] <= 0) continue;
            common.Add((row, found.Counts[there], asks.Rarity[at]));
            mass += Fixed.Of(asks.Rarity[at]);
        }

        if (share <= 0 || mass == 0) return;
        foreach (var (row, counts, rarity) in common)
        {
            var field = Explanation.HeaviestField(counts, found.Lengths, view.Scoring);
            matches.Add(new(view.Options.Texts[field].Name, query.Written(row), share * rarity / Fixed.Value(mass), MatchKind.Word));
        }
    }

    private static void AddFacts(List<LookAlikeMatch> matches, IndexView view, AnalysedDocument query, PairSide found, FactRole role, double share)
    {
        var common = new List<(Fact Fact, double Rarity)>();
        foreach (var fact in query.Facts)
        {
            if (view.Options.Facts[fact.Field].Role == role && view.TryFact(fact.Field, fact.Value, out var id) && found.Facts.BinarySearch(id) >= 0)
                common.Add((fact, FieldScoring.Rarity(view.Count, view.DocumentsWithFact(id))));
        }

        if (share <= 0) return;
        var mass = common.Sum(c => c.Rarity);
        foreach (var (fact, rarity) in common)
            matches.Add(new(view.Options.Facts[fact.Field].Name, fact.Value, share * rarity / mass, MatchKind.Fact));
    }
}
