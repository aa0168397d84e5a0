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

    public RankedList(RankedPair[] pairs)
    {
        Array.Sort(pairs, static (a, b) => a.Raw != b.Raw ? b.Raw.CompareTo(a.Raw) : string.CompareOrdinal(a.Key, b.Key));
        Pairs = pairs;
        var head = Math.Min(Head, pairs.Length);
        for (var i = 0; i < head; i++) _mean += pairs[i].Raw / head;
        for (var i = 0; i < head; i++) _spread += (pairs[i].Raw - _mean) * (pairs[i].Raw - _mean) / head;
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
        context[3] = place + 1 < Pairs.Length ? raw - Pairs[place + 1].Raw : 0;
        context[4] = _spread > 0 ? (raw - _mean) / _spread : 0;
        context[5] = raw - (Pairs.Length > Fifth ? Pairs[Fifth].Raw : _mean);
    }
}
