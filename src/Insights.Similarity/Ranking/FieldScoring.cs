namespace Insights.Similarity.Ranking;

/// <summary>BM25F over the text fields: occurrences are weighted and length-normalised by field, summed, and only then saturated.</summary>
/// <remarks>After Robertson, Zaragoza, Taylor, "Simple BM25 Extension to Multiple Weighted Fields" (CIKM 2004, doi 10.1145/1031171.1031181).
/// One instance holds the average lengths of one moment; immutable.</remarks>
internal sealed class FieldScoring
{
    /// <summary>What an occurrence counts is worked out beforehand for fields of up to so many words.</summary>
    private const int Tabled = 512;

    private readonly double[] _weight;
    private readonly double[] _fixedPart;
    private readonly double[] _perWord;
    private readonly double[] _table;
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

        _table = new double[n * Tabled];
        for (var i = 0; i < _table.Length; i++) _table[i] = PerOccurrence(i / Tabled, i % Tabled);
    }

    /// <summary>One field's part of <see cref="WeightedFrequency"/>.</summary>
    public double InField(int field, uint frequency, int length) => frequency * Occurrence(field, length);

    /// <summary>Σ over fields of frequency · weight / (1 − b + b · length / average length).</summary>
    public double WeightedFrequency(uint counts, ReadOnlySpan<int> lengths)
    {
        var sum = 0.0;
        for (var f = 0; counts != 0; f++, counts >>= 8)
        {
            if ((counts & 0xFF) != 0) sum += (counts & 0xFF) * Occurrence(f, lengths[f]);
        }

        return sum;
    }

    /// <summary>weighted frequency / (k1 + weighted frequency), in [0, 1).</summary>
    public double Saturate(double weightedFrequency) => weightedFrequency / (_k1 + weightedFrequency);

    /// <summary>How much rarer than chance a term is: ln(1 + (N − n + ½) / (n + ½)), above 0.</summary>
    public static double Rarity(int documents, int withTerm) =>
        Math.Log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));

    private double Occurrence(int field, int length) =>
        (uint)length < Tabled ? _table[field * Tabled + length] : PerOccurrence(field, length);

    private double PerOccurrence(int field, int length) => _weight[field] / (_fixedPart[field] + _perWord[field] * length);
}
