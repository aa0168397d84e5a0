using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>Says what made a hit's score. Done only for hits that are returned.</summary>
internal static class Explanation
{
    public static LookAlike Of(Hit hit, QueryPlan plan, IndexView view, AnalysedDocument query)
    {
        var options = view.Options;
        var row = view.Row(hit.Slot);
        var lengths = row.Lengths;
        var matches = new List<LookAlikeMatch>();
        var text = 0.0;
        foreach (var term in plan.Terms)
        {
            var at = row.Terms.BinarySearch(term.Id);
            if (at < 0) continue;
            var counts = row.Counts[at];
            var points = term.Points(counts, lengths, plan.Scoring) / QueryTerm.Unit;
            text += points;
            matches.Add(new(options.Texts[HeaviestField(counts, lengths, plan.Scoring)].Name, query.Written(term.Row), points / hit.Score, MatchKind.Word));
        }

        foreach (var (fact, bonus) in plan.Facts.Shared(hit.Slot))
        {
            if (bonus > 0) matches.Add(new(options.Facts[fact.Field].Name, fact.Value, text * bonus / hit.Score, MatchKind.Fact));
        }

        var sorted = matches.OrderByDescending(m => m.Share).ThenBy(m => m.Field, StringComparer.Ordinal)
            .ThenBy(m => m.Term, StringComparer.Ordinal).ToList();
        return new LookAlike(hit.Key, Math.Min(1, hit.Score / plan.Ceiling), null, [.. sorted.Take(LookAlikeOptions.MatchesShown)],
            sorted.Skip(LookAlikeOptions.MatchesShown).Sum(m => m.Share));
    }

    internal static int HeaviestField(uint counts, ReadOnlySpan<int> lengths, FieldScoring scoring)
    {
        var best = 0;
        for (var f = 1; f < lengths.Length; f++)
        {
            if (In(f, lengths[f]) > In(best, lengths[best])) best = f;
        }

        return best;

        double In(int field, int length) => scoring.InField(field, (counts >> (8 * field)) & 0xFF, length);
    }
}
