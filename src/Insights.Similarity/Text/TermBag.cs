using System.Runtime.InteropServices;

namespace Insights.Similarity.Text;

/// <summary>Where a term was first read: a range of one field's text.</summary>
internal readonly record struct Place(int Field, int Start, int Length);

/// <summary>The distinct terms of one document with their counts by field. Not thread-safe; made once, then only read.</summary>
internal sealed class TermBag
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _rowOf;
    private readonly List<string> _terms = [];
    private readonly List<uint> _counts = [];
    private readonly List<Place> _places = [];
    private readonly int[] _lengths;

    public TermBag(int fields)
    {
        _lengths = new int[fields];
        _rowOf = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _terms.Count;

    /// <summary>Terms read, by field, repeats included.</summary>
    public int[] Lengths => _lengths;

    public string Term(int row) => _terms[row];

    /// <summary>How often the row's term stands in each field: eight bits a field, saturating at 255.</summary>
    public uint Counts(int row) => _counts[row];

    public Place Place(int row) => _places[row];

    public bool Contains(string term) => _rows.ContainsKey(term);

    public bool HasRoom(int field) => _lengths[field] < LookAlikeOptions.WordsReadPerField;

    public void Add(ReadOnlySpan<char> term, Place place)
    {
        _lengths[place.Field]++;
        if (!_rowOf.TryGetValue(term, out var row))
        {
            row = _terms.Count;
            var kept = term.ToString();
            _rows.Add(kept, row);
            _terms.Add(kept);
            _counts.Add(0);
            _places.Add(place);
        }

        ref var counts = ref CollectionsMarshal.AsSpan(_counts)[row];
        if (((counts >> (8 * place.Field)) & 0xFF) < 0xFF) counts += 1u << (8 * place.Field);
    }
}
