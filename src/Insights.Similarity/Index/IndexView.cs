using Insights.Similarity.Ranking;

namespace Insights.Similarity.Index;

/// <summary>What one search sees: whole documents only, and it never changes under the reader.</summary>
/// <remarks>Safe to share and to keep; keeping it keeps the memory of what has been replaced since, and
/// counting the documents with a term takes longer the more was written since. Documents are addressed by slot, a number below
/// <see cref="SlotLimit"/> that means something in this view only; slots of documents that were replaced or removed stay empty for a while:
/// see <see cref="IsAlive"/>. Ids of terms and facts also belong to the view. Spans point into the index and cost nothing.</remarks>
internal sealed class IndexView
{
    private readonly Segment[] _segments;
    private readonly int[] _firstSlots;
    private readonly StoredDocument[] _tail;
    private readonly int _tailFirst;
    private readonly Change _last;
    private readonly double[] _averages;
    private FieldScoring? _scoring;

    public IndexView(
        LookAlikeOptions options, Segment[] segments, StoredDocument[] tail, int tailCount, VocabularyView terms, VocabularyView facts,
        Change last, int count, ReadOnlySpan<long> totals)
    {
        (Options, _segments, _tail, Terms, Facts, _last, Count) = (options, segments, tail, terms, facts, last, count);
        _firstSlots = new int[segments.Length];
        var slots = 0;
        for (var s = 0; s < segments.Length; s++)
        {
            _firstSlots[s] = slots;
            slots = checked(slots + segments[s].Count);
        }

        _tailFirst = slots;
        SlotLimit = checked(slots + tailCount);
        _averages = new double[totals.Length];
        for (var f = 0; f < _averages.Length; f++) _averages[f] = count == 0 ? 0 : (double)totals[f] / count;
    }

    public LookAlikeOptions Options { get; }

    /// <summary>Living documents.</summary>
    public int Count { get; }

    /// <summary>Above every slot, dead ones included.</summary>
    public int SlotLimit { get; }

    /// <summary>The terms that some document has or had, by id.</summary>
    public VocabularyView Terms { get; }

    /// <summary>The facts that some document has or had, by id: <see cref="Fact.Name"/>.</summary>
    internal VocabularyView Facts { get; }

    /// <summary>Slots below it lie in segments.</summary>
    internal int TailFirst => _tailFirst;

    internal ReadOnlySpan<Segment> Segments => _segments;

    internal ReadOnlySpan<StoredDocument> Tail => _tail.AsSpan(0, SlotLimit - _tailFirst);

    internal ReadOnlySpan<double> Averages => _averages;

    /// <summary>Memory held, views of the past aside.</summary>
    public long Bytes
    {
        get
        {
            // What a writer lays rows out with is as long as the terms.
            var bytes = Terms.Bytes + Facts.Bytes + 5L * Terms.Count + 8L * _tail.Length;
            foreach (var segment in _segments) bytes += segment.Bytes;
            foreach (var document in Tail) bytes += document.Bytes;
            return bytes;
        }
    }

    /// <summary>BM25F at the view's average lengths.</summary>
    public FieldScoring Scoring => _scoring ??= new FieldScoring(Options, _averages);

    public bool IsAlive(int slot)
    {
        if (slot >= _tailFirst) return Volatile.Read(ref _tail[slot - _tailFirst].DiedAt) > _last.Version;
        var s = SegmentOf(slot);
        return _segments[s].DiedAt(slot - _firstSlots[s]) > _last.Version;
    }

    /// <summary>The living document of a key; -1 when there is none.</summary>
    public int SlotOf(string key)
    {
        for (var slot = SlotLimit - 1; slot >= _tailFirst; slot--)
        {
            if (Row(slot).Key.SequenceEqual(key) && IsAlive(slot)) return slot;
        }

        for (var s = _segments.Length - 1; s >= 0; s--)
        {
            var slot = _segments[s].SlotOf(key, _last.Version);
            if (slot >= 0) return _firstSlots[s] + slot;
        }

        return -1;
    }

