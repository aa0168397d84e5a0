using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Storage.Tests;

/// <summary>What the queue asks for is found by an index, also before SQLite has counted anything.</summary>
public sealed class SqliteIndexesTests
{
    private const string Held = """ "Id" IN (SELECT "GapId" FROM snooze WHERE "PersonId" = 'p' AND "Until" > '2026-11-27') = 0""";

    [Theory]
    [InlineData("timed", "INDEX IX_gap_EndedBy_DueOn_Number_State_Id (EndedBy=? AND DueOn>?)",
        """SELECT * FROM gap WHERE "EndedBy" IS NULL AND "State" IN ('New', 'Triage') AND {0} AND "DueOn" >= '0001-01-01' AND ("DueOn" > '0001-01-01' OR "Number" > 0) ORDER BY "DueOn", "Number" LIMIT 26""")]
    [InlineData("untimed", "INDEX IX_gap_EndedBy_DueOn_Number_State_Id (EndedBy=? AND DueOn=?)",
        """SELECT * FROM gap WHERE "EndedBy" IS NULL AND "State" IN ('New', 'Triage') AND {0} AND "DueOn" IS NULL ORDER BY "Number" LIMIT 26""")]
    [InlineData("counted by state", "COVERING INDEX IX_gap_EndedBy_State_DueOn_Id (EndedBy=?)",
        """SELECT "State", count(*) FROM gap WHERE "EndedBy" IS NULL AND {0} GROUP BY "State" """)]
    [InlineData("late", "COVERING INDEX IX_gap_EndedBy_State_DueOn_Id (EndedBy=? AND State=?)",
        """SELECT count(*) FROM gap WHERE "EndedBy" IS NULL AND "State" IN ('New', 'Triage') AND ("DueOn" IS NOT NULL AND "DueOn" < '2026-11-27') = 1""")]
    [InlineData("last active", "INDEX IX_gap_EndedBy_LastActivityAt_Number (EndedBy=?)",
        """SELECT * FROM gap WHERE "EndedBy" IS NULL ORDER BY "LastActivityAt" DESC, "Number" DESC LIMIT 26""")]
    [InlineData("reports", "COVERING INDEX IX_report_State_Number_AuthorId (State=?)",
        """SELECT count(*) FROM report WHERE ("AuthorId" = 'p' OR "State" NOT IN ('Draft', 'Withdrawn', 'Purged')) AND "State" = 'Filed' """)]
    public async Task Nothing_is_read_and_sorted_that_is_not_shown(string what, string plan, string sql)
    {
        await using var database = await TestDatabase.CreateAsync();

        var steps = await StepsAsync(database, sql.Replace("{0}", Held, StringComparison.Ordinal));

        Assert.True(steps[0].EndsWith(plan, StringComparison.Ordinal), $"{what}: {steps[0]}");
        Assert.DoesNotContain(steps, step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal));
    }

    /// <summary>Hardly any gap stands in another and hardly any link has ended, so an index that counted the others would not be used.</summary>
    [Theory]
    [InlineData("INDEX IX_gap_StandsIn (StandsIn=?)", """SELECT * FROM gap WHERE "Id" = @p OR ("StandsIn" IS NOT NULL AND "StandsIn" = @p)""")]
    [InlineData("INDEX IX_gap_StandsIn (StandsIn=?)", """SELECT * FROM audit_entry WHERE "GapId" IN (SELECT "Id" FROM gap WHERE "Id" = @p OR "StandsIn" = @p) AND "Position" > 0 ORDER BY "Position" LIMIT 101""")]
    [InlineData("INDEX IX_gap_link_EndedBy (EndedBy=?)", """SELECT l.* FROM gap_link AS l JOIN report AS r ON l."ReportId" = r."Id" JOIN gap AS g ON l."GapId" = g."Id" WHERE l."OperationId" IN (@p, @q) OR (l."EndedBy" IS NOT NULL AND l."EndedBy" IN (@p, @q)) ORDER BY r."Number" """)]
    [InlineData("INDEX IX_kept_apart_EndedBy (EndedBy=?)", """SELECT * FROM kept_apart WHERE "OperationId" IN (@p, @q) OR ("EndedBy" IS NOT NULL AND "EndedBy" IN (@p, @q))""")]
    public async Task What_hardly_any_row_has_is_found_by_an_index_also_once_rows_are_counted(string plan, string sql)
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var gap = 0; gap < 20; gap++)
            await database.GapInAsync(GapState.New);
        Assert.True(database.Services.GetRequiredService<IDatabaseStatistics>().TryRefresh());

        var steps = await StepsAsync(database, sql);

        Assert.Contains(steps, step => step.EndsWith(plan, StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    private static async Task<List<string>> StepsAsync(TestDatabase database, string sql)
    {
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();
        await using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in new[] { "@p", "@q" })
            command.Parameters.AddWithValue(name, "");

        var steps = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            steps.Add(rows.GetString(rows.FieldCount - 1));
        return steps;
    }
}
