using Insights.Similarity.Index;
using Insights.Similarity.Text;

namespace Insights.Similarity.Ranking;

/// <summary>What a query asks of one view of the index: its heaviest known words, its facts and its own largest possible score.</summary>
internal sealed class QueryPlan
{
    /// <summary>A word that more than half of the documents share says nothing, once there are enough documents to tell.</summary>
    private const int DocumentsToJudgeCommonness = 50;
    /// <summary>So many words are searched for however often they stand.</summary>
    private const int FewestWords = 12;
    private const int WordsForFullEvidence = 3;
    private const int TyposBridged = 4;
    private const double TypoWeight = 0.5;

    /// <param name="view">The view.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="keepCommon">Whether words that most documents have take part, with the little weight they have.</param>
    public QueryPlan(IndexView view, AnalysedDocument query, bool keepCommon = false)
    {
        var options = view.Options;
        Scoring = view.Scoring;
        Facts = new FactAgreement(view, query.Facts);

        var known = new List<QueryTerm>();
        var unknown = new List<(int Row, double Weight)>();
        var all = new List<(string Name, double Weight, double Own, int Holders)>();
        var bag = query.Terms;
        for (var row = 0; row < bag.Count; row++)
        {
            var holders = view.TryTerm(bag.Term(row), out var id) ? view.DocumentsWith(id) : 0;
            if (!keepCommon && IsCommon(holders, view.Count)) continue;
            var weight = FieldWeight(bag.Counts(row), options) * FieldScoring.Rarity(view.Count, holders);
            all.Add((bag.Term(row), weight, weight * Scoring.Saturate(Scoring.WeightedFrequency(bag.Counts(row), bag.Lengths)), holders));
            if (holders == 0) unknown.Add((row, weight));
            else known.Add(new QueryTerm(row, id, bag.Term(row), weight));
        }

        BridgeTypos(view, bag, unknown, known);
        var heaviest = known.OrderByDescending(t => t.Weight).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        Terms = heaviest[..Searched(heaviest.Select(t => view.DocumentsWith(t.Id)), view.Count)];
        var own = all.OrderByDescending(t => t.Weight).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        own = own[..Searched(own.Select(t => t.Holders), view.Count)];
        var thin = Math.Max(1, WordsForFullEvidence / (double)Math.Max(1, all.Count));
        Ceiling = own.Sum(t => t.Own) * thin * (1 + Facts.Most);
    }

    /// <summary>What a document of the view asks of the others: its own occurrence of a word does not count, and typing errors are not bridged.</summary>
    /// <param name="view">The view.</param>
    /// <param name="slot">Where the document stands.</param>
    /// <param name="words">The heaviest words that are searched for.</param>
    public QueryPlan(IndexView view, int slot, int words)
    {
        var row = view.Row(slot);
        Scoring = view.Scoring;
        var facts = new Fact[row.Facts.Length];
        for (var i = 0; i < facts.Length; i++) facts[i] = new Fact(view.FactField(row.Facts[i]), view.FactValue(row.Facts[i]));
        Facts = new FactAgreement(view, facts);

        var known = new List<QueryTerm>(row.Terms.Length);
        for (var i = 0; i < row.Terms.Length; i++)
        {
            var holders = view.DocumentsWith(row.Terms[i]) - 1;
            if (holders <= 0 || IsCommon(holders, view.Count - 1)) continue;
            var weight = FieldWeight(row.Counts[i], view.Options) * FieldScoring.Rarity(view.Count - 1, holders);
            known.Add(new QueryTerm(-1, row.Terms[i], view.TermName(row.Terms[i]), weight));
        }

        Terms = [.. known.OrderByDescending(t => t.Weight).ThenBy(t => t.Name, StringComparer.Ordinal).Take(words)];
    }

    public FieldScoring Scoring { get; }

    public FactAgreement Facts { get; }

    /// <summary>Heaviest first.</summary>
    public IReadOnlyList<QueryTerm> Terms { get; }

    /// <summary>The score a copy of the query would have; more where the query has too few words to be sure of anything.</summary>
    public double Ceiling { get; }

    /// <summary>How many of a query's words are searched for, so that the work grows far slower than the collection.</summary>
    /// <param name="holders">Of each word, the heaviest first, the documents that have it.</param>
    /// <param name="documents">In the collection.</param>
    /// <returns>At most <see cref="LookAlikeOptions.QueryWords"/>, and after the first <see cref="FewestWords"/> none with which they stand in more than
    /// <see cref="LookAlikeOptions.PostingsRead"/> documents and a tenth of the collection together.</returns>
    internal static int Searched(IEnumerable<int> holders, int documents)
    {
        var (words, postings) = (0, 0L);
        foreach (var count in holders)
        {
            postings += count;
            if (words == LookAlikeOptions.QueryWords || (words >= FewestWords && postings > LookAlikeOptions.PostingsRead + documents / 10)) break;
            words++;
        }

        return words;
    }

    private static bool IsCommon(int holders, int documents) =>
        documents >= DocumentsToJudgeCommonness && holders > documents / 2;

    /// <summary>The heaviest field's weight, raised a little where the word is repeated: three times makes 1.44, ten times 2.15.</summary>
    private static double FieldWeight(uint counts, LookAlikeOptions options)
    {
        var (weight, occurrences) = (0.0, 0u);
        for (var f = 0; counts != 0; f++, counts >>= 8)
        {
            if ((counts & 0xFF) == 0) continue;
            weight = Math.Max(weight, options.Texts[f].Weight);
            occurrences += counts & 0xFF;
        }

        return weight * Math.Cbrt(occurrences);
    }

    private static void BridgeTypos(IndexView view, TermBag bag, List<(int Row, double Weight)> unknown, List<QueryTerm> known)
    {
        var heaviest = unknown.OrderByDescending(u => u.Weight).ThenBy(u => bag.Term(u.Row), StringComparer.Ordinal).Take(TyposBridged);
        foreach (var (row, weight) in heaviest)
        {
            var near = NearTerms.Nearest(view, bag.Term(row));
            if (near < 0 || bag.Contains(view.TermName(near)) || known.Any(k => k.Id == near)) continue;
            var holders = view.DocumentsWith(near);
            if (IsCommon(holders, view.Count)) continue;
            var rarity = FieldScoring.Rarity(view.Count, holders) / FieldScoring.Rarity(view.Count, 0);
            known.Add(new QueryTerm(row, near, view.TermName(near), weight * rarity * TypoWeight));
        }
    }
}
