using System.Runtime.InteropServices;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Index;

/// <summary>All documents in memory. A document has a slot for life; a replaced or removed one leaves a dead slot behind.</summary>
/// <remarks>Not thread-safe: one writer or many readers. Nothing a search returns depends on slot numbers or on dead documents.</remarks>
internal sealed class Shelf
{
    private readonly LookAlikeOptions _options;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<string?> _keys = [];
    private readonly List<int[]> _terms = [];
    private readonly List<uint[]> _counts = [];
    private readonly List<int[]> _grams4 = [];
    private readonly List<long> _created = [];
    private readonly List<int[]> _facts = [];
    private readonly List<int> _lengths = [];
    private readonly Dictionary<string, int> _termIds = new(StringComparer.Ordinal);
    private readonly List<string> _termNames = [];
    private readonly List<PostingList> _postings = [];
    private readonly Dictionary<Fact, int> _factIds = [];
    private readonly List<Fact> _factNames = [];
    private readonly List<int> _factHolders = [];
    private readonly TermGrams _grams = new();
    private readonly double[] _reference;
    private readonly FieldScoring _referenceScoring;
    private long _termsHeld;

    public Shelf(LookAlikeOptions options, ReadOnlySpan<double> averages)
    {
        _options = options;
        _reference = new double[options.Texts.Count];
        for (var f = 0; f < _reference.Length; f++) _reference[f] = Math.Max(1, averages[f]);
        _referenceScoring = new FieldScoring(options, _reference);
        Lengths = new LengthStatistics(_reference.Length);
    }

    public int Count => _slots.Count;

    /// <summary>Slots handed out, dead ones included.</summary>
    public int Slots => _keys.Count;

    public LengthStatistics Lengths { get; }

    /// <summary>The factor by which upper bounds, taken at the reference lengths, can be too low for today's averages.</summary>
    public double Drift
    {
        get
        {
            var drift = 1.0;
            for (var f = 0; f < _reference.Length; f++) drift = Math.Max(drift, Lengths.Average(f) / _reference[f]);
            return drift;
        }
    }

    /// <summary>True when a third is dead, or average lengths have left the reference so far that bounds are loose.</summary>
    public bool WantsRebuild
    {
        get
        {
            if (Slots - Count > 64 + Count / 2) return true;
            for (var f = 0; f < _reference.Length; f++)
            {
                if (Math.Max(1, Lengths.Average(f)) / _reference[f] is > 1.5 or < 0.66) return true;
            }

            return false;
        }
    }

    public long Bytes
    {
        get
        {
            var bytes = _grams.Bytes + _termsHeld * 4 + Slots * (2 * 32L + 8 + 4 * _reference.Length) + Count * 48L + _factIds.Count * 80L;
            foreach (var key in _slots.Keys) bytes += 24 + 2L * key.Length;
            foreach (var list in _postings) bytes += list.Bytes;
            foreach (var name in _termNames) bytes += 72 + 2L * name.Length;
            return bytes;
        }
    }

    public string? Key(int slot) => _keys[slot];

    public int? Slot(string key) => _slots.TryGetValue(key, out var slot) ? slot : null;

    public ReadOnlySpan<int> FactsOf(int slot) => _facts[slot];

    public ReadOnlySpan<int> TermsOf(int slot) => _terms[slot];

    public ReadOnlySpan<uint> CountsOf(int slot) => _counts[slot];

    public ReadOnlySpan<int> TitleGramsOf(int slot) => _grams4[slot];

    public long CreatedOf(int slot) => _created[slot];

    public int TermCount => _termNames.Count;

    public int HoldersOf(int term) => _postings[term].Alive;

    public int HoldersOfFact(int fact) => _factHolders[fact];

    public string TermName(int term) => _termNames[term];

    public Fact FactName(int fact) => _factNames[fact];

    public int TermIdOf(string term) => _termIds.TryGetValue(term, out var id) ? id : -1;

    /// <summary>How many values a document has in one fact field.</summary>
    public int ValuesOf(int slot, int field)
    {
        var values = 0;
        foreach (var fact in _facts[slot])
        {
            if (_factNames[fact].Field == field) values++;
        }

        return values;
    }

    /// <summary>Lengths of all slots, <see cref="LookAlikeOptions.Texts"/> many a slot.</summary>
    public ReadOnlySpan<int> AllLengths => CollectionsMarshal.AsSpan(_lengths);

    public ReadOnlySpan<int> LengthsOf(int slot) => AllLengths.Slice(slot * _reference.Length, _reference.Length);

    /// <summary>A term's postings, or null where no living document has it.</summary>
    public PostingList? Find(string term) =>
        _termIds.TryGetValue(term, out var id) && _postings[id].Alive > 0 ? _postings[id] : null;

