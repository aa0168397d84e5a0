namespace Insights.Similarity.Index;

/// <summary>The writer's side of the index: the newest documents in a tail, the others in segments that are merged as they grow.</summary>
/// <remarks>For one writer at a time. Every write ends by publishing a new <see cref="IndexView"/>; readers take the newest and are never waited for.
/// Which documents lie where, and what was removed, changes no answer.</remarks>
internal sealed class Shelf
{
    /// <summary>Documents in the tail, each of which a search looks at.</summary>
    private const int MostInTail = 256;

    private const int MostTailTerms = 1 << 17;

    /// <summary>Names that nobody holds are kept as long as they are fewer than this or than the others.</summary>
    private const int IdleNamesKept = 50_000;

    private readonly LookAlikeOptions _options;
    private readonly int _mostInTail;
    private readonly int _renewAt;
    private List<Segment> _segments = [];
    private readonly long[] _totals;
    private Vocabulary _terms = new(signed: true);
    private Vocabulary _facts = new(signed: false);
    private StoredDocument[] _tail;
    private int _tailCount;
    private int _tailTerms;
    private int _count;
    private Change _last = new(0, default, default);
    private int[] _scratch = [];
    private IndexView _view;

    /// <param name="options">Fields and weights.</param>
    /// <param name="mostInTail">Fewer than usual where a test wants many segments.</param>
    /// <param name="renewAt">Earlier than usual where a test wants to see versions start over.</param>
    public Shelf(LookAlikeOptions options, int mostInTail = MostInTail, int renewAt = Segment.Never - 1)
    {
        (_options, _mostInTail, _renewAt) = (options, mostInTail, renewAt);
        (_totals, _tail) = (new long[options.Texts.Count], new StoredDocument[mostInTail]);
        _view = Current();
    }

    /// <summary>Everything written so far. Any thread may ask.</summary>
    public IndexView View => Volatile.Read(ref _view);

    public void Put(AnalysedDocument document)
    {
        var stored = new StoredDocument(document, _terms, _facts);
        Write(stored, _view.SlotOf(document.Key));
    }

    public bool Remove(string key)
    {
        var slot = _view.SlotOf(key);
        if (slot >= 0) Write(null, slot);
        return slot >= 0;
    }

    /// <summary>Takes in whole segments of documents that are not in the index, with ids by the order of the names, while nobody reads it.</summary>
    public void Load(IEnumerable<string> terms, IEnumerable<string> facts, IEnumerable<SegmentDraft> segments)
    {
        foreach (var term in terms) _terms.Intern(term);
        foreach (var fact in facts) _facts.Intern(fact);
        foreach (var draft in segments) TakeUp(draft);
        Volatile.Write(ref _view, Current());
    }

    private void Write(StoredDocument? added, int removedSlot)
    {
        if (_tailCount == _tail.Length) Array.Resize(ref _tail, 2 * _tailCount);
        var version = _last.Version + 1;
        var removed = removedSlot < 0 ? default : HoldingsOf(removedSlot);
        var change = new Change(version, added?.Holdings ?? default, removed);
        _last.Next = change;
        _last = change;
        _terms.Apply(version, change.Added.Terms.Span, removed.Terms.Span);
        _facts.Apply(version, change.Added.Facts.Span, removed.Facts.Span);
        if (removedSlot >= 0) Kill(removedSlot, version);
        if (added is not null) Append(added);
        Volatile.Write(ref _view, Current());
        try
        {
            Settle();
        }
        finally
        {
            // Each step leaves all documents in place, so what was done before one failed stands.
            Volatile.Write(ref _view, Current());
        }
    }

    /// <summary>Lays documents together anew where it is time; the same documents before and after.</summary>
    private void Settle()
    {
        if (_tailCount >= _mostInTail || _tailTerms > MostTailTerms) Flush();
        Tidy();
        if (IsIdle(_terms) || IsIdle(_facts) || _last.Version >= _renewAt) Renew();
    }

    private static bool IsIdle(Vocabulary names) => names.Count - names.Living > Math.Max(IdleNamesKept, names.Living);

    private Holdings HoldingsOf(int slot)
    {
        if (slot >= _view.TailFirst) return _tail[slot - _view.TailFirst].Holdings;
        var s = _view.SegmentOf(slot);
        return _segments[s].HoldingsOf(slot - _view.FirstSlot(s));
    }

    private void Kill(int slot, int version)
    {
        Count(_view.LengthsOf(slot), -1);
        if (slot >= _view.TailFirst)
        {
            Volatile.Write(ref _tail[slot - _view.TailFirst].DiedAt, version);
            return;
        }

        var s = _view.SegmentOf(slot);
        _segments[s].Kill(slot - _view.FirstSlot(s), version);
    }

    private void Append(StoredDocument document)
    {
        Count(document.Row.Lengths, 1);
        _tail[_tailCount++] = document;
        _tailTerms += document.Row.Terms.Length;
    }

    private void Count(ReadOnlySpan<int> lengths, int by)
    {
        _count += by;
        for (var f = 0; f < lengths.Length; f++) _totals[f] += by * lengths[f];
    }

