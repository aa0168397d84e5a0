using System.Numerics;
using System.Runtime.InteropServices;
using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>A document found, with its score before normalisation.</summary>
internal readonly record struct Hit(int Slot, string Key, double Score);

/// <summary>Finds the best documents of a plan without scoring all that match.</summary>
/// <remarks>
/// MaxScore (Turtle, Flood, "Query evaluation: strategies and optimizations", IPM 31(6), 1995) over windows of slots with block
/// maxima (Ding, Suel, SIGIR 2011): in each window the terms whose bounds together cannot lift a document over the weakest result
/// are consulted only for documents that the other terms found, or added like those where that is less work. The result equals scoring
/// everything, ties included.
/// </remarks>
internal sealed class MaxScore(IndexView view, QueryPlan plan, int take, int exceptSlot, long notBefore = long.MinValue, long notAfter = long.MaxValue)
{
    private const int Window = 4096;

    /// <summary>A window has as many parts as an int has bits.</summary>
    private const int Part = Window / 32;

    /// <summary>Looking up one document in the remaining terms costs about as much as adding so many postings.</summary>
    private const int PostingsPerLookup = 8;

    private readonly Cursor[] _cursors = new Cursor[plan.Terms.Count];
    private readonly long[] _points = new long[Window];
    private readonly TopList _top = new(view, take);
    private readonly FieldScoring _scoring = plan.Scoring;
    private readonly double _mostRaise = 1 + plan.Facts.Most;
    private readonly int _fields = view.Options.Texts.Count;
    private readonly bool _windowed = notBefore > long.MinValue || notAfter < long.MaxValue;
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

    /// <summary>The tail has no postings: each document's terms are gone through.</summary>
    private void ScanTail()
    {
        if (view.Tail.IsEmpty) return;
        var terms = plan.Terms.ToDictionary(t => t.Id);
        var sieve = new ulong[32];
        foreach (var id in terms.Keys) sieve[(id >> 6) & 31] |= 1UL << id;
        for (var i = 0; i < view.Tail.Length; i++)
        {
            var row = view.Tail[i].Row;
            long points = 0;
            for (var at = 0; at < row.Terms.Length; at++)
            {
                var id = row.Terms[at];
                if ((sieve[(id >> 6) & 31] & (1UL << id)) != 0 && terms.TryGetValue(id, out var term))
                    points += term.Points(row.Counts[at], row.Lengths, _scoring);
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

        var touched = 0u;
        foreach (var cursor in cursors[essential..]) touched |= Add(cursor, segment, start);

        var others = cursors[..essential];
        var (most, postings) = (0L, 0);
        foreach (var cursor in others) (most, postings) = (most + cursor.Bound, postings + cursor.To - cursor.From);
        if (PostingsPerLookup * (long)Hopeful(most, touched) > postings)
        {
            foreach (var cursor in others) touched |= Add(cursor, segment, start);
            others = [];
            most = 0;
        }

        for (; touched != 0; touched &= touched - 1)
        {
            var part = BitOperations.TrailingZeroCount(touched) * Part;
            Collect(others, most, segment, firstSlot, start, part);
            _points.AsSpan(part, Part).Clear();
        }
    }

    /// <summary>Adds a term's points to the documents of the window and says which parts of it they lie in.</summary>
    private uint Add(Cursor cursor, Segment segment, int start)
    {
        var (term, fields, scoring, points) = (cursor.Term, _fields, _scoring, _points);
        var lengths = segment.Lengths;
        var palette = segment.Palette;
        var slots = segment.Slots[cursor.From..cursor.To];
        var codes = segment.Codes[cursor.From..cursor.To];
        var touched = 0u;
        for (var i = 0; i < slots.Length && i < codes.Length; i++)
        {
            int slot = slots[i], code = codes[i];
            var at = slot - start;
            touched |= 1u << (at / Part);
            if ((uint)code < (uint)palette.Length && palette[code] is { Field: >= 0 } counts)
                points[at] += term.Points(scoring.InField(counts.Field, counts.Frequency, lengths[slot * fields + counts.Field]), scoring);
            else
                points[at] += term.Points(segment.CountsAt(cursor.From + i, term.Id), lengths.Slice(slot * fields, fields), scoring);
        }

        return touched;
    }

    /// <summary>How many documents can still enter, at most.</summary>
    private int Hopeful(long most, uint touched)
    {
        var (count, least) = (0, new Vector<long>(Math.Max(1, _needed - most)));
        for (; touched != 0; touched &= touched - 1)
        {
            var part = _points.AsSpan(BitOperations.TrailingZeroCount(touched) * Part, Part);
            var sum = Vector<long>.Zero;
            foreach (var vector in MemoryMarshal.Cast<long, Vector<long>>(part)) sum -= Vector.GreaterThanOrEqual(vector, least);
            count += (int)Vector.Sum(sum);
        }

        return count;
    }

    /// <summary>Finishes those documents of a part that can still enter.</summary>
    private void Collect(ReadOnlySpan<Cursor> others, long most, Segment segment, int firstSlot, int start, int part)
    {
        var least = Math.Max(1, _needed - most);
        var hopeful = new Vector<long>(least);
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(_points.AsSpan(part, Part));
        for (var v = 0; v < vectors.Length; v++)
        {
            if (!Vector.GreaterThanOrEqualAny(vectors[v], hopeful)) continue;
            var at = part + v * Vector<long>.Count;
            for (var i = at; i < at + Vector<long>.Count; i++)
            {
                if (_points[i] >= least) Finish(others, most, segment, firstSlot, start + i, _points[i]);
            }
        }
    }

    /// <summary>Adds what the other terms give to a document, as long as it can still enter, and offers it.</summary>
    private void Finish(ReadOnlySpan<Cursor> others, long most, Segment segment, int firstSlot, int slot, long points)
    {
        var possible = points + most;
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
        var score = points / QueryTerm.Unit;
        if ((_top.Full && score * _mostRaise < _top.Weakest) || slot == exceptSlot || !view.IsAlive(slot)) return;
        if (_windowed && view.CreatedOf(slot) is var at && (at < notBefore || at > notAfter)) return;
        if (!_top.Offer(score * (1 + plan.Facts.Bonus(slot)), slot) || !_top.Full) return;
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
