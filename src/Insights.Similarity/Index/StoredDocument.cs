namespace Insights.Similarity.Index;

/// <summary>The parts of one document, wherever they lie.</summary>
internal readonly ref struct DocumentRow
{
    public required ReadOnlySpan<char> Key { get; init; }

    public required ReadOnlySpan<int> Terms { get; init; }

    public required ReadOnlySpan<uint> Counts { get; init; }

    public required ReadOnlySpan<int> Lengths { get; init; }

    public required ReadOnlySpan<int> Facts { get; init; }

    public required ReadOnlySpan<int> Grams { get; init; }

    public required long Created { get; init; }
}

/// <summary>A document written lately, which no segment holds yet.</summary>
internal sealed class StoredDocument
{
    private readonly string _key;
    private readonly int[] _terms;
    private readonly uint[] _counts;
    private readonly int[] _lengths;
    private readonly int[] _facts;
    private readonly int[] _grams;
    private readonly long _created;

    public StoredDocument(AnalysedDocument document, Vocabulary terms, Vocabulary facts)
    {
        var bag = document.Terms;
        (_key, _lengths, _grams, _created) = (document.Key, bag.Lengths, document.TitleGrams, document.Created);
        (_terms, _counts) = (new int[bag.Count], new uint[bag.Count]);
        for (var row = 0; row < _terms.Length; row++) (_terms[row], _counts[row]) = (terms.Intern(bag.Term(row)), bag.Counts(row));
        Array.Sort(_terms, _counts);
        _facts = [.. document.Facts.Select(f => facts.Intern(f.Name)).Order()];
    }

    /// <summary>The version of the write that removed it; see <see cref="Segment.DiedAt"/>.</summary>
    public int DiedAt = Segment.Never;

    public DocumentRow Row => new()
    {
        Key = _key,
        Terms = _terms,
        Counts = _counts,
        Lengths = _lengths,
        Facts = _facts,
        Grams = _grams,
        Created = _created,
    };

    public Holdings Holdings => new(_terms, _facts);

    public long Bytes => 168 + 6 * 24 + 2L * _key.Length + 4L * (2 * _terms.Length + _lengths.Length + _facts.Length + _grams.Length);
}