    /// <summary>Makes the living documents of the tail a segment.</summary>
    private void Flush()
    {
        var fresh = new StoredDocument[_mostInTail];
        var living = _tail.AsSpan(0, _tailCount).ToArray().Where(d => d.DiedAt == Segment.Never).ToList();
        if (living.Count > 0)
        {
            var draft = new SegmentDraft(living.Aggregate(default(SegmentSize), (size, d) => size.Plus(d.Row)), _totals.Length);
            foreach (var document in living) draft.Add(document.Row);
            _segments.Add(SegmentOf(draft));
        }

        // Readers of older views go on with the array that they know.
        (_tail, _tailCount, _tailTerms) = (fresh, 0, 0);
    }

    /// <summary>Drops the dead where they are a third, renews bounds that have become loose, and merges neighbours of like size, so that there are
    /// few segments and each document moves seldom.</summary>
    private void Tidy()
    {
        Span<double> averages = stackalloc double[_totals.Length];
        Averages(averages);
        for (var s = _segments.Count - 1; s >= 0; s--)
        {
            var segment = _segments[s];
            if (segment.Living == 0) _segments.RemoveAt(s);
            else if (segment.Count - segment.Living > 16 + segment.Living / 2 || segment.IsLoose(averages)) Merge(s, 1);
        }

        for (var s = _segments.Count - 2; s >= 0; s--)
        {
            if (!Belong(_segments[s], _segments[s + 1])) continue;
            Merge(s, 2);
            s = _segments.Count - 1;
        }
    }

    private static bool Belong(Segment older, Segment newer) =>
        older.Living < 2 * newer.Living && older.Living + newer.Living <= Segment.MostDocuments && (long)older.Postings + newer.Postings <= Segment.MostTerms;

    private void Merge(int first, int count)
    {
        var merged = SegmentOf(Living(_segments.GetRange(first, count)));
        _segments.RemoveRange(first, count);
        _segments.Insert(first, merged);
    }

    /// <summary>Starts over with the names that are held and with version 0. Readers of older views keep the names and versions that they know.</summary>
    private void Renew()
    {
        Flush();
        var fresh = new Shelf(_options, _mostInTail, _renewAt);
        var (termIds, factIds) = (Moved(_terms, fresh._terms), Moved(_facts, fresh._facts));
        foreach (var segment in _segments)
        {
            if (segment.Living == 0) continue;
            var draft = Living([segment]);
            foreach (ref var term in draft.Terms.AsSpan()) term = termIds[term];
            foreach (ref var fact in draft.Facts.AsSpan()) fact = factIds[fact];
            fresh.TakeUp(draft);
        }

        (_segments, _terms, _facts, _last, _scratch) = (fresh._segments, fresh._terms, fresh._facts, fresh._last, fresh._scratch);
    }

    /// <summary>Takes the held names over in their order, so that what was ascending stays so, and says where each went.</summary>
    private static int[] Moved(Vocabulary from, Vocabulary to)
    {
        var ids = new int[from.Count];
        for (var id = 0; id < ids.Length; id++)
        {
            if (from.Holders(id) > 0) ids[id] = to.Intern(from.View.Name(id));
        }

        return ids;
    }

    private void TakeUp(SegmentDraft draft)
    {
        for (var slot = 0; slot < draft.Count; slot++) Count(draft.LengthsOf(slot), 1);
        var segment = SegmentOf(draft);
        _segments.Add(segment);
        for (var row = 0; row < segment.RowTerms.Length; row++) _terms.Load(segment.RowTerms[row], segment.PostingsOf(row));
        foreach (var fact in draft.Facts) _facts.Load(fact, 1);
    }

    private SegmentDraft Living(IReadOnlyList<Segment> segments)
    {
        var size = default(SegmentSize);
        foreach (var segment in segments)
        {
            for (var slot = 0; slot < segment.Count; slot++)
            {
                if (segment.DiedAt(slot) == Segment.Never) size = size.Plus(segment.Row(slot));
            }
        }

        var draft = new SegmentDraft(size, _totals.Length);
        foreach (var segment in segments)
        {
            for (var slot = 0; slot < segment.Count; slot++)
            {
                if (segment.DiedAt(slot) == Segment.Never) draft.Add(segment.Row(slot));
            }
        }

        return draft;
    }

    private Segment SegmentOf(SegmentDraft draft)
    {
        var scratch = _scratch.Length < _terms.Count ? new int[_terms.Count + _terms.Count / 4] : _scratch;
        _scratch = []; // Should anything fail below, no half-used one stays.
        Span<double> averages = stackalloc double[_totals.Length];
        Averages(averages);
        var segment = new Segment(draft, _options, averages, scratch);
        _scratch = scratch;
        return segment;
    }

    private void Averages(Span<double> averages)
    {
        for (var f = 0; f < averages.Length; f++) averages[f] = _count == 0 ? 0 : (double)_totals[f] / _count;
    }

    private IndexView Current() =>
        new(_options, [.. _segments], _tail, _tailCount, _terms.View, _facts.View, _last, _count, _totals);
}
