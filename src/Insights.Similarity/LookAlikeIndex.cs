using System.Security.Cryptography;
using System.Text;
using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity;

/// <summary>Finds documents that resemble a query: an in-memory inverted index that is changed one document at a time.</summary>
/// <remarks>
/// <para><b>Score.</b> For each word t of the query, w(t) = (heaviest field weight it has in the query) · ln(1 + (N − n + ½) / (n + ½)).
/// The text score of a document is Σ w(t) · f / (k1 + f) with BM25F's f = Σ over fields of weight · count / (1 − b + b · length /
/// average length), over the <see cref="LookAlikeOptions.QueryWords"/> heaviest words; words in more than half of 50 or more documents are
/// left out. Facts raise it: text score · (1 + Σ bonus · agreement). The result is divided by what a copy of the query
/// would get, and cut at 1; a query of one or two words gets a third or two thirds of that, being thin evidence. Words that no document has
/// count towards the divisor, so they lower the score. It is comparable between queries, and is not a probability.</para>
/// <para><b>Never by facts alone.</b> Without a shared word there is no match, whatever the facts say.</para>
/// <para><b>Determinism.</b> Results depend only on the documents present, not on their order or on what was removed.
/// Equal scores are ordered by key, ordinally.</para>
/// <para><b>Threads.</b> All members may be called concurrently. Text is analysed outside any lock. Searches run side by side and see
/// whole documents only. A search may wait for a write in line: for as long as the searches already running plus that one write,
/// whose length depends on the one document and not on the index. Making room again after many changes happens beside searches, on
/// the thread of the write that tipped the balance; the searches wait only for the swap.</para>
/// </remarks>
public sealed class LookAlikeIndex : IDisposable
{
    private const string Engine = "bm25f-1";

    private readonly LookAlikeOptions _options;
    private readonly Lock _writing = new();
    private readonly ReaderWriterLockSlim _gate = new();
    private Shelf _shelf;

    /// <summary>An empty index.</summary>
    /// <param name="options">Fields and weights, fixed for the life of the index.</param>
    public LookAlikeIndex(LookAlikeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _shelf = new Shelf(options, stackalloc double[options.Texts.Count]);
        var print = SHA256.HashData(Encoding.UTF8.GetBytes(options.Describe()));
        EngineVersion = $"{Engine}/{Convert.ToHexStringLower(print.AsSpan(0, 4))}";
    }

    /// <summary>Changes whenever equal documents could score differently: with the code's formula and with the options.</summary>
    public string EngineVersion { get; }

    /// <summary>Documents in the index.</summary>
    public int Count => Read(static shelf => shelf.Count);

    /// <summary>About how much memory the index holds, in bytes. Walks all terms.</summary>
    public long ApproximateBytes => Read(static shelf => shelf.Bytes);

    /// <summary>Inserts a document, or replaces the one with the same key as one step.</summary>
    /// <exception cref="ArgumentException">It has a field that the options do not name.</exception>
    public void Put(AlikeDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var analysed = new AnalysedDocument(document, _options);
        lock (_writing)
        {
            Write(() => _shelf.Put(analysed));
            RebuildIfDue();
        }
    }

    /// <summary>Removes a document.</summary>
    /// <returns>False if there was none with that key.</returns>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_writing)
        {
            var removed = false;
            Write(() => removed = _shelf.Remove(key));
            if (removed) RebuildIfDue();
            return removed;
        }
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
        return Read(shelf =>
        {
            var plan = new QueryPlan(shelf, analysed, _options);
            var except = exceptKey is null ? null : shelf.Slot(exceptKey);
            var hits = new MaxScore(shelf, plan, take, except ?? -1).Run();
            return hits.Select(hit => Explanation.Of(hit, plan, shelf, analysed, _options)).ToList();
        });
    }

    /// <summary>Frees the lock; the index must not be used after.</summary>
    public void Dispose() => _gate.Dispose();

    /// <summary>What a search sees. Until it is a copy, use it between writes only.</summary>
    internal IndexView View() => Read(shelf => new IndexView(shelf, _options));

    private void RebuildIfDue()
    {
        if (!_shelf.WantsRebuild) return;
        var rebuilt = _shelf.Rebuilt();
        Write(() => _shelf = rebuilt);
    }

    private T Read<T>(Func<Shelf, T> look)
    {
        _gate.EnterReadLock();
        try
        {
            return look(_shelf);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private void Write(Action change)
    {
        _gate.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }
}
