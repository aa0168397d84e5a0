using System.Globalization;
using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>Says what speaks for a pair in a model's eyes.</summary>
/// <remarks>The additive part goes by what its features speak of: words share by rarity, facts by rarity within their role, nearness in time counts
/// from ten years down, and a fact in common also for what its difference would have cost. What lowers a score is no reason and has no share. Trees can only be shown as a whole.</remarks>
internal static class PairExplanation
{
    /// <summary>Beyond so many days, nearness in time is no reason any more.</summary>
    private const double DaysThatCount = 3650;

    public static (IReadOnlyList<LookAlikeMatch> Matches, double OtherShare) Of(
        IndexView view, PairSide asks, PairSide found, ReadOnlySpan<double> row, LookAlikeModel model, Func<int, string> written)
    {
        Span<double> points = stackalloc double[(int)Evidence.None];
        points.Clear();
        var far = Math.Log(1 + DaysThatCount);
        for (var f = 0; f < PairFeatures.Count; f++)
        {
            var evidence = PairFeatures.All[f].Evidence;
            if (evidence == Evidence.None) continue;
            points[(int)evidence] += model.Weights[f] * (evidence == Evidence.Time ? Math.Min(0, row[f] - far) : row[f]);
        }

        // Where two topics differ the score falls, so that they do not differ is a reason too.
        points[(int)Evidence.Topics] -= model.Weights[PairFeatures.TopicConflict] * FieldsInCommon(view, asks, found, FactRole.Topic);
        points[(int)Evidence.Traits] -= model.Weights[PairFeatures.TraitConflict] * FieldsInCommon(view, asks, found, FactRole.Trait);
        var all = Math.Max(0, model.OfTrees(row));
        foreach (ref var point in points)
        {
            point = Math.Max(0, point);
            all += point;
        }

        if (all <= 0) return ([], 1);
        var matches = new List<LookAlikeMatch>();
        AddWords(matches, view, asks, found, points[(int)Evidence.Words] / all, written);
        AddFacts(matches, view, asks, found, FactRole.Topic, points[(int)Evidence.Topics] / all);
        AddFacts(matches, view, asks, found, FactRole.Trait, points[(int)Evidence.Traits] / all);
        AddFacts(matches, view, asks, found, FactRole.Reference, points[(int)Evidence.References] / all);
        if (points[(int)Evidence.Spelling] > 0)
            matches.Add(new(view.Options.Texts[0].Name, "", points[(int)Evidence.Spelling] / all, MatchKind.Spelling));
        var days = (Math.Abs(asks.Created - found.Created) / 86400).ToString(CultureInfo.InvariantCulture);
        if (points[(int)Evidence.Time] > 0) matches.Add(new("created", days, points[(int)Evidence.Time] / all, MatchKind.Time));

        matches = [.. matches.OrderByDescending(m => m.Share).ThenBy(m => m.Field, StringComparer.Ordinal).ThenBy(m => m.Term, StringComparer.Ordinal)
            .Take(LookAlikeOptions.MatchesShown)];
        return (matches, Math.Max(0, 1 - matches.Sum(m => m.Share)));
    }

    private static void AddWords(
        List<LookAlikeMatch> matches, IndexView view, PairSide asks, PairSide found, double share, Func<int, string> written)
    {
        if (share <= 0) return;
        var common = new List<(int Id, uint Counts, double Rarity)>();
        long mass = 0;
        for (var i = 0; i < asks.Terms.Length; i++)
        {
            var there = found.Terms.BinarySearch(asks.Terms[i]);
            if (there < 0 || asks.Rarity[i] <= 0) continue;
            common.Add((asks.Terms[i], found.Counts[there], asks.Rarity[i]));
            mass += Fixed.Of(asks.Rarity[i]);
        }

        foreach (var (id, counts, rarity) in common)
        {
            var field = Explanation.HeaviestField(counts, found.Lengths, view.Scoring);
            matches.Add(new(view.Options.Texts[field].Name, written(id), share * rarity / Fixed.Value(mass), MatchKind.Word));
        }
    }

    private static int FieldsInCommon(IndexView view, PairSide asks, PairSide found, FactRole role)
    {
        var fields = new HashSet<int>();
        foreach (var id in asks.Facts)
        {
            if (view.Options.Facts[view.FactField(id)].Role == role && found.Facts.BinarySearch(id) >= 0) fields.Add(view.FactField(id));
        }

        return fields.Count;
    }

    private static void AddFacts(List<LookAlikeMatch> matches, IndexView view, PairSide asks, PairSide found, FactRole role, double share)
    {
        if (share <= 0) return;
        var common = new List<(int Id, double Rarity)>();
        long mass = 0;
        foreach (var id in asks.Facts)
        {
            if (view.Options.Facts[view.FactField(id)].Role != role || found.Facts.BinarySearch(id) < 0) continue;
            var rarity = FieldScoring.Rarity(view.Count, view.DocumentsWithFact(id));
            common.Add((id, rarity));
            mass += Fixed.Of(rarity);
        }

        foreach (var (id, rarity) in common)
            matches.Add(new(view.Options.Facts[view.FactField(id)].Name, view.FactValue(id), share * rarity / Fixed.Value(mass), MatchKind.Fact));
    }
}
