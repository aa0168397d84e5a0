using System.Numerics;
using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>A document found, with its score before normalisation.</summary>
internal readonly record struct Hit(int Slot, string Key, double Score);

/// <summary>Finds the best documents of a plan without scoring all that match.</summary>
/// <remarks>
/// MaxScore (Turtle, Flood, "Query evaluation: strategies and optimizations", IPM 31(6), 1995) over windows of slots with block
/// maxima (Ding, Suel, SIGIR 2011): in each window the terms whose bounds together cannot lift a document over the weakest result
/// are consulted only for documents that the other terms found. The result equals scoring everything, ties included.
/// </remarks>
internal sealed class MaxScore(Shelf shelf, QueryPlan plan, int take, int exceptSlot)
{
    private const int Window = 2048;

    private readonly Cursor[] _cursors = [.. plan.Terms.Select(t => new Cursor(t))];
    private readonly long[] _points = new long[Window];
    private readonly ulong[] _touched = new ulong[Window / 64];
    private readonly TopList _top = new(take);

    /// <summary>The best first; equal scores by key, ordinally.</summary>
    public IReadOnlyList<Hit> Run()
    {
        var drift = shelf.Drift;
        for (var start = 0; start < shelf.Slots; start += Window)
        {
            long sum = 0;
            foreach (var cursor in _cursors) sum += cursor.Enter(start + Window, drift, plan.Scoring);
            if (sum >= Needed()) Scan(start);
            foreach (var cursor in _cursors) cursor.Leave();
        }

        return _top.Best();
    }

    private void Scan(int start)
    {
        Array.Sort(_cursors, static (a, b) => a.Bound.CompareTo(b.Bound));
        var needed = Needed();
        var essential = 0;
        for (long below = 0; essential < _cursors.Length && below + _cursors[essential].Bound < needed; essential++)
            below += _cursors[essential].Bound;

        var lengths = shelf.AllLengths;
        var fields = lengths.Length / shelf.Slots;
        for (var c = essential; c < _cursors.Length; c++)
        {
            var cursor = _cursors[c];
            foreach (var posting in cursor.InWindow)
            {
                var at = posting.Slot - start;
                _points[at] += cursor.Term.Points(posting.Counts, lengths.Slice(posting.Slot * fields, fields), plan.Scoring);
                _touched[at >> 6] |= 1UL << at;
            }
        }

        for (var word = 0; word < _touched.Length; word++)
        {
            for (var bits = _touched[word]; bits != 0; bits &= bits - 1)
            {
                var at = (word << 6) + BitOperations.TrailingZeroCount(bits);
                Finish(start + at, _points[at], essential);
                _points[at] = 0;
            }

            _touched[word] = 0;
        }
    }

    /// <summary>Adds what the other terms give to a document, as long as it can still enter, and offers it.</summary>
    private void Finish(int slot, long points, int essential)
    {
        if (shelf.Key(slot) is not { } key || slot == exceptSlot) return;
        long possible = points;
        for (var c = 0; c < essential; c++) possible += _cursors[c].Bound;

        var needed = Needed();
        for (var c = essential - 1; c >= 0; c--)
        {
            if (possible < needed) return;
            possible -= _cursors[c].Bound;
            if (!_cursors[c].Seek(slot, out var counts)) continue;
            var more = _cursors[c].Term.Points(counts, shelf.LengthsOf(slot), plan.Scoring);
            points += more;
            possible += more;
        }

        if (points <= 0 || possible < needed) return;
        _top.Offer(new Hit(slot, key, points / QueryTerm.Unit * (1 + plan.Facts.Bonus(slot))));
    }

    /// <summary>The least text score with which, given every fact, a document can still enter; a little low rather than high.</summary>
    private long Needed() => _top.Full ? (long)(_top.Weakest / (1 + plan.Facts.Most) * QueryTerm.Unit * (1 - 1e-9)) - 1 : 0;

    /// <summary>A term's postings with the part that lies in the current window.</summary>
    private sealed class Cursor(QueryTerm term)
    {
        private int _from;
        private int _at;
        private int _to;

        public QueryTerm Term => term;

        /// <summary>The most that the term can add to a document of the window.</summary>
        public long Bound { get; private set; }

        public ReadOnlySpan<Posting> InWindow => term.Postings.Postings[_from.._to];

        public long Enter(int end, double drift, FieldScoring scoring)
        {
            _at = _from;
            _to = FirstFrom(_from, end);
            if (_from == _to) return Bound = 0;
            var most = 0f;
            foreach (var bound in term.Postings.Bounds[(_from / PostingList.Block)..((_to - 1) / PostingList.Block + 1)])
                most = Math.Max(most, bound);
            return Bound = term.MostPoints(most * drift, scoring);
        }

        public void Leave() => _from = _to;

        /// <summary>Slots must be asked for in ascending order.</summary>
        public bool Seek(int slot, out uint counts)
        {
            _at = FirstFrom(_at, slot);
            var postings = term.Postings.Postings;
            counts = _at < _to && postings[_at].Slot == slot ? postings[_at].Counts : 0;
            return counts != 0;
        }

        /// <summary>The first posting at or after a position whose slot is not below the given one; gallops, then halves.</summary>
        private int FirstFrom(int position, int slot)
        {
            var postings = term.Postings.Postings;
            int step = 1, low = position, high = position;
            while (high < postings.Length && postings[high].Slot < slot)
            {
                low = high + 1;
                high += step;
                step <<= 1;
            }

            high = Math.Min(high, postings.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (postings[middle].Slot < slot) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}
