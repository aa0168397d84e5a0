namespace Insights.Similarity.Clustering;

/// <summary>A pair of blocks and the chance that they are the same.</summary>
internal readonly record struct BlockLink(string A, string B, double Chance);

/// <summary>Average linkage over blocks: the two clusters whose blocks are on average likeliest the same are joined, as long as that average
/// reaches the edge, nobody keeps any two of their blocks apart, and the cluster stays small enough to be read.</summary>
/// <remarks>Blocks without a link count as chance 0. Deterministic: of equal averages the pair with the lower keys goes first.</remarks>
internal sealed class Linkage
{
    /// <summary>A larger proposal would not be read but waved through; templates and hubs end here at the latest.</summary>
    public const int MostBlocks = 25;

    private readonly Blocks _blocks;
    private readonly double _edge;
    private readonly List<List<string>?> _clusters = [];
    private readonly List<Dictionary<int, double>> _sums = [];
    private readonly PriorityQueue<(int A, int B, double Sum), (double Average, string A, string B)> _queue = new(BestFirst);

    private static readonly Comparer<(double Average, string A, string B)> BestFirst = Comparer<(double Average, string A, string B)>.Create((x, y) =>
    {
        var order = y.Average.CompareTo(x.Average);
        if (order == 0) order = string.CompareOrdinal(x.A, y.A);
        return order != 0 ? order : string.CompareOrdinal(x.B, y.B);
    });

    private Linkage(Blocks blocks, double edge) => (_blocks, _edge) = (blocks, edge);

    /// <summary>Clusters of at least two blocks, each in the order of its blocks' names.</summary>
    public static List<List<string>> Clusters(Blocks blocks, IReadOnlyCollection<BlockLink> links, double edge)
    {
        var linkage = new Linkage(blocks, edge);
        linkage.Start(links);
        while (linkage._queue.TryDequeue(out var pair, out _)) linkage.Join(pair.A, pair.B, pair.Sum);
        return [.. linkage._clusters.OfType<List<string>>().Where(c => c.Count > 1).Select(c => c.Order(StringComparer.Ordinal).ToList())
            .OrderBy(c => c[0], StringComparer.Ordinal)];
    }

    private void Start(IReadOnlyCollection<BlockLink> links)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in links.SelectMany(l => new[] { l.A, l.B }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            numbers.Add(name, _clusters.Count);
            _clusters.Add([name]);
            _sums.Add([]);
        }

        foreach (var link in links)
        {
            var (a, b) = (numbers[link.A], numbers[link.B]);
            _sums[a][b] = _sums[b][a] = link.Chance;
        }

        for (var a = 0; a < _sums.Count; a++)
        {
            foreach (var (b, sum) in _sums[a])
            {
                if (a < b) Offer(a, b, sum);
            }
        }
    }

    private void Offer(int a, int b, double sum)
    {
        var average = sum / (_clusters[a]!.Count * _clusters[b]!.Count);
        if (average < _edge) return;
        var (first, second) = (_clusters[a]![0], _clusters[b]![0]);
        if (string.CompareOrdinal(first, second) > 0) (first, second) = (second, first);
        _queue.Enqueue((a, b, sum), (average, first, second));
    }

    private void Join(int a, int b, double sum)
    {
        // An offer is stale when either has changed since: joined clusters get a new number.
        if (_clusters[a] is not { } one || _clusters[b] is not { } other || !_sums[a].TryGetValue(b, out var today) || today != sum) return;
        if (one.Count + other.Count > MostBlocks || one.Any(x => other.Any(y => _blocks.Apart(x, y)))) return;
        var joined = _clusters.Count;
        List<string> members = [.. one, .. other];
        members.Sort(StringComparer.Ordinal);
        _clusters.Add(members);
        _clusters[a] = _clusters[b] = null;
        var sums = new Dictionary<int, double>();
        foreach (var from in new[] { a, b })
        {
            foreach (var (c, part) in _sums[from])
            {
                if (_clusters[c] is not null) sums[c] = sums.GetValueOrDefault(c) + part;
            }
        }

        _sums.Add(sums);
        foreach (var (c, part) in sums)
        {
            _sums[c][joined] = part;
            Offer(joined, c, part);
        }
    }
}
