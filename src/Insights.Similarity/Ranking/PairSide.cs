using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>One of the two documents of a pair, as the features need it: its terms with their rarity, and its own totals.</summary>
/// <remarks>Buffers are kept and refilled, so that hundreds of candidates cost no allocation. Not thread-safe.</remarks>
internal sealed class PairSide(IndexView view, LookAlikeOptions options, FieldScoring scoring)
{
    private int[] _terms = new int[64];
    private uint[] _counts = new uint[64];
    private double[] _idf = new double[64];
    private int[] _lengths = new int[options.Texts.Count];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Terms => _terms.AsSpan(0, Count);

    public ReadOnlySpan<uint> Counts => _counts.AsSpan(0, Count);

    /// <summary>Rarity of each term; 0 for one that more than half of the documents have.</summary>
    public ReadOnlySpan<double> Idf => _idf.AsSpan(0, Count);

    public ReadOnlySpan<int> Lengths => _lengths;

    public int[] Facts { get; private set; } = [];

    public int[] Grams { get; private set; } = [];

    public long Created { get; private set; }

    /// <summary>Σ rarity over the first field's terms.</summary>
    public double TitleMass { get; private set; }

    public double TitleSquares { get; private set; }

    public double Mass { get; private set; }

    public double Squares { get; private set; }

    public double BodySquares { get; private set; }

    /// <summary>The BM25F score of the document against itself.</summary>
    public double Own { get; private set; }

    public int Words { get; private set; }

    /// <summary>Reads a document of the view.</summary>
    /// <param name="slot">Where it stands.</param>
    /// <param name="alone">Whether it asks, so that its own occurrence must not count towards rarity: otherwise a word that only
    /// this document has would look less rare than one that the index has never seen.</param>
    public void Read(int slot, bool alone)
    {
        var terms = view.TermsOf(slot);
        Room(terms.Length);
        terms.CopyTo(_terms);
        view.CountsOf(slot).CopyTo(_counts);
        Count = terms.Length;
        view.LengthsOf(slot).CopyTo(_lengths);
        Facts = view.FactsOf(slot).ToArray();
        Grams = view.TitleGramsOf(slot).ToArray();
        Created = view.CreatedOf(slot);
        Clear();
        var less = alone ? 1 : 0;
        for (var i = 0; i < Count; i++) Take(i, view.DocumentsWith(_terms[i]) - less, view.Count - less);
    }

    /// <summary>Reads a document that need not be in the view.</summary>
    public void Read(AnalysedDocument document, int exceptSlot)
    {
        var bag = document.Terms;
        Room(bag.Count);
        var less = exceptSlot >= 0 ? view.TermsOf(exceptSlot) : [];
        var known = 0;
        var unknown = new List<uint>();
        for (var row = 0; row < bag.Count; row++)
        {
            if (view.TryTerm(bag.Term(row), out var id)) (_terms[known], _counts[known++]) = (id, bag.Counts(row));
            else unknown.Add(bag.Counts(row));
        }

        Array.Sort(_terms, _counts, 0, known);
        bag.Lengths.CopyTo(_lengths, 0);
        Facts = [.. document.Facts.Select(f => view.TryFact(f.Field, f.Value, out var id) ? id : -1).Where(id => id >= 0)];
        Grams = document.TitleGrams;
        Created = document.Created;
        Clear();
        Count = known;
        for (var i = 0; i < known; i++)
            Take(i, view.DocumentsWith(_terms[i]) - (less.BinarySearch(_terms[i]) >= 0 ? 1 : 0), view.Count - (exceptSlot >= 0 ? 1 : 0));
        var rarest = FieldScoring.Rarity(view.Count, 0);
        foreach (var counts in unknown) Sum(counts, rarest);
    }

    private void Clear() =>
        (TitleMass, TitleSquares, Mass, Squares, BodySquares, Own, Words) = (0, 0, 0, 0, 0, 0, _lengths.Sum());

    private void Take(int i, int holders, int documents)
    {
        _idf[i] = documents >= 50 && holders > documents / 2 ? 0 : FieldScoring.Rarity(documents, Math.Max(0, holders));
        Sum(_counts[i], _idf[i]);
    }

    private void Sum(uint counts, double idf)
    {
        if ((counts & 0xFF) != 0)
        {
            TitleMass += idf;
            TitleSquares += idf * idf;
        }

        var all = PairFeatures.LogTf(counts) * idf;
        var body = PairFeatures.LogTf(counts & ~0xFFu) * idf;
        Squares += all * all;
        BodySquares += body * body;
        Mass += idf;
        Own += FieldWeight(counts) * idf * scoring.Saturate(scoring.WeightedFrequency(counts, _lengths));
    }

    public double FieldWeight(uint counts)
    {
        var weight = 0.0;
        for (var f = 0; counts != 0; f++, counts >>= 8)
        {
            if ((counts & 0xFF) != 0) weight = Math.Max(weight, options.Texts[f].Weight);
        }

        return weight;
    }

    private void Room(int count)
    {
        if (count <= _terms.Length) return;
        var size = Math.Max(count, 2 * _terms.Length);
        (_terms, _counts, _idf) = (new int[size], new uint[size], new double[size]);
    }
}
