using System.Globalization;
using Insights.Benchmarks.Measuring;
using Insights.Similarity.Index;
using Insights.Similarity.Ranking;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// What the peers are given: the engine's own terms as numbers, so that all three hold the same postings and nobody reads text, and the words that
/// the engine's plan for a draft searches for.
/// </summary>
internal static class TermText
{
    public static string Of(int term) => "t" + term.ToString(CultureInfo.InvariantCulture);

    /// <summary>The terms of one field, each as often as it stands there.</summary>
    public static IEnumerable<string> Of(IndexView view, int slot, int field)
    {
        var row = view.Row(slot);
        var words = new List<string>();
        for (var i = 0; i < row.Terms.Length; i++)
        {
            for (var n = (row.Counts[i] >> (8 * field)) & 0xFF; n > 0; n--) words.Add(Of(row.Terms[i]));
        }

        return words;
    }

    public static IReadOnlyList<string> Query(IndexView view, AnalysedDocument draft) => [.. new QueryPlan(view, draft).Terms.Select(t => Of(t.Id))];
}

/// <summary>SQLite FTS5 without the texts, <c>bm25()</c> with the engine's field weights, in a file of its own.</summary>
internal sealed class FtsPeer : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "insights-benchmarks", Path.GetRandomFileName());
    private readonly SqliteConnection _connection;
    private readonly Statement _rank;

    public FtsPeer(IndexView view)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _connection = new SqliteConnection($"Data Source={_path}");
        _connection.Open();
        Run("PRAGMA journal_mode = OFF");
        Run("PRAGMA synchronous = OFF");
        Run("PRAGMA cache_size = -500000");
        Run("CREATE VIRTUAL TABLE alike USING fts5(title, body, content='', tokenize='ascii')");
        using (var insert = new Statement(_connection, "INSERT INTO alike (rowid, title, body) VALUES ($0, $1, $2)", 3))
        using (var transaction = _connection.BeginTransaction())
        {
            for (var slot = 0; slot < view.SlotLimit; slot++)
            {
                if (view.IsAlive(slot)) insert.Run(transaction, slot + 1, string.Join(' ', TermText.Of(view, slot, 0)), string.Join(' ', TermText.Of(view, slot, 1)));
            }

            transaction.Commit();
        }

        Run("INSERT INTO alike (alike) VALUES ('optimize')");
        _rank = new Statement(_connection, "SELECT rowid, bm25(alike, 3.0, 1.0) AS score FROM alike WHERE alike MATCH $0 ORDER BY score LIMIT $1", 2);
    }

    public string Version => _connection.ServerVersion;

    public int Rank(IReadOnlyList<string> terms, int take) => _rank.Read(r => (r.GetInt64(0), r.GetDouble(1)), string.Join(" OR ", terms), take).Count;

    public void Dispose()
    {
        _rank.Dispose();
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
        System.IO.File.Delete(_path);
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>Lucene.NET with <c>BM25Similarity</c>: one field (kinder to it than two), frequencies without positions, merged to one segment, memory-mapped.</summary>
internal sealed class LucenePeer : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "insights-benchmarks", Path.GetRandomFileName());
    private readonly FSDirectory _directory;
    private readonly DirectoryReader _reader;
    private readonly IndexSearcher _searcher;

    public LucenePeer(IndexView view)
    {
        _directory = FSDirectory.Open(_path);
        var settings = new IndexWriterConfig(LuceneVersion.LUCENE_48, null) { Similarity = new BM25Similarity(), RAMBufferSizeMB = 256 };
        var type = new FieldType { IsIndexed = true, IsTokenized = true, IndexOptions = IndexOptions.DOCS_AND_FREQS };
        using (var writer = new IndexWriter(_directory, settings))
        {
            for (var slot = 0; slot < view.SlotLimit; slot++)
            {
                if (!view.IsAlive(slot)) continue;
                var terms = new Terms(TermText.Of(view, slot, 0).Concat(TermText.Of(view, slot, 1)));
                writer.AddDocument([new Field("all", terms, type)]);
            }

            writer.ForceMerge(1);
        }

        _reader = DirectoryReader.Open(_directory);
        _searcher = new IndexSearcher(_reader) { Similarity = new BM25Similarity() };
    }

    public int Rank(IReadOnlyList<string> terms, int take)
    {
        var any = new BooleanQuery();
        foreach (var term in terms) any.Add(new TermQuery(new Term("all", term)), Occur.SHOULD);
        return _searcher.Search(any, take).ScoreDocs.Length;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _directory.Dispose();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    /// <summary>Hands terms over as they are.</summary>
    private sealed class Terms : TokenStream
    {
        private readonly IEnumerator<string> _terms;
        private readonly ICharTermAttribute _term;

        public Terms(IEnumerable<string> terms) => (_terms, _term) = (terms.GetEnumerator(), AddAttribute<ICharTermAttribute>());

        public override bool IncrementToken()
        {
            if (!_terms.MoveNext()) return false;
            ClearAttributes();
            _term.SetEmpty().Append(_terms.Current);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _terms.Dispose();
            base.Dispose(disposing);
        }
    }
}
