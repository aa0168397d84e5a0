namespace Insights.Similarity.Index;

/// <summary>The parts of one document, wherever they lie; each is looked up when it is asked for.</summary>
internal readonly struct DocumentRow
{
    private readonly StoredDocument? _stored;
    private readonly SegmentDraft? _columns;
    private readonly int _slot;

    public DocumentRow(StoredDocument stored) => _stored = stored;

    public DocumentRow(SegmentDraft columns, int slot) => (_columns, _slot) = (columns, slot);

    public ReadOnlySpan<char> Key => _columns is null ? _stored!.Key : SegmentDraft.Part(_columns.Keys, _columns.KeyStarts, _slot);

    public ReadOnlySpan<int> Terms => _columns is null ? _stored!.Terms : SegmentDraft.Part(_columns.Terms, _columns.TermStarts, _slot);

    public ReadOnlySpan<uint> Counts => _columns is null ? _stored!.Counts : SegmentDraft.Part(_columns.Counts, _columns.TermStarts, _slot);

    public ReadOnlySpan<int> Lengths => _columns is null ? _stored!.Lengths : _columns.LengthsOf(_slot);

    public ReadOnlySpan<int> Facts => _columns is null ? _stored!.Facts : SegmentDraft.Part(_columns.Facts, _columns.FactStarts, _slot);

    public ReadOnlySpan<int> Grams => _columns is null ? _stored!.Grams : SegmentDraft.Part(_columns.Grams, _columns.GramStarts, _slot);

    public long Created => _columns is null ? _stored!.Created : _columns.Created[_slot];
}

/// <summary>A document written lately, which no segment holds yet.</summary>
internal sealed class StoredDocument
{
    public StoredDocument(AnalysedDocument document, Vocabulary terms, Vocabulary facts)
    {
        var bag = document.Terms;
        (Key, Lengths, Grams, Created) = (document.Key, bag.Lengths, document.TitleGrams, document.Created);
        (Terms, Counts) = (new int[bag.Count], new uint[bag.Count]);
        for (var row = 0; row < Terms.Length; row++) (Terms[row], Counts[row]) = (terms.Intern(bag.Term(row)), bag.Counts(row));
        Array.Sort(Terms, Counts);
        Facts = [.. document.Facts.Select(f => facts.Intern(f.Name)).Order()];
    }

    public string Key { get; }

    public int[] Terms { get; }

    public uint[] Counts { get; }

    public int[] Lengths { get; }

    public int[] Facts { get; }

    public int[] Grams { get; }

    public long Created { get; }

    /// <summary>The version of the write that removed it; see <see cref="Segment.DiedAt"/>.</summary>
    public int DiedAt = Segment.Never;

    public DocumentRow Row => new(this);

    public Holdings Holdings => new(Terms, Facts);

    public long Bytes => 168 + 6 * 24 + 2L * Key.Length + 4L * (2 * Terms.Length + Lengths.Length + Facts.Length + Grams.Length);
}
