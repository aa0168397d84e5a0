using System.Text.Json;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Privacy;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>The same page by hand: four prepared statements on one open connection, read into the same views.</summary>
internal sealed class GapPagePeer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _gaps, _members, _people, _latest;

    public GapPagePeer(Product product)
    {
        _connection = product.Connect();
        _gaps = new Statement(_connection, """
            SELECT "Id", "Number", "Title", "Kind", "Area", "ClauseCode", "ClauseVersion", "Severity", "State", "OwnerId", "CanonicalReportId",
              "OpenedAt", "LastActivityAt", "RecurredCount", "RegressionCount", "Version"
            FROM gap WHERE "EndedBy" IS NULL ORDER BY "LastActivityAt" DESC, "Number" DESC LIMIT $0
            """, 1);
        _members = new Statement(_connection, """
            SELECT l."GapId", l."ReportId", r."Number", r."Title", l."Role", l."LinkedBy", l."LinkedAt", l."OperationId", l."Score", l."Matches", l."EngineVersion", o."Number", o."Kind"
            FROM gap_link l JOIN report r ON r."Id" = l."ReportId" JOIN operation o ON o."Id" = COALESCE(l."Restores", l."OperationId")
            WHERE l."EndedBy" IS NULL AND l."GapId" IN (SELECT value FROM json_each($0)) ORDER BY l."LinkedAt", r."Number"
            """, 1);
        _people = new Statement(_connection, """SELECT "Id", "Handle", "Roles" FROM person WHERE "Id" IN (SELECT value FROM json_each($0))""", 1);
        _latest = new Statement(_connection, """
            SELECT a."Position", a."GapId", a."At", a."By", a."Action", a."FromState", a."ToState", a."ReportId", c."Kind", c."Audience", c."Text"
            FROM audit_entry a LEFT JOIN comment c ON c."Id" = a."CommentId"
            WHERE a."Position" IN (SELECT (SELECT MAX("Position") FROM audit_entry WHERE "GapId" = value) FROM json_each($0))
            """, 1);
    }

    public (List<GapView> Gaps, List<MemberView> Members, List<PersonView> People, List<TimelineEntryView> Latest) Read(int first)
    {
        var gaps = _gaps.Read(Gap, first);
        var ids = JsonSerializer.Serialize(gaps.Select(g => g.Id.Value));
        var members = _members.Read(Member, ids);
        var people = JsonSerializer.Serialize(gaps.Select(g => g.OwnerId?.Value).OfType<string>().Concat(members.Select(m => m.LinkedBy.Value)).Distinct());
        return (gaps, members, _people.Read(Person, people), _latest.Read(Entry, ids));
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_gaps, _members, _people, _latest])
            statement.Dispose();
        _connection.Dispose();
    }

    private static GapView Gap(SqliteDataReader r) => new()
    {
        Id = GapId.Of(r.GetString(0)),
        Number = r.GetInt64(1),
        Title = GuardedText.Stored(r.GetString(2)),
        Kind = Code<GapKind>(r, 3),
        Area = Text(r, 4),
        ClauseCode = Text(r, 5),
        ClauseVersion = r.IsDBNull(6) ? null : r.GetInt32(6),
        Severity = Code<Severity>(r, 7),
        State = Enum.Parse<GapState>(r.GetString(8)),
        OwnerId = Text(r, 9) is { } owner ? PersonId.Of(owner) : null,
        CanonicalReportId = ReportId.Of(r.GetString(10)),
        OpenedAt = At(r, 11),
        LastActivityAt = At(r, 12),
        RecurredCount = r.GetInt32(13),
        RegressionCount = r.GetInt32(14),
        Version = r.GetInt32(15),
    };

    private static MemberView Member(SqliteDataReader r) => new()
    {
        GapId = GapId.Of(r.GetString(0)),
        ReportId = ReportId.Of(r.GetString(1)),
        ReportNumber = r.GetInt64(2),
        ReportTitle = Guarded(r, 3),
        Role = Enum.Parse<LinkRole>(r.GetString(4)),
        LinkedBy = PersonId.Of(r.GetString(5)),
        LinkedAt = At(r, 6),
        OperationId = OperationId.Of(r.GetString(7)),
        Score = r.IsDBNull(8) ? null : r.GetDouble(8),
        Matches = JsonSerializer.Deserialize<IReadOnlyList<MatchedTerm>>(r.GetString(9), JsonColumn.Options)!,
        EngineVersion = Text(r, 10),
        OperationNumber = r.GetInt64(11),
        OperationKind = Enum.Parse<OperationKind>(r.GetString(12)),
        UndoWith = OperationId.Of(r.GetString(7)),
        UndoWithNumber = r.GetInt64(11),
    };

    private static PersonView Person(SqliteDataReader r) =>
        new() { Id = PersonId.Of(r.GetString(0)), Handle = r.GetString(1), Roles = (Roles)r.GetInt32(2) };

    private static TimelineEntryView Entry(SqliteDataReader r) => new()
    {
        Position = r.GetInt64(0),
        GapId = GapId.Of(r.GetString(1)),
        At = At(r, 2),
        By = PersonId.Of(r.GetString(3)),
        Action = r.GetString(4),
        FromState = Text(r, 5),
        ToState = Text(r, 6),
        ReportId = Text(r, 7) is { } report ? ReportId.Of(report) : null,
        CommentKind = Code<CommentKind>(r, 8),
        Audience = Code<Audience>(r, 9),
        Text = Guarded(r, 10),
    };

    private static string? Text(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static GuardedText? Guarded(SqliteDataReader r, int column) => Text(r, column) is { } text ? GuardedText.Stored(text) : null;

    private static T? Code<T>(SqliteDataReader r, int column) where T : struct, Enum => Text(r, column) is { } code ? Enum.Parse<T>(code) : null;

    private static DateTimeOffset At(SqliteDataReader r, int column) => DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(column));
}
