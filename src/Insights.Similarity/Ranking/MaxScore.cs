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
internal sealed class MaxScore(IndexView view, QueryPlan plan, int take, int exceptSlot, long notBefore = long.MinValue, long notAfter = long.MaxValue)
{
    private const int Window = 2048;

    private readonly Cursor[] _cursors = new Cursor[plan.Terms.Count];
    private readonly long[] _points = new long[Window];
    private readonly ulong[] _touched = new ulong[Window / 64];
    private readonly TopList _top = new(view, take);
    private readonly FieldScoring _scoring = plan.Scoring;
    private readonly double _mostRaise = 1 + plan.Facts.Most;
    private readonly int _fields = view.Options.Texts.Count;
    private long _needed;

    /// <summary>The best first; equal scores by key, ordinally.</summary>
    public IReadOnlyList<Hit> Run()
    {
        if (plan.Terms.Count == 0) return [];
        ScanTail();
        // The newest first: what is like a new report tends to be new, and the sooner the bar is high, the less is looked at.
        for (var s = view.Segments.Length - 1; s >= 0; s--) ScanSegment(view.Segments[s], view.FirstSlot(s));
        return _top.Best();
    }

    /// <summary>The tail has no postings: each document is gone through, side by side with the query's terms.</summary>
    private void ScanTail()
    {
        var terms = plan.Terms.OrderBy(t => t.Id).ToArray();
        for (var i = 0; i < view.Tail.Length; i++)
        {
            var row = view.Tail[i].Row;
            long points = 0;
            for (int t = 0, at = 0; t < terms.Length && at < row.Terms.Length;)
            {
                if (row.Terms[at] < terms[t].Id)
                {
                    at++;
                    continue;
                }

                if (row.Terms[at] == terms[t].Id) points += terms[t].Points(row.Counts[at], row.Lengths, _scoring);
                t++;
            }

            if (points > 0) Offer(view.TailFirst + i, points);
        }
    }

    private void ScanSegment(Segment segment, int firstSlot)
    {
        var count = 0;
        foreach (var term in plan.Terms)
        {
            if (!segment.TryRow(term.Id, out var row)) continue;
            (_cursors[count] ??= new Cursor()).Start(term, segment, row);
            count++;
        }

        var cursors = _cursors.AsSpan(0, count);
        var drift = segment.Drift(view.Averages);
        for (var start = 0; start < segment.Count; start += Window)
        {
            long sum = 0;
            foreach (var cursor in cursors) sum += cursor.Enter(start + Window, drift, _scoring);
            if (sum > 0 && sum >= _needed) ScanWindow(cursors, segment, firstSlot, start);
        }
    }

    private void ScanWindow(Span<Cursor> cursors, Segment segment, int firstSlot, int start)
    {
        SortByBound(cursors);
        var essential = 0;
        for (long below = 0; essential < cursors.Length && below + cursors[essential].Bound < _needed; essential++)
            below += cursors[essential].Bound;

        var lengths = segment.Lengths;
        var slots = segment.Slots;
        var fields = _fields;
        for (var c = essential; c < cursors.Length; c++)
        {
            var cursor = cursors[c];
            for (var posting = cursor.From; posting < cursor.To; posting++)
            {
                int slot = slots[posting];
                var at = slot - start;
                _points[at] += cursor.Term.Points(segment.CountsAt(posting, cursor.Term.Id), lengths.Slice(slot * fields, fields), _scoring);
                _touched[at >> 6] |= 1UL << at;
            }
        }

        var others = cursors[..essential];
        for (var word = 0; word < _touched.Length; word++)
        {
            for (var bits = _touched[word]; bits != 0; bits &= bits - 1)
            {
                var at = (word << 6) + BitOperations.TrailingZeroCount(bits);
                Finish(others, segment, firstSlot, start + at, _points[at]);
                _points[at] = 0;
            }

            _touched[word] = 0;
        }
    }

    /// <summary>Adds what the other terms give to a document, as long as it can still enter, and offers it.</summary>
    private void Finish(ReadOnlySpan<Cursor> others, Segment segment, int firstSlot, int slot, long points)
    {
        var possible = points;
        foreach (var cursor in others) possible += cursor.Bound;
        for (var c = others.Length - 1; c >= 0; c--)
        {
            if (possible < _needed) return;
            possible -= others[c].Bound;
            if (!others[c].Seek(slot, out var posting)) continue;
            var more = others[c].Term.Points(segment.CountsAt(posting, others[c].Term.Id), segment.Lengths.Slice(slot * _fields, _fields), _scoring);
            points += more;
            possible += more;
        }

        if (points > 0 && possible >= _needed) Offer(firstSlot + slot, points);
    }

    private void Offer(int slot, long points)
    {
        if (slot == exceptSlot || !view.IsAlive(slot) || view.CreatedOf(slot) is var at && (at < notBefore || at > notAfter)) return;
        if (!_top.Offer(points / QueryTerm.Unit * (1 + plan.Facts.Bonus(slot)), slot) || !_top.Full) return;
        // The least text score with which, given every fact, a document can still enter; a little low rather than high.
        _needed = (long)(_top.Weakest / _mostRaise * QueryTerm.Unit * (1 - 1e-9)) - 1;
    }

    /// <summary>From window to window little changes, so insertion is quick.</summary>
    private static void SortByBound(Span<Cursor> cursors)
    {
        for (var i = 1; i < cursors.Length; i++)
        {
            var cursor = cursors[i];
            var at = i;
            for (; at > 0 && cursors[at - 1].Bound > cursor.Bound; at--) cursors[at] = cursors[at - 1];
            cursors[at] = cursor;
        }
    }

    /// <summary>A term's postings in one segment with the part that lies in the current window.</summary>
    private sealed class Cursor
    {
        private Segment _segment = null!;
        private PostingRow _row;
        private int _at;

        public QueryTerm Term { get; private set; } = null!;

        /// <summary>The first posting of the window.</summary>
        public int From { get; private set; }

        /// <summary>The first posting after the window.</summary>
        public int To { get; private set; }

        /// <summary>The most that the term can add to a document of the window.</summary>
        public long Bound { get; private set; }

        public void Start(QueryTerm term, Segment segment, PostingRow row)
        {
            (Term, _segment, _row) = (term, segment, row);
            (From, To) = (row.From, row.From);
        }

        /// <summary>Moves on to the window that ends before a slot.</summary>
        public long Enter(int end, double drift, FieldScoring scoring)
        {
            From = _at = To;
            To = FirstFrom(From, end);
            return Bound = From == To ? 0 : Term.MostPoints(_segment.Bound(_row, From, To) * drift, scoring);
        }

        /// <summary>Slots must be asked for in ascending order.</summary>
        public bool Seek(int slot, out int posting)
        {
            posting = _at = FirstFrom(_at, slot);
            return posting < To && _segment.Slots[posting] == slot;
        }

        /// <summary>The first posting at or after a position whose slot is not below the given one; gallops, then halves.</summary>
        private int FirstFrom(int position, int slot)
        {
            var slots = _segment.Slots[.._row.To];
            int step = 1, low = position, high = position;
            while (high < slots.Length && slots[high] < slot)
            {
                low = high + 1;
                high += step;
                step <<= 1;
            }

            high = Math.Min(high, slots.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (slots[middle] < slot) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}
