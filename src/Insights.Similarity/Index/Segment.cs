using Insights.Similarity.Ranking;

namespace Insights.Similarity.Index;

/// <summary>Up to <see cref="MostDocuments"/> documents: by document in columns, and by term in posting rows. Only deaths change it.</summary>
/// <remarks>
/// A posting is three bytes: the document's position, sixteen bits, and a code for its counts by field. A term costs twelve bytes more, in
/// arrays that all terms share. The code is a position in a palette of the first 255 combinations met; where it says
/// <see cref="Elsewhere"/>, the counts are looked up by document. Every <see cref="Block"/> postings have an upper bound of their weighted frequency,
/// taken at the average lengths of when the segment was made.
/// </remarks>
internal sealed class Segment
{
    public const int MostDocuments = 1 << 16;
    public const int MostTerms = 1 << 26;
    public const int Block = 64;

    /// <summary>The death of a living document.</summary>
    public const int Never = int.MaxValue;

    /// <summary>The code of postings whose counts the palette does not have.</summary>
    public const byte Elsewhere = 255;

    private readonly SegmentDraft _columns;
    private readonly int _fields;
    private readonly int[] _keyTable;
    private readonly int[] _rowTerms;
    private readonly int[] _rowStarts;
    private readonly int[] _boundStarts;
    private readonly ushort[] _slots;
    private readonly byte[] _codes;
    private readonly Combination[] _palette;
    private readonly float[] _bounds;
    private readonly double[] _averages;
    private readonly int[] _diedAt;

    /// <param name="columns">Complete; not written to again.</param>
    /// <param name="options">The index's.</param>
    /// <param name="averages">Average lengths of now; bounds hold for others too, see <see cref="Drift"/>.</param>
    /// <param name="scratch">At least as long as the vocabulary, all zero, and left so.</param>
    public Segment(SegmentDraft columns, LookAlikeOptions options, ReadOnlySpan<double> averages, int[] scratch)
    {
        (_columns, _fields) = (columns, options.Texts.Count);
        _averages = new double[_fields];
        for (var f = 0; f < _fields; f++) _averages[f] = Math.Max(1, averages[f]);
        _diedAt = new int[Count];
        Array.Fill(_diedAt, Never);
        Living = Count;
        _keyTable = KeyTable(columns);
        (_slots, _codes) = (new ushort[columns.Terms.Length], new byte[columns.Terms.Length]);
        (_rowTerms, _rowStarts) = Rows(columns.Terms, scratch);
        _palette = Distribute(scratch);
        (_boundStarts, _bounds) = Bounds(new FieldScoring(options, _averages));
        foreach (var term in _rowTerms) scratch[term] = 0;
    }

    public int Count => _columns.Count;

    /// <summary>Documents alive in the writer's eyes; readers count in their view.</summary>
    public int Living { get; private set; }

    public int Postings => _slots.Length;

    public ReadOnlySpan<int> RowTerms => _rowTerms;

    /// <summary>Of all postings: the document.</summary>
    public ReadOnlySpan<ushort> Slots => _slots;

    /// <summary>Of all postings: the position in <see cref="Palette"/>, or <see cref="Elsewhere"/>.</summary>
    public ReadOnlySpan<byte> Codes => _codes;

    /// <summary>Combinations of counts by field.</summary>
    public ReadOnlySpan<Combination> Palette => _palette;

    public ReadOnlySpan<int> Lengths => _columns.Lengths;

    public long Bytes => 640 + 2L * _columns.Keys.Length + 8L * _columns.Terms.Length
        + 4L * (_columns.Facts.Length + _columns.Grams.Length + _columns.Lengths.Length + _keyTable.Length)
        + Count * (4L * 4 + 8 + 4) + 4L * (3 * _rowTerms.Length + _bounds.Length + 3 * _palette.Length) + 3L * _slots.Length;

    /// <summary>The version of the write that removed the document; <see cref="Never"/> while it lives.</summary>
    public int DiedAt(int slot) => Volatile.Read(ref _diedAt[slot]);

    /// <summary>Marks a document as removed by a write that no reader knows yet.</summary>
    public void Kill(int slot, int version)
    {
        Volatile.Write(ref _diedAt[slot], version);
        Living--;
    }

    public DocumentRow Row(int slot) => new(_columns, slot);

    public Holdings HoldingsOf(int slot) => new(
        _columns.Terms.AsMemory(_columns.TermStarts[slot], _columns.TermStarts[slot + 1] - _columns.TermStarts[slot]),
        _columns.Facts.AsMemory(_columns.FactStarts[slot], _columns.FactStarts[slot + 1] - _columns.FactStarts[slot]));

    /// <summary>The document of a key that was alive after a write; -1 where there is none.</summary>
    public int SlotOf(ReadOnlySpan<char> key, int version)
    {
        for (var at = Home(_keyTable, key); _keyTable[at] != 0; at = (at + 1) & (_keyTable.Length - 1))
        {
            var slot = _keyTable[at] - 1;
            if (DiedAt(slot) > version && Row(slot).Key.SequenceEqual(key)) return slot;
        }

        return -1;
    }

    /// <summary>The factor by which bounds can be too low for other average lengths; at least 1.</summary>
    public double Drift(ReadOnlySpan<double> averages)
    {
        var drift = 1.0;
        for (var f = 0; f < _fields; f++) drift = Math.Max(drift, averages[f] / _averages[f]);
        return drift;
    }

