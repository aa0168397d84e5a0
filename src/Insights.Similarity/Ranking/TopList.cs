namespace Insights.Similarity.Ranking;

/// <summary>Keeps the best hits offered: higher score first, then the lower key, ordinally.</summary>
internal sealed class TopList(int take)
{
    private static readonly Comparer<Hit> WorstFirst = Comparer<Hit>.Create((a, b) =>
        a.Score != b.Score ? a.Score.CompareTo(b.Score) : string.CompareOrdinal(b.Key, a.Key));

    private readonly PriorityQueue<Hit, Hit> _kept = new(WorstFirst);

    public bool Full => _kept.Count == take;

    /// <summary>The score to reach; only when full.</summary>
    public double Weakest => _kept.Peek().Score;

    public void Offer(Hit hit)
    {
        if (!Full) _kept.Enqueue(hit, hit);
        else if (WorstFirst.Compare(hit, _kept.Peek()) > 0) _kept.DequeueEnqueue(hit, hit);
    }

    public IReadOnlyList<Hit> Best() => [.. _kept.UnorderedItems.Select(i => i.Element).OrderByDescending(h => h, WorstFirst)];
}