    public int? FactId(Fact fact) => _factIds.TryGetValue(fact, out var id) ? id : null;

    /// <summary>The living term most like one that no document has; null where none is close.</summary>
    public string? Nearest(string term) => _grams.Nearest(term, _termNames, _postings);

    public void Put(AnalysedDocument document)
    {
        Remove(document.Key);
        var bag = document.Terms;
        var slot = Slots;
        _slots.Add(document.Key, slot);
        _keys.Add(document.Key);
        _lengths.AddRange(bag.Lengths);
        Lengths.Add(bag.Lengths);

        var terms = new int[bag.Count];
        var counts = new uint[bag.Count];
        for (var row = 0; row < terms.Length; row++)
        {
            terms[row] = TermId(bag.Term(row));
            counts[row] = bag.Counts(row);
            Append(terms[row], new Posting(slot, counts[row]));
        }

        Array.Sort(terms, counts);
        _terms.Add(terms);
        _counts.Add(counts);
        _termsHeld += terms.Length;
        _grams4.Add(document.TitleGrams);
        _created.Add(document.Created);
        _facts.Add([.. document.Facts.Select(FactIdOrNew)]);
        foreach (var fact in _facts[slot]) _factHolders[fact]++;
    }

    public bool Remove(string key)
    {
        if (!_slots.Remove(key, out var slot)) return false;
        _keys[slot] = null;
        Lengths.Remove(LengthsOf(slot));
        foreach (var term in _terms[slot])
        {
            if (--_postings[term].Alive == 0) _grams.Retire(_termNames[term]);
        }

        _termsHeld -= _terms[slot].Length;
        _terms[slot] = [];
        foreach (var fact in _facts[slot]) _factHolders[fact]--;
        _facts[slot] = [];
        _counts[slot] = [];
        _grams4[slot] = [];
        return true;
    }

    /// <summary>A copy without dead documents and with bounds for today's lengths. Reads this shelf only.</summary>
    public Shelf Rebuilt()
    {
        Span<double> averages = stackalloc double[_reference.Length];
        for (var f = 0; f < averages.Length; f++) averages[f] = Lengths.Average(f);
        var copy = new Shelf(_options, averages);

        var moved = new int[Slots];
        for (var slot = 0; slot < moved.Length; slot++)
        {
            moved[slot] = copy.Slots;
            if (_keys[slot] is not { } key) continue;
            copy._slots.Add(key, copy.Slots);
            copy._keys.Add(key);
            copy._lengths.AddRange(LengthsOf(slot));
            copy.Lengths.Add(LengthsOf(slot));
            copy._terms.Add(new int[_terms[slot].Length]);
            copy._counts.Add(new uint[_terms[slot].Length]);
            copy._grams4.Add(_grams4[slot]);
            copy._created.Add(_created[slot]);
            copy._termsHeld += _terms[slot].Length;
        }

        var filled = new int[copy.Slots];
        for (var id = 0; id < _postings.Count; id++)
        {
            if (_postings[id].Alive == 0) continue;
            var newId = copy.TermId(_termNames[id]);
            foreach (var posting in _postings[id].Postings)
            {
                if (_keys[posting.Slot] is null) continue;
                var slot = moved[posting.Slot];
                copy.Append(newId, posting with { Slot = slot });
                copy._counts[slot][filled[slot]] = posting.Counts;
                copy._terms[slot][filled[slot]++] = newId;
            }
        }

        var facts = _factIds.ToDictionary(f => f.Value, f => f.Key);
        for (var slot = 0; slot < moved.Length; slot++)
        {
            if (_keys[slot] is null) continue;
            copy._facts.Add([.. _facts[slot].Select(id => copy.FactIdOrNew(facts[id]))]);
            foreach (var fact in copy._facts[^1]) copy._factHolders[fact]++;
        }

        return copy;
    }

    private void Append(int term, Posting posting)
    {
        _postings[term].Add(posting, _referenceScoring.WeightedFrequency(posting.Counts, LengthsOf(posting.Slot)));
        if (_postings[term].Alive == 1) _grams.Revive(_termNames[term]);
    }

    private int TermId(string term)
    {
        if (_termIds.TryGetValue(term, out var id)) return id;
        id = _termNames.Count;
        _termIds.Add(term, id);
        _termNames.Add(term);
        _postings.Add(new PostingList());
        _grams.Add(id, term);
        return id;
    }

    private int FactIdOrNew(Fact fact)
    {
        if (_factIds.TryGetValue(fact, out var id)) return id;
        id = _factNames.Count;
        _factIds.Add(fact, id);
        _factNames.Add(fact);
        _factHolders.Add(0);
        return id;
    }
}
