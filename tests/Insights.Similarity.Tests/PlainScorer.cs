using Insights.Similarity.Index;

namespace Insights.Similarity.Tests;

/// <summary>The documented formula, written down as plainly as possible over a list of documents: no index, no bounds.</summary>
internal sealed class PlainScorer(LookAlikeOptions options, IEnumerable<AlikeDocument> documents)
{
    private readonly List<AnalysedDocument> _documents = [.. documents.Select(d => new AnalysedDocument(d, options))];
    private readonly Dictionary<string, int> _holders = [];

    public Dictionary<string, double> Score(AlikeDocument query)
    {
        var q = new AnalysedDocument(query, options);
        var words = Enumerable.Range(0, q.Terms.Count).Select(q.Terms.Term)
            .Where(t => _documents.Count < 50 || Holders(t) <= _documents.Count / 2).ToList();
        var copy = Heaviest(q, words).Sum(t => Weight(q, t) * Saturated(q, t));
        var thin = Math.Max(1, 3.0 / Math.Max(1, words.Count));
        var known = Heaviest(q, words.Where(t => Holders(t) > 0)).ToList();

        var scores = new Dictionary<string, double>();
        foreach (var document in _documents)
        {
            var text = known.Where(document.Terms.Contains).Sum(t => Weight(q, t) * Saturated(document, t));
            if (text > 0) scores[document.Key] = Math.Min(1, text * (1 + Bonus(q, document)) / (copy * thin * (1 + Bonus(q, q))));
        }

        return scores;
    }

    private IEnumerable<string> Heaviest(AnalysedDocument q, IEnumerable<string> words) =>
        words.OrderByDescending(t => Weight(q, t)).ThenBy(t => t, StringComparer.Ordinal).Take(LookAlikeOptions.QueryWords);

    private int Holders(string term)
    {
        if (!_holders.TryGetValue(term, out var n)) _holders[term] = n = _documents.Count(d => d.Terms.Contains(term));
        return n;
    }

    private double Weight(AnalysedDocument q, string term)
    {
        var n = Holders(term);
        var heaviest = options.Texts.Where((_, f) => Frequency(q, term, f) > 0).Max(f => f.Weight);
        var repeated = Math.Cbrt(options.Texts.Select((_, f) => (double)Frequency(q, term, f)).Sum());
        return heaviest * repeated * Math.Log(1 + (_documents.Count - n + 0.5) / (n + 0.5));
    }

    private double Saturated(AnalysedDocument document, string term)
    {
        var f = 0.0;
        for (var i = 0; i < options.Texts.Count; i++)
        {
            var average = _documents.Select(d => (double)d.Terms.Lengths[i]).DefaultIfEmpty().Average();
            var (weight, b) = (options.Texts[i].Weight, options.Texts[i].LengthNormalisation);
            var ratio = average > 0 ? document.Terms.Lengths[i] / average : 0;
            f += weight * Frequency(document, term, i) / (1 - b + b * ratio);
        }

        return f / (options.K1 + f);
    }

    private static uint Frequency(AnalysedDocument document, string term, int field)
    {
        var row = Enumerable.Range(0, document.Terms.Count).FirstOrDefault(r => document.Terms.Term(r) == term, -1);
        return row < 0 ? 0 : (document.Terms.Counts(row) >> (8 * field)) & 0xFF;
    }

    private double Bonus(AnalysedDocument q, AnalysedDocument document)
    {
        var sum = 0.0;
        for (var i = 0; i < options.Facts.Count; i++)
        {
            var asked = q.Facts.Where(f => f.Field == i).ToList();
            var has = document.Facts.Where(f => f.Field == i).ToList();
            if (asked.Count > 0 && has.Count > 0)
                sum += options.Facts[i].Bonus * asked.Intersect(has).Count() / Math.Min(asked.Count, has.Count);
        }

        return sum;
    }
}