    /// <summary>Whether average lengths have left those of the segment's making so far that bounds say little.</summary>
    public bool IsLoose(ReadOnlySpan<double> averages)
    {
        for (var f = 0; f < _fields; f++)
        {
            if (Math.Max(1, averages[f]) / _averages[f] is > 1.5 or < 0.66) return true;
        }

        return false;
    }

    /// <summary>Where a term's postings lie in <see cref="Slots"/> and its bounds begin; false where the segment does not have it.</summary>
    public bool TryRow(int term, out PostingRow row)
    {
        var at = Array.BinarySearch(_rowTerms, term);
        row = at < 0 ? default : new PostingRow(_rowStarts[at], _rowStarts[at + 1], _boundStarts[at]);
        return at >= 0;
    }

    /// <summary>Documents with the term of a row position, dead ones included.</summary>
    public int PostingsOf(int row) => _rowStarts[row + 1] - _rowStarts[row];

    /// <summary>The counts by field of one posting.</summary>
    public uint CountsAt(int posting, int term)
    {
        var code = _codes[posting];
        if (code != Elsewhere) return _palette[code].Counts;
        var row = Row(_slots[posting]);
        return row.Counts[row.Terms.BinarySearch(term)];
    }

    /// <summary>An upper bound, never rounded down, of the weighted frequencies of postings within one row, at the average lengths of the segment's making.</summary>
    public float Bound(PostingRow row, int from, int to)
    {
        var most = 0f;
        for (var block = (from - row.From) / Block; block <= (to - 1 - row.From) / Block; block++)
            most = Math.Max(most, _bounds[row.BoundsFrom + block]);
        return most;
    }

    private static (int[] Terms, int[] Starts) Rows(int[] terms, int[] scratch)
    {
        var distinct = 0;
        foreach (var term in terms)
        {
            if (scratch[term]++ == 0) distinct++;
        }

        var rowTerms = new int[distinct];
        var at = 0;
        // Going through the postings again is cheaper than through a vocabulary that may be far larger.
        foreach (var term in terms)
        {
            if (scratch[term] <= 0) continue;
            rowTerms[at++] = term;
            scratch[term] = -scratch[term];
        }

        Array.Sort(rowTerms);
        var starts = new int[distinct + 1];
        for (var row = 0; row < distinct; row++)
        {
            starts[row + 1] = starts[row] - scratch[rowTerms[row]];
            scratch[rowTerms[row]] = starts[row];
        }

        return (rowTerms, starts);
    }

    /// <summary>Fills the postings in order of slots and returns the palette.</summary>
    private Combination[] Distribute(int[] next)
    {
        var palette = new Combination[Elsewhere];
        var used = 0;
        Span<uint> seen = stackalloc uint[1024];
        Span<byte> codes = stackalloc byte[1024];
        seen.Clear();
        for (var slot = 0; slot < Count; slot++)
        {
            for (var i = _columns.TermStarts[slot]; i < _columns.TermStarts[slot + 1]; i++)
            {
                var counts = _columns.Counts[i];
                var at = (int)(counts * 2654435761u >> 22);
                while (seen[at] != 0 && seen[at] != counts) at = (at + 1) & 1023;
                var code = Elsewhere;
                if (seen[at] == counts)
                {
                    code = codes[at];
                }
                else if (used < Elsewhere)
                {
                    (seen[at], codes[at], palette[used]) = (counts, (byte)used, Combination.Of(counts));
                    code = (byte)used++;
                }

                var posting = next[_columns.Terms[i]]++;
                (_slots[posting], _codes[posting]) = ((ushort)slot, code);
            }
        }

        return palette[..used];
    }

    private (int[] Starts, float[] Bounds) Bounds(FieldScoring scoring)
    {
        var starts = new int[_rowTerms.Length];
        var blocks = 0;
        for (var row = 0; row < starts.Length; row++)
        {
            starts[row] = blocks;
            blocks += (PostingsOf(row) + Block - 1) / Block;
        }

        var bounds = new float[blocks];
        for (var row = 0; row < starts.Length; row++)
        {
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                var frequency = scoring.WeightedFrequency(CountsAt(i, _rowTerms[row]), Lengths.Slice(_slots[i] * _fields, _fields));
                ref var bound = ref bounds[starts[row] + (i - _rowStarts[row]) / Block];
                bound = Math.Max(bound, MathF.BitIncrement((float)frequency));
            }
        }

        return (starts, bounds);
    }

    private static int[] KeyTable(SegmentDraft columns)
    {
        var table = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, columns.Count + columns.Count / 2))];
        for (var slot = 0; slot < columns.Count; slot++)
        {
            var at = Home(table, new DocumentRow(columns, slot).Key);
            while (table[at] != 0) at = (at + 1) & (table.Length - 1);
            table[at] = slot + 1;
        }

        return table;
    }

    private static int Home(int[] table, ReadOnlySpan<char> key) => string.GetHashCode(key) & (table.Length - 1);
}

/// <summary>Counts by field, eight bits a field; where there is only one field, also which and how often.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Field">The only field; -1 where there are several.</param>
/// <param name="Frequency">The count in that field.</param>
internal readonly record struct Combination(uint Counts, int Field, uint Frequency)
{
    public static Combination Of(uint counts)
    {
        var field = System.Numerics.BitOperations.TrailingZeroCount(counts) / 8;
        var frequency = counts >> (8 * field);
        return frequency <= 0xFF ? new(counts, field, frequency) : new(counts, -1, 0);
    }
}

/// <summary>The postings of one term in a segment, and where their bounds begin.</summary>
internal readonly record struct PostingRow(int From, int To, int BoundsFrom);
