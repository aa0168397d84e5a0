using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>One of the two documents of a pair, as the features need it: its terms with their rarity, and its own totals.</summary>
/// <remarks>Buffers are kept and refilled, so that hundreds of candidates cost no allocation. Totals are summed as whole numbers, so they do not
/// depend on the order of term ids, which is that of insertion. Not thread-safe.</remarks>
internal sealed class PairSide(IndexView view)
{
    /// <summary>A word that more than half of so many documents share says nothing.</summary>
    private const int DocumentsToJudgeCommonness = 50;

    private static readonly double[] Logs = [.. Enumerable.Range(0, 4 * 255 + 1).Select(n => n == 0 ? 0 : 1 + Math.Log(n))];

    private int[] _terms = new int[64];
    private uint[] _counts = new uint[64];
    private double[] _rarity = new double[64];
    private int _count;
    private int[] _facts = new int[16];
    private int _factCount;
    private int[] _grams = new int[64];
    private int _gramCount;
    private readonly int[] _lengths = new int[view.Options.Texts.Count];
    private long _titleMass, _titleSquares, _mass, _squares, _bodySquares, _own;

    /// <summary>Ids of the terms, ascending.</summary>
    public ReadOnlySpan<int> Terms => _terms.AsSpan(0, _count);

    /// <summary>Beside <see cref="Terms"/>: counts by field.</summary>
    public ReadOnlySpan<uint> Counts => _counts.AsSpan(0, _count);

    /// <summary>Beside <see cref="Terms"/>: how rare each is; 0 for one that more than half of the documents have.</summary>
    public ReadOnlySpan<double> Rarity => _rarity.AsSpan(0, _count);

    /// <summary>Ids of the facts, ascending.</summary>
    public ReadOnlySpan<int> Facts => _facts.AsSpan(0, _factCount);

    public ReadOnlySpan<int> Grams => _grams.AsSpan(0, _gramCount);

    public ReadOnlySpan<int> Lengths => _lengths;

    public long Created { get; private set; }

    /// <summary>Words in all fields.</summary>
    public int Words { get; private set; }

    /// <summary>Σ rarity over the terms of the first field.</summary>
    public double TitleMass => Fixed.Value(_titleMass);

    /// <summary>Σ rarity² over the terms of the first field.</summary>
    public double TitleSquares => Fixed.Value(_titleSquares);

    /// <summary>Σ rarity over all terms.</summary>
    public double Mass => Fixed.Value(_mass);

    /// <summary>Σ (log frequency · rarity)² over all terms.</summary>
    public double Squares => Fixed.Value(_squares);

    /// <summary>Σ (log frequency · rarity)² over the terms outside the first field.</summary>
    public double BodySquares => Fixed.Value(_bodySquares);

    /// <summary>The BM25F score of the document against itself.</summary>
    public double Own => Fixed.Value(_own);

    /// <summary>1 + ln(occurrences in all fields together), or 0 without any.</summary>
    public static double LogFrequency(uint counts) =>
        Logs[(counts & 0xFF) + ((counts >> 8) & 0xFF) + ((counts >> 16) & 0xFF) + (counts >> 24)];

    /// <summary>Reads a document of the view.</summary>
    /// <param name="slot">Where it stands.</param>
    /// <param name="asks">Whether it is the one that asks: its own occurrences then do not count towards rarity, as if it were not in the
    /// index yet.</param>
    public void Read(int slot, bool asks)
    {
        var row = view.Row(slot);
        Fill(row.Terms, row.Counts, row.Lengths, row.Facts, row.Grams, row.Created);
        var less = asks ? 1 : 0;
        for (var i = 0; i < _count; i++) Take(i, view.DocumentsWith(_terms[i]) - less, view.Count - less);
    }

    /// <summary>Reads a document that need not be in the view.</summary>
    /// <param name="document">What asks.</param>
    /// <param name="inView">Where an earlier state of it stands in the view, or -1; it does not count towards rarity.</param>
    public void Read(AnalysedDocument document, int inView)
    {
        var bag = document.Terms;
        var (terms, counts, unknown) = (new List<int>(bag.Count), new List<uint>(bag.Count), new List<uint>());
        for (var row = 0; row < bag.Count; row++)
        {
            if (view.TryTerm(bag.Term(row), out var id))
            {
                terms.Add(id);
                counts.Add(bag.Counts(row));
            }
            else
            {
                unknown.Add(bag.Counts(row));
            }
        }

        var (ids, beside) = (terms.ToArray(), counts.ToArray());
        Array.Sort(ids, beside);
        int[] facts = [.. document.Facts.Select(f => view.TryFact(f.Field, f.Value, out var id) ? id : -1).Where(id => id >= 0).Order()];
        Fill(ids, beside, bag.Lengths, facts, document.TitleGrams, document.Created);

        var before = inView < 0 ? [] : view.TermsOf(inView);
        var documents = view.Count - (inView < 0 ? 0 : 1);
        for (var i = 0; i < _count; i++)
            Take(i, view.DocumentsWith(_terms[i]) - (before.BinarySearch(_terms[i]) >= 0 ? 1 : 0), documents);
        var rarest = FieldScoring.Rarity(documents, 0);
        foreach (var count in unknown) Sum(count, rarest);
    }

    /// <summary>The heaviest weight among the fields in which a term stands.</summary>
    public double FieldWeight(uint counts)
    {
        var weight = 0.0;
        for (var f = 0; counts != 0; f++, counts >>= 8)
        {
            if ((counts & 0xFF) != 0) weight = Math.Max(weight, view.Options.Texts[f].Weight);
        }

        return weight;
    }

    private void Fill(
        ReadOnlySpan<int> terms, ReadOnlySpan<uint> counts, ReadOnlySpan<int> lengths, ReadOnlySpan<int> facts, ReadOnlySpan<int> grams, long created)
    {
        if (_terms.Length < terms.Length)
            (_terms, _counts, _rarity) = (new int[2 * terms.Length], new uint[2 * terms.Length], new double[2 * terms.Length]);
        if (_facts.Length < facts.Length) _facts = new int[2 * facts.Length];
        if (_grams.Length < grams.Length) _grams = new int[2 * grams.Length];
        (_count, _factCount, _gramCount) = (terms.Length, facts.Length, grams.Length);
        terms.CopyTo(_terms);
        counts.CopyTo(_counts);
        lengths.CopyTo(_lengths);
        facts.CopyTo(_facts);
        grams.CopyTo(_grams);
        Created = created;
        Words = 0;
        foreach (var length in _lengths) Words += length;
        _titleMass = _titleSquares = _mass = _squares = _bodySquares = _own = 0;
    }

    private void Take(int i, int holders, int documents)
    {
        var common = documents >= DocumentsToJudgeCommonness && holders > documents / 2;
        _rarity[i] = common ? 0 : FieldScoring.Rarity(documents, Math.Max(0, holders));
        Sum(_counts[i], _rarity[i]);
    }

    private void Sum(uint counts, double rarity)
    {
        if ((counts & 0xFF) != 0)
        {
            _titleMass += Fixed.Of(rarity);
            _titleSquares += Fixed.Of(rarity * rarity);
        }

        var all = LogFrequency(counts) * rarity;
        var body = LogFrequency(counts & ~0xFFu) * rarity;
        _squares += Fixed.Of(all * all);
        _bodySquares += Fixed.Of(body * body);
        _mass += Fixed.Of(rarity);
        _own += Fixed.Of(FieldWeight(counts) * rarity * view.Scoring.Saturate(view.Scoring.WeightedFrequency(counts, _lengths)));
    }
}
