namespace Insights.Similarity.Index;

/// <summary>Number and lengths of the living documents. Sums are whole numbers, so they do not depend on the order of changes.</summary>
internal sealed class LengthStatistics(int fields)
{
    private readonly long[] _totals = new long[fields];

    public int Documents { get; private set; }

    public double Average(int field) => Documents == 0 ? 0 : (double)_totals[field] / Documents;

    public void Add(ReadOnlySpan<int> lengths) => Change(lengths, 1);

    public void Remove(ReadOnlySpan<int> lengths) => Change(lengths, -1);

    private void Change(ReadOnlySpan<int> lengths, int sign)
    {
        Documents += sign;
        for (var f = 0; f < lengths.Length; f++) _totals[f] += sign * lengths[f];
    }
}
