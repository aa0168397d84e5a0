using Insights.Similarity.Index;

namespace Insights.Similarity.Learning;

/// <summary>Answers made sense of: what is the same directly or through others, what was refused, and who asks.</summary>
internal sealed class LabelSet
{
    private readonly IndexView _view;
    private readonly Dictionary<int, int> _leader = [];
    private readonly Dictionary<int, List<int>> _named = [];
    private readonly HashSet<(int, int)> _refused = [];
    private readonly Dictionary<int, long> _asked = [];

    public LabelSet(IndexView view, IEnumerable<LabelledPair> pairs)
    {
        _view = view;
        var answers = new Dictionary<(int, int), LabelledPair>();
        foreach (var pair in pairs.OrderBy(p => p.At).ThenBy(p => p.KeyA, StringComparer.Ordinal).ThenBy(p => p.KeyB, StringComparer.Ordinal).ThenBy(p => p.Same))
        {
            int a = view.SlotOf(pair.KeyA), b = view.SlotOf(pair.KeyB);
            if (a < 0 || b < 0 || a == b) continue;
            answers[Pair(a, b)] = pair;
        }

        foreach (var ((a, b), answer) in answers)
        {
            Name(a, b);
            Name(b, a);
            if (!answer.Same)
            {
                _refused.Add((a, b));
                continue;
            }

            Join(Leader(a), Leader(b));
            var later = Later(a, b);
            _asked[later] = Math.Max(_asked.GetValueOrDefault(later, long.MinValue), answer.At.ToUnixTimeSeconds());
        }

        Count = answers.Count;
    }

    /// <summary>Pairs with an answer.</summary>
    public int Count { get; }

    /// <summary>Reports that were called the same as an older one, by the time of the answer.</summary>
    public IEnumerable<(int Slot, long At)> Questions() =>
        _asked.Select(q => (q.Key, q.Value)).OrderBy(q => q.Value).ThenBy(q => _view.Key(q.Key), StringComparer.Ordinal);

    /// <summary>Reports that no answer names, drawn by a seed from the keys in order.</summary>
    public IEnumerable<int> Others(int count, ulong seed)
    {
        var free = Enumerable.Range(0, _view.SlotLimit).Where(s => !_named.ContainsKey(s) && _view.IsAlive(s)).Select(s => (Slot: s, Key: _view.Key(s)))
            .OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Slot).ToArray();
        var random = new SplitMix(seed);
        for (var i = 0; i < Math.Min(count, free.Length); i++)
        {
            var j = i + random.Next(free.Length - i);
            (free[i], free[j]) = (free[j], free[i]);
            yield return free[i];
        }
    }

    public IEnumerable<int> NamedWith(int slot) =>
        _named.TryGetValue(slot, out var others) ? others.OrderBy(_view.Key, StringComparer.Ordinal) : [];

    public bool Same(int a, int b) => !Refused(a, b) && Leader(a) == Leader(b);

    public bool Refused(int a, int b) => _refused.Contains(Pair(a, b));

    /// <summary>A part of so many, the same for all reports that are the same.</summary>
    public int Fold(int slot, int folds)
    {
        var hash = 2166136261u;
        foreach (var c in _view.Key(Leader(slot))) hash = (hash ^ c) * 16777619;
        return (int)((hash ^ (hash >> 15)) % (uint)folds);
    }

    private static (int, int) Pair(int a, int b) => a < b ? (a, b) : (b, a);

    private void Name(int of, int other)
    {
        if (!_named.TryGetValue(of, out var others)) _named[of] = others = [];
        others.Add(other);
    }

    private int Later(int a, int b)
    {
        var order = _view.CreatedOf(a).CompareTo(_view.CreatedOf(b));
        if (order == 0) order = string.CompareOrdinal(_view.Key(a), _view.Key(b));
        return order > 0 ? a : b;
    }

    /// <summary>The lower key leads, so that it does not depend on slots who does.</summary>
    private void Join(int a, int b)
    {
        if (a == b) return;
        if (string.CompareOrdinal(_view.Key(a), _view.Key(b)) < 0) _leader[b] = a;
        else _leader[a] = b;
    }

    private int Leader(int slot)
    {
        while (_leader.TryGetValue(slot, out var up)) slot = up;
        return slot;
    }
}