    /// <summary>All of a document, dead or alive.</summary>
    public DocumentRow Row(int slot)
    {
        if (slot >= _tailFirst) return _tail[slot - _tailFirst].Row;
        var s = SegmentOf(slot);
        return _segments[s].Row(slot - _firstSlots[s]);
    }

    public string Key(int slot) => Row(slot).Key.ToString();

    /// <summary>Ids of the document's distinct terms, ascending.</summary>
    public ReadOnlySpan<int> TermsOf(int slot) => Row(slot).Terms;

    /// <summary>Beside <see cref="TermsOf"/>: occurrences by text field, eight bits a field, the first field lowest; 255 stands for more.</summary>
    public ReadOnlySpan<uint> CountsOf(int slot) => Row(slot).Counts;

    /// <summary>Words by text field.</summary>
    public ReadOnlySpan<int> LengthsOf(int slot) => Row(slot).Lengths;

    /// <summary>Ids of the document's distinct facts, ascending.</summary>
    public ReadOnlySpan<int> FactsOf(int slot) => Row(slot).Facts;

    /// <summary>Hashed character 4-grams of the first text field, ascending, distinct; comparable with those of <see cref="AnalysedDocument"/>.</summary>
    public ReadOnlySpan<int> TitleGramsOf(int slot) => Row(slot).Grams;

    /// <summary>When the document was written, in seconds since 1970.</summary>
    public long CreatedOf(int slot) => Row(slot).Created;

    /// <summary>Living documents that have a term.</summary>
    public int DocumentsWith(int term) => Terms.Holders(term, _last, facts: false);

    /// <summary>Living documents that have a fact.</summary>
    public int DocumentsWithFact(int fact) => Facts.Holders(fact, _last, facts: true);

    /// <summary>Facts that some document has or had.</summary>
    public int FactCount => Facts.Count;

    /// <summary>Position of a fact's field in the options.</summary>
    public int FactField(int fact) => Facts.Name(fact)[0];

    public string FactValue(int fact) => Facts.Name(fact)[1..].ToString();

    /// <summary>The id of a fact that some document has or had; <see cref="DocumentsWithFact"/> may be 0.</summary>
    public bool TryFact(int field, string value, out int id)
    {
        id = Facts.IdOf(new Fact(field, value).Name);
        return id >= 0;
    }

    /// <summary>The id of a term that some document has or had; <see cref="DocumentsWith"/> may be 0.</summary>
    public bool TryTerm(string term, out int id)
    {
        id = Terms.IdOf(term);
        return id >= 0;
    }

    public string TermName(int id) => Terms.Name(id).ToString();

    /// <summary>Mean number of words of living documents in a text field.</summary>
    public double AverageLength(int field) => _averages[field];

    /// <summary>The best documents by BM25F raised by facts in common, as <see cref="LookAlikeIndex"/> says; exact, ties by key.
    /// Only those written within the given seconds since 1970, both included.</summary>
    public IReadOnlyList<Hit> Retrieve(
        AnalysedDocument query, int take, int exceptSlot = -1, long notBefore = long.MinValue, long notAfter = long.MaxValue) =>
        new MaxScore(this, new QueryPlan(this, query), take, exceptSlot, notBefore, notAfter).Run();

    /// <summary>The same for a document of the view, itself left out; by so many of its heaviest words.</summary>
    public IReadOnlyList<Hit> Retrieve(int slot, int take, int words = LookAlikeOptions.QueryWords, long notAfter = long.MaxValue) =>
        new MaxScore(this, new QueryPlan(this, slot, words), take, slot, notAfter: notAfter).Run();

    /// <summary>Where a slot lies: its segment and the first slot of that.</summary>
    internal int SegmentOf(int slot)
    {
        var at = _firstSlots.AsSpan().BinarySearch(slot);
        // No two begin at one slot, since none is empty.
        return at >= 0 ? at : ~at - 1;
    }

    internal int FirstSlot(int segment) => _firstSlots[segment];
}
