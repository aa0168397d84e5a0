using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>Keeps the best documents offered: higher score first, then the lower key, ordinally.</summary>
/// <remarks>A heap with the weakest on top; keys are looked at only where scores are equal.</remarks>
internal sealed class TopList(IndexView view, int take)
{
    private (double Score, int Slot)[] _kept = new (double, int)[Math.Min(take, 256)];
    private int _count;

    public bool Full => _count == take;

    /// <summary>The score to reach; only when full.</summary>
    public double Weakest => _kept[0].Score;

    /// <summary>True if it was taken.</summary>
    public bool Offer(double score, int slot)
    {
        if (!Full)
        {
            if (_count == _kept.Length) Array.Resize(ref _kept, (int)Math.Min(take, 2L * _count));
            Rise(_count++, (score, slot));
            return true;
        }

        if (!IsWeaker(_kept[0], (score, slot))) return false;
        Sink((score, slot));
        return true;
    }

    public IReadOnlyList<Hit> Best()
    {
        var kept = _kept[.._count];
        Array.Sort(kept, (a, b) => IsWeaker(a, b) ? 1 : IsWeaker(b, a) ? -1 : 0);
        return Array.ConvertAll(kept, k => new Hit(k.Slot, view.Key(k.Slot), k.Score));
    }

    private bool IsWeaker((double Score, int Slot) a, (double Score, int Slot) b) =>
        a.Score != b.Score ? a.Score < b.Score : view.Row(a.Slot).Key.SequenceCompareTo(view.Row(b.Slot).Key) > 0;

    private void Rise(int at, (double Score, int Slot) entry)
    {
        for (; at > 0 && IsWeaker(entry, _kept[(at - 1) / 2]); at = (at - 1) / 2) _kept[at] = _kept[(at - 1) / 2];
        _kept[at] = entry;
    }

    private void Sink((double Score, int Slot) entry)
    {
        var at = 0;
        for (var child = 1; child < _count; child = 2 * at + 1)
        {
            if (child + 1 < _count && IsWeaker(_kept[child + 1], _kept[child])) child++;
            if (!IsWeaker(_kept[child], entry)) break;
            _kept[at] = _kept[child];
            at = child;
        }

        _kept[at] = entry;
    }
}
