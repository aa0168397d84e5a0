using System.Text.Json;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// Writes the rows of a filed report by hand: one connection, prepared statements, one transaction, one writer at a
/// time. It guards, checks and reads back nothing.
/// </summary>
internal sealed class FilingPeer(Product product) : IDisposable
{
    private readonly SqliteConnection _connection = product.Connect();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IdSource _ids = new(TimeProvider.System);
    private Statements? _made;

    private Statements Sql => _made ??= new Statements(_connection);

    public async Task FileAsync(ReportContent content, string key)
    {
        await _turn.WaitAsync();
        try
        {
            File(content, key);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _made?.Dispose();
        _connection.Dispose();
        _turn.Dispose();
    }

    private void File(ReportContent content, string key)
    {
        var now = TimeProvider.System.GetUtcNow();
        var at = now.ToUnixTimeMilliseconds();
        var (id, by, rules) = (_ids.Next<ReportId>().Value, Product.Specialist.Id.Value, Screen.RuleSetVersion);
        var words = JsonSerializer.Serialize(content, JsonColumn.Options);
        var severity = Insights.Core.Gaps.SeverityScale.Of(content.Harm, content.Reach);

        using var transaction = _connection.BeginTransaction();
        var number = Sql.NextNumber.Number(transaction);
        Sql.Report.Run(transaction, id, number, by, words, content.Kind.ToString(), content.Title!.Value, content.Area, content.Clause,
            severity?.ToString(), content.Surface, content.Language, content.Region, at, rules);
        Sql.Revision.Run(transaction, id, words, by, at, rules);
        foreach (var token in content.CaseReferences)
            Sql.Case.Run(transaction, id, token.Value);
        Sql.Key.Run(transaction, by, key, HashOf(key, words), id, at);
        var position = Sql.Head.Number(transaction);
        var item = new FeedItem
        {
            Id = _ids.Next<EventId>(),
            Type = FeedEventType.ReportFiled,
            On = DateOnly.FromDateTime(now.UtcDateTime),
            ReportId = ReportId.Of(id),
            Kind = content.Kind,
            Area = content.Area,
            Clause = content.Clause,
            ClauseVersion = content.ClauseVersion,
            Severity = severity,
        };
        Sql.Event.Run(transaction, position, item.Id.Value, id, content.Kind.ToString(), content.Area, content.Clause, severity?.ToString(),
            JsonSerializer.Serialize(item, JsonColumn.Options));
        Sql.Audit.Run(transaction, at, by, id);
        transaction.Commit();
    }

    private static byte[] HashOf(string key, string words) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key + words));

    private sealed class Statements(SqliteConnection connection) : IDisposable
    {
        public Statement NextNumber { get; } = new(connection, """UPDATE counter SET "Value" = "Value" + 1 WHERE "Name" = 'report' RETURNING "Value" """, 0);

        public Statement Report { get; } = new(connection, """
            INSERT INTO report ("Id", "Number", "AuthorId", "State", "Content", "Revision", "Kind", "Title", "Area", "ClauseCode", "Severity",
              "Surface", "Language", "Region", "StartedAt", "SavedAt", "FiledAt", "RuleSetVersion", "Version")
            VALUES ($0, $1, $2, 'Filed', $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, $13, 2)
            """, 14);

        public Statement Revision { get; } = new(connection, """
            INSERT INTO report_revision ("ReportId", "Number", "Content", "By", "At", "RuleSetVersion") VALUES ($0, 1, $1, $2, $3, $4)
            """, 5);

        public Statement Case { get; } = new(connection, """INSERT INTO report_case ("ReportId", "Case") VALUES ($0, $1)""", 2);

        public Statement Key { get; } = new(connection, """
            INSERT INTO idempotency ("By", "Key", "RequestHash", "ResultId", "At") VALUES ($0, $1, $2, $3, $4)
            """, 5);

        public Statement Head { get; } = new(connection, """
            UPDATE feed_head SET "FeedPosition" = "FeedPosition" + 1, "AuditPosition" = "AuditPosition" + 1 WHERE "Id" = 1 RETURNING "FeedPosition"
            """, 0);

        public Statement Event { get; } = new(connection, """
            INSERT INTO feed_event ("Position", "Id", "Type", "ReportId", "Kind", "Area", "Clause", "Severity", "Item")
            VALUES ($0, $1, 'ReportFiled', $2, $3, $4, $5, $6, $7)
            """, 8);

        public Statement Audit { get; } = new(connection, """
            INSERT INTO audit_entry ("Position", "At", "By", "Action", "ReportId") SELECT "AuditPosition", $0, $1, 'FileReport', $2 FROM feed_head
            """, 3);

        public void Dispose()
        {
            foreach (var statement in (Statement[])[NextNumber, Report, Revision, Case, Key, Head, Event, Audit])
                statement.Dispose();
        }
    }
}
