using System.Globalization;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Reports;
using Insights.Similarity;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// SQLite's own full-text search over the same texts: FTS5 with Porter stems and bm25() weighted as the engine's
/// fields are. It is asked for the draft's heaviest words, OR-ed, as many as the engine searches for.
/// </summary>
internal sealed class FullTextPeer : IDisposable
{
    private const string Ranked = """
        SELECT rowid AS number, bm25(alike, 3.0, 2.0, 1.0) AS score FROM alike WHERE alike MATCH $0 ORDER BY score LIMIT $1
        """;

    private readonly SqliteConnection _connection;
    private readonly Statement _rank;
    private readonly Statement _collapse;
    private readonly Dictionary<string, int> _documents = [];
    private int _count;

    public FullTextPeer(Product product)
    {
        _connection = product.Connect();
        using (var create = new Statement(_connection, "CREATE VIRTUAL TABLE alike USING fts5(title, question, body, content='', tokenize='porter unicode61')", 0))
            create.Run(null);
        _rank = new Statement(_connection, Ranked, 2);
        _collapse = new Statement(_connection, $"""
            WITH hit AS MATERIALIZED ({Ranked})
            SELECT r."Id", r."Number", r."Title", g."Id", g."Number", g."State", g."Resolution", g."Title", hit.score
            FROM hit JOIN report r ON r."Number" = hit.number AND r."State" NOT IN ('Draft', 'Withdrawn')
            LEFT JOIN gap_link l ON l."ReportId" = r."Id" AND l."EndedBy" IS NULL LEFT JOIN gap g ON g."Id" = l."GapId"
            ORDER BY hit.score
            """, 2);
    }

    /// <summary>Indexes every filed report that is not in yet.</summary>
    public void Fill()
    {
        using var read = new Statement(_connection, """SELECT "Number", "Content" FROM report WHERE "Number" > $0 ORDER BY "Number" """, 1);
        using var insert = new Statement(_connection, "INSERT INTO alike (rowid, title, question, body) VALUES ($0, $1, $2, $3)", 4);
        var rows = read.Read(r => (Number: r.GetInt64(0), Content: System.Text.Json.JsonSerializer.Deserialize<ReportContent>(r.GetString(1), Core.Data.JsonColumn.Options)!), _count);
        using var transaction = _connection.BeginTransaction();
        foreach (var (number, content) in rows)
        {
            var (title, question, body) = content.Grouped();
            insert.Run(transaction, number, title, question, body);
            foreach (var word in Texts.Words($"{title} {question} {body}").ToHashSet())
                _documents[word] = _documents.GetValueOrDefault(word) + 1;
        }

        transaction.Commit();
        _count += rows.Count;
        using var merge = new Statement(_connection, "INSERT INTO alike (alike) VALUES ('optimize')", 0);
        merge.Run(null);
    }

    /// <summary>The heaviest words of a draft: field weight times rarity; words in more than half of the reports are left out.</summary>
    public string QueryFor(ReportContent draft)
    {
        var (title, question, body) = draft.Grouped();
        var fields = ((string Text, int Weight)[])[(title, 3), (question, 2), (body, 1)];
        var heaviest = fields.SelectMany(field => Texts.Words(field.Text).Select(word => (Word: word, field.Weight)))
            .GroupBy(w => w.Word).Where(g => _documents.GetValueOrDefault(g.Key) <= _count / 2)
            .OrderByDescending(g => g.Max(w => w.Weight) * Rarity(_documents.GetValueOrDefault(g.Key)))
            .Take(LookAlikeOptions.QueryWords).Select(g => $"\"{g.Key.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return string.Join(" OR ", heaviest);
    }

    public int Rank(string query, int take) => _rank.Read(r => (r.GetInt64(0), r.GetDouble(1)), query, take).Count;

    /// <summary>The whole answer: ranked reports collapsed to gaps, as many as asked.</summary>
    public int Find(string query, int take, int first) => _collapse.Read(r => (
            Report: r.GetString(0), Number: r.GetInt64(1), Title: Text(r, 2), Gap: Text(r, 3), GapNumber: r.IsDBNull(4) ? (long?)null : r.GetInt64(4),
            State: Text(r, 5), Resolution: Text(r, 6), GapTitle: Text(r, 7), Score: r.GetDouble(8)), query, take)
        .DistinctBy(h => h.Gap ?? h.Report).Take(first).Count();

    public void Dispose()
    {
        _rank.Dispose();
        _collapse.Dispose();
        _connection.Dispose();
    }

    /// <summary>The library that does the work, for the record.</summary>
    public string Version
    {
        get
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT sqlite_version()";
            return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
        }
    }

    private double Rarity(int documents) => Math.Log(1 + ((_count - documents + 0.5) / (documents + 0.5)));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
