namespace Insights.Similarity.Ranking;

/// <summary>A word of the query that the index can answer.</summary>
/// <param name="Row">Its row in the query's terms, for showing it as written.</param>
/// <param name="Id">The index term, which differs from the query's own where a typing error was bridged.</param>
/// <param name="Name">The name of that term.</param>
/// <param name="Weight">What it adds to a document's score at full saturation.</param>
internal sealed record QueryTerm(int Row, int Id, string Name, double Weight)
{
    /// <summary>Scores are summed as whole numbers of this size, so that the sum does not depend on the order of adding.</summary>
    public const double Unit = 1L << 40;

    /// <summary>What the term adds to a document, in units of 1 / <see cref="Unit"/>.</summary>
    public long Points(uint counts, ReadOnlySpan<int> lengths, FieldScoring scoring) =>
        Points(scoring.WeightedFrequency(counts, lengths), scoring);

    /// <summary>The same from the document's weighted frequency.</summary>
    public long Points(double weightedFrequency, FieldScoring scoring) => (long)(Weight * scoring.Saturate(weightedFrequency) * Unit);

    /// <summary>A bound on a document's points from one on the weighted frequency.</summary>
    public long MostPoints(double weightedFrequency, FieldScoring scoring) =>
        (long)(Weight * scoring.Saturate(weightedFrequency) * Unit * (1 + 1e-12)) + 1;
}
