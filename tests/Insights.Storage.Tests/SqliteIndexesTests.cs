using Insights.Testing;
using Microsoft.EntityFrameworkCore;
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
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql.Replace("{0}", Held, StringComparison.Ordinal);

        var steps = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            steps.Add(rows.GetString(rows.FieldCount - 1));

        Assert.True(steps[0].EndsWith(plan, StringComparison.Ordinal), $"{what}: {steps[0]}");
        Assert.DoesNotContain(steps, step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal));
    }
}
