using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity;

/// <summary>Finds documents that resemble a query: an in-memory inverted index that is changed one document at a time.</summary>
/// <remarks>
/// <para><b>Score.</b> For each word t of the query, w(t) = (heaviest field weight it has in the query) · ∛(how often it stands there) · ln(1 + (N − n + ½) / (n + ½)).
/// The text score of a document is Σ w(t) · f / (k1 + f) with BM25F's f = Σ over fields of weight · count / (1 − b + b · length /
/// average length), over the <see cref="LookAlikeOptions.QueryWords"/> heaviest words (fewer where common ones would make a large collection slow, see <see cref="LookAlikeOptions.PostingsRead"/>); words in more than half of 50 or more documents are
/// left out. Facts raise it: text score · (1 + Σ bonus · agreement). The result is divided by what a copy of the query
/// would get, and cut at 1; a query of one or two words gets a third or two thirds of that, being thin evidence. Words that no document has
/// count towards the divisor, so they lower the score. It is comparable between queries, and is not a probability.</para>
/// <para><b>Never by facts alone.</b> Without a shared word there is no match, whatever the facts say.</para>
/// <para><b>Determinism.</b> Results depend only on the documents present, not on their order or on what was removed.
/// Equal scores are ordered by key, ordinally.</para>
/// <para><b>Threads.</b> All members may be called concurrently. A search takes the newest published view and never waits; it sees whole
/// documents only, and what was written before it began. Writes wait for each other; text is analysed before. A write takes longer
/// where it tips a balance and documents are laid together anew: up to 65,536 of them, or all where most words have gone out of use.</para>
/// </remarks>
public sealed class LookAlikeIndex
{
    private const string Engine = "bm25f-2";

    private readonly LookAlikeOptions _options;
    private readonly Lock _writing = new();
    private readonly Shelf _shelf;

    /// <summary>An empty index.</summary>
    /// <param name="options">Fields and weights, fixed for the life of the index.</param>
    public LookAlikeIndex(LookAlikeOptions options) : this(options, new Shelf(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    internal LookAlikeIndex(LookAlikeOptions options, Shelf shelf)
    {
        (_options, _shelf) = (options, shelf);
        EngineVersion = $"{Engine}/{Convert.ToHexStringLower(Snapshot.Fingerprint(options, Engine).AsSpan(0, 4))}";
    }

    /// <summary>Changes whenever equal documents could score differently: with the code's formula and with the options.</summary>
    public string EngineVersion { get; }

    /// <summary>Documents in the index.</summary>
    public int Count => _shelf.View.Count;

    /// <summary>About how much memory the index holds, in bytes.</summary>
    public long ApproximateBytes => _shelf.View.Bytes;

    /// <summary>Inserts a document, or replaces the one with the same key as one step.</summary>
    /// <exception cref="ArgumentException">It has a field that the options do not name.</exception>
    public void Put(AlikeDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var analysed = new AnalysedDocument(document, _options);
        lock (_writing) _shelf.Put(analysed);
    }

    /// <summary>Removes a document.</summary>
    /// <returns>False if there was none with that key.</returns>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_writing) return _shelf.Remove(key);
    }

    /// <summary>The documents most like the query, best first.</summary>
    /// <param name="query">Need not be in the index; its key plays no part.</param>
    /// <param name="take">How many at most; above 0.</param>
    /// <param name="exceptKey">A document to leave out, usually the query itself.</param>
    /// <returns>Fewer than <paramref name="take"/> where fewer share a telling word with the query; empty for a query without any.</returns>
    /// <exception cref="ArgumentException">The query has a field that the options do not name.</exception>
    public IReadOnlyList<LookAlike> Find(AlikeDocument query, int take, string? exceptKey = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var analysed = new AnalysedDocument(query, _options);
        var view = View();
        var plan = new QueryPlan(view, analysed);
        var hits = new MaxScore(view, plan, take, exceptKey is null ? -1 : view.SlotOf(exceptKey)).Run();
        return [.. hits.Select(hit => Explanation.Of(hit, plan, view, analysed))];
    }

    /// <summary>Full-text search: the documents that have words of the text, in whichever field, best first.</summary>
    /// <remarks>Scored as <see cref="Find(AlikeDocument, int, string?)"/> scores a query whose words all stand in one field and have no facts, only
    /// that words which most documents have count too. Rare words count most; none is required; typing errors are bridged.</remarks>
    /// <param name="text">What was typed; a blank text finds nothing.</param>
    /// <param name="take">How many at most; above 0.</param>
    public IReadOnlyList<LookAlike> Search(string text, int take)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var query = new AlikeDocument("") { Created = default, Texts = new Dictionary<string, string> { [_options.Texts[0].Name] = text } };
        var (view, analysed) = (View(), new AnalysedDocument(query, _options));
        var plan = new QueryPlan(view, analysed, keepCommon: true);
        return [.. new MaxScore(view, plan, take, exceptSlot: -1).Run().Select(hit => Explanation.Of(hit, plan, view, analysed))];
    }

    /// <summary>The documents most likely to be the same as the query, best first, and why.</summary>
    /// <remarks>The best by BM25F, 200 or <paramref name="take"/> of them if that is more, are put in the model's order.</remarks>
    /// <param name="query">Need not be in the index; its key plays no part.</param>
    /// <param name="model">What ranks and gives probabilities.</param>
    /// <param name="take">How many at most; above 0.</param>
    /// <param name="exceptKey">A document to leave out: the query itself, whose earlier state in the index then plays no part at all.</param>
    /// <param name="window">Leaves out what was written longer before the query.</param>
    /// <returns>Fewer than <paramref name="take"/> where fewer share a telling word with the query; empty for a query without any.</returns>
    /// <exception cref="ArgumentException">The query has a field that the options do not name.</exception>
    public IReadOnlyList<LookAlike> Find(AlikeDocument query, LookAlikeModel model, int take, string? exceptKey = null, TimeSpan? window = null)
    {
        var ranked = Rank(query, model, take, exceptKey, window);
        return [.. Enumerable.Range(0, ranked.Count).Select(ranked.Explain)];
    }

    /// <summary>As <see cref="Find(AlikeDocument, LookAlikeModel, int, string?, TimeSpan?)"/>, but reasons only for those that are asked about.</summary>
    public RankedLookAlikes Rank(AlikeDocument query, LookAlikeModel model, int take, string? exceptKey = null, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var (view, analysed) = (View(), new AnalysedDocument(query, _options));
        var except = exceptKey is null ? -1 : view.SlotOf(exceptKey);
        var notBefore = window is { } span ? analysed.Created - (long)span.TotalSeconds : long.MinValue;
        var asks = new PairSide(view);
        asks.Read(analysed, except);
        var hits = view.Retrieve(analysed, Math.Max(Reranking.Candidates, take), except, notBefore);
        return new RankedLookAlikes(view, analysed, asks, Reranking.Rank(view, asks, new PairSide(view), hits, model), take, model);
    }

    /// <summary>Writes the index as it is now, to be loaded instead of reading all documents again. Searches and writes go on meanwhile.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Snapshot.Save(View(), Snapshot.Fingerprint(_options, Engine), stream);
    }

    /// <summary>An index that answers as the one that was saved.</summary>
    /// <exception cref="SnapshotRefusedException">The stream is not a whole snapshot of this engine version with equal options.</exception>
    public static LookAlikeIndex Load(Stream stream, LookAlikeOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return new LookAlikeIndex(options, Snapshot.Load(options, Snapshot.Fingerprint(options, Engine), stream));
    }

    /// <summary>What a search sees from now on.</summary>
    internal IndexView View() => _shelf.View;
}
