using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Storage.Tests;

public sealed class SqliteStatisticsTests
{
    private const string OfOneAuthor = """EXPLAIN QUERY PLAN SELECT "Id" FROM report WHERE "Id" IN ('a', 'b', 'c') AND "AuthorId" = 'd'""";

    [Fact]
    public async Task Rows_are_found_by_their_ids_once_it_has_counted_and_only_counts_are_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 20; i++)
            await database.FileAsync();
        var statistics = database.Services.GetRequiredService<IDatabaseStatistics>();
        Assert.Contains("AuthorId", await TextAsync(database, OfOneAuthor), StringComparison.Ordinal);

        Assert.True(statistics.TryRefresh());

        Assert.Contains("(Id=?)", await TextAsync(database, OfOneAuthor), StringComparison.Ordinal);
        Assert.Equal("0", await TextAsync(database, "SELECT count(*) FROM sqlite_master WHERE name IN ('sqlite_stat3', 'sqlite_stat4')"));
        Assert.Equal("20", await TextAsync(database, """SELECT DISTINCT substr(stat, 1, instr(stat, ' ') - 1) FROM sqlite_stat1 WHERE tbl = 'report' AND idx = 'IX_report_Number'"""));
    }

    [Fact]
    public async Task What_was_counted_is_not_counted_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var gap = 0; gap < 20; gap++)
            await database.GapInAsync(GapState.New);
        Assert.True(database.Services.GetRequiredService<IDatabaseStatistics>().TryRefresh());
        await using var again = new SqliteConnection($"Data Source={database.DatabasePath};Pooling=False");
        await again.OpenAsync();
        await using var command = again.CreateCommand();

        command.CommandText = "PRAGMA optimize = 0x10002";
        await command.ExecuteNonQueryAsync();

        command.CommandText = "SELECT total_changes()";
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_writer_holds_it_up_and_is_not_held_up_by_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        await using var writer = new SqliteConnection($"Data Source={database.DatabasePath};Pooling=False");
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
        {
            await using var command = writer.CreateCommand();
            command.CommandText = """UPDATE feed_head SET "Epoch" = "Epoch" """;
            await command.ExecuteNonQueryAsync();
            Assert.False(database.Services.GetRequiredService<IDatabaseStatistics>().TryRefresh());
        }

        Assert.True(database.Services.GetRequiredService<IDatabaseStatistics>().TryRefresh());
    }

    /// <summary>From a connection out of the product's pool.</summary>
    private static async Task<string> TextAsync(TestDatabase database, string sql)
    {
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return Convert.ToString(row[row.FieldCount - 1], System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
