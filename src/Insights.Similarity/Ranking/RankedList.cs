namespace Insights.Similarity.Ranking;

/// <summary>A candidate with a model's score before it is squeezed.</summary>
internal readonly record struct RankedPair(int Slot, string Key, double Raw);

/// <summary>The candidates of one query in a model's order: the higher score first, equal ones by key.</summary>
/// <remarks>How a candidate stands in its list tells more about its chance than its score alone: a report with one outstanding neighbour has more
/// often found its like than one with twenty neighbours of equal strength, however strong.</remarks>
internal sealed class RankedList
{
    /// <summary>Numbers of a pair and of its place.</summary>
    public static readonly int RowLength = PairFeatures.Count + 6;

    /// <summary>The head of the list, against which a candidate is held; beyond it no pair is thought the same.</summary>
    public const int Head = 20;

    private const int Fifth = 5;
    private readonly double _mean;
    private readonly double _spread;
    private readonly double _stranger;

    /// <summary>Puts the candidates in order.</summary>
    /// <param name="pairs">The candidates.</param>
    /// <param name="stranger">The score of a report that has nothing in common with the query. It stands in every empty place of the head, since in
    /// a small collection a candidate may have no rivals and be outstanding all the same.</param>
    public RankedList(RankedPair[] pairs, double stranger)
    {
        Array.Sort(pairs, static (a, b) => a.Raw != b.Raw ? b.Raw.CompareTo(a.Raw) : string.CompareOrdinal(a.Key, b.Key));
        Pairs = pairs;
        _stranger = pairs.Length > 0 ? Math.Min(stranger, pairs[^1].Raw) : stranger;
        for (var i = 0; i < Head; i++) _mean += At(i) / Head;
        for (var i = 0; i < Head; i++) _spread += (At(i) - _mean) * (At(i) - _mean) / Head;
        _spread = Math.Sqrt(_spread);
    }

    public RankedPair[] Pairs { get; }

    /// <summary>Writes what the place says behind the features of the pair.</summary>
    public void Context(int place, Span<double> row)
    {
        var raw = Pairs[place].Raw;
        var context = row[PairFeatures.Count..];
        context[0] = raw;
        context[1] = Math.Log(1 + place);
        context[2] = raw - Pairs[0].Raw;
        context[3] = raw - At(place + 1);
        context[4] = _spread > 0 ? (raw - _mean) / _spread : 0;
        context[5] = raw - At(Fifth);
    }

    private double At(int place) => place < Pairs.Length ? Pairs[place].Raw : _stranger;
}
