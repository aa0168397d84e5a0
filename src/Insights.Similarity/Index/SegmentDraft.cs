namespace Insights.Similarity.Index;

/// <summary>How much some documents need.</summary>
internal readonly record struct SegmentSize(int Documents, int KeyCharacters, int Terms, int Facts, int Grams)
{
    public SegmentSize Plus(DocumentRow row) => new(
        Documents + 1, KeyCharacters + row.Key.Length, Terms + row.Terms.Length, Facts + row.Facts.Length, Grams + row.Grams.Length);
}

/// <summary>Documents side by side in columns, filled one after the other and then made into a <see cref="Segment"/>.</summary>
internal sealed class SegmentDraft
{
    private readonly int _fields;

    public SegmentDraft(SegmentSize size, int fields)
    {
        _fields = fields;
        (Keys, KeyStarts) = (new char[size.KeyCharacters], new int[size.Documents + 1]);
        (Terms, Counts, TermStarts) = (new int[size.Terms], new uint[size.Terms], new int[size.Documents + 1]);
        (Facts, FactStarts) = (new int[size.Facts], new int[size.Documents + 1]);
        (Grams, GramStarts) = (new int[size.Grams], new int[size.Documents + 1]);
        (Lengths, Created) = (new int[size.Documents * fields], new long[size.Documents]);
    }

    public int Count { get; private set; }

    public char[] Keys { get; }

    public int[] KeyStarts { get; }

    public int[] Terms { get; }

    public uint[] Counts { get; }

    public int[] TermStarts { get; }

    public int[] Facts { get; }

    public int[] FactStarts { get; }

    public int[] Grams { get; }

    public int[] GramStarts { get; }

    public int[] Lengths { get; }

    public long[] Created { get; }

    /// <summary>Whether as much was added as room was made for.</summary>
    public bool IsComplete => Count == Created.Length && KeyStarts[Count] == Keys.Length && TermStarts[Count] == Terms.Length
        && FactStarts[Count] == Facts.Length && GramStarts[Count] == Grams.Length;

    public void Add(DocumentRow row) => Add(row.Key, row.Terms, row.Counts, row.Lengths, row.Facts, row.Grams, row.Created);

    public void Add(
        ReadOnlySpan<char> key, ReadOnlySpan<int> terms, ReadOnlySpan<uint> counts, ReadOnlySpan<int> lengths, ReadOnlySpan<int> facts,
        ReadOnlySpan<int> grams, long created)
    {
        Append(Keys, KeyStarts, key);
        counts.CopyTo(Counts.AsSpan(TermStarts[Count]));
        Append(Terms, TermStarts, terms);
        Append(Facts, FactStarts, facts);
        Append(Grams, GramStarts, grams);
        lengths.CopyTo(Lengths.AsSpan(Count * _fields));
        Created[Count++] = created;
    }

    public ReadOnlySpan<int> LengthsOf(int slot) => Lengths.AsSpan(slot * _fields, _fields);

    public static ReadOnlySpan<T> Part<T>(T[] column, int[] starts, int slot) => column.AsSpan(starts[slot]..starts[slot + 1]);

    private void Append<T>(T[] column, int[] starts, ReadOnlySpan<T> values)
    {
        values.CopyTo(column.AsSpan(starts[Count]));
        starts[Count + 1] = starts[Count] + values.Length;
    }
}
