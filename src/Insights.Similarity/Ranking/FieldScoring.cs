using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>BM25F over the text fields: occurrences are weighted and length-normalised by field, summed, and only then saturated.</summary>
/// <remarks>After Robertson, Zaragoza, Taylor, "Simple BM25 Extension to Multiple Weighted Fields" (CIKM 2004, doi 10.1145/1031171.1031181).
/// One instance holds the average lengths of one moment; immutable.</remarks>
internal readonly struct FieldScoring
{
    private readonly double[] _weight;
    private readonly double[] _fixedPart;
    private readonly double[] _perWord;
    private readonly double _k1;

    public FieldScoring(LookAlikeOptions options, ReadOnlySpan<double> averages)
    {
        var n = options.Texts.Count;
        (_weight, _fixedPart, _perWord, _k1) = (new double[n], new double[n], new double[n], options.K1);
        for (var f = 0; f < n; f++)
        {
            var b = options.Texts[f].LengthNormalisation;
            _weight[f] = options.Texts[f].Weight;
            _fixedPart[f] = 1 - b;
            _perWord[f] = averages[f] > 0 ? b / averages[f] : 0;
        }
    }

    /// <summary>With the averages of the living documents.</summary>
    public static FieldScoring For(LookAlikeOptions options, LengthStatistics lengths)
    {
        Span<double> averages = stackalloc double[options.Texts.Count];
        for (var f = 0; f < averages.Length; f++) averages[f] = lengths.Average(f);
        return new FieldScoring(options, averages);
    }

    /// <summary>One field's part of <see cref="WeightedFrequency"/>.</summary>
    public double InField(int field, uint counts, ReadOnlySpan<int> lengths)
    {
        var frequency = (counts >> (8 * field)) & 0xFF;
        return frequency == 0 ? 0 : _weight[field] * frequency / (_fixedPart[field] + _perWord[field] * lengths[field]);
    }

    /// <summary>Σ over fields of weight · frequency / (1 − b + b · length / average length).</summary>
    public double WeightedFrequency(uint counts, ReadOnlySpan<int> lengths)
    {
        var sum = 0.0;
        for (var f = 0; counts != 0; f++, counts >>= 8)
        {
            var frequency = counts & 0xFF;
            if (frequency != 0) sum += _weight[f] * frequency / (_fixedPart[f] + _perWord[f] * lengths[f]);
        }

        return sum;
    }

    /// <summary>weighted frequency / (k1 + weighted frequency), in [0, 1).</summary>
    public double Saturate(double weightedFrequency) => weightedFrequency / (_k1 + weightedFrequency);

    /// <summary>How much rarer than chance a term is: ln(1 + (N − n + ½) / (n + ½)), above 0.</summary>
    public static double Rarity(int documents, int withTerm) =>
        Math.Log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
