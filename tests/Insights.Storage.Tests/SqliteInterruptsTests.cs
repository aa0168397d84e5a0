using Insights.Core.Data;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Xunit;

namespace Insights.Storage.Tests;

public sealed class SqliteInterruptsTests
{
    private const string Forever = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) AS \"Value\" FROM c";

    public static TheoryData<string, Func<InsightsDb, CancellationToken, Task>> Ways => new()
    {
        { "a reader", (db, ct) => db.Database.SqlQueryRaw<long>(Forever).ToListAsync(ct) },
        { "a command", (db, ct) => db.Database.ExecuteSqlRawAsync(Forever, ct) },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whoever_gives_up_hears_that_they_did_and_not_that_the_database_failed(string way, Func<InsightsDb, CancellationToken, Task> run)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        using var leave = new CancellationTokenSource();
        var running = Task.Run(() => run(db, leave.Token));
        leave.CancelAfter(TimeSpan.FromMilliseconds(500));
        var fault = await Record.ExceptionAsync(() => running.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.True(fault is OperationCanceledException, $"{way}: {fault?.GetType().Name}");
        // The connection is of use to the next one.
        Assert.Equal(1, await db.Database.SqlQueryRaw<long>("SELECT 1 AS \"Value\"").SingleAsync());
    }

    [Fact]
    public async Task Giving_up_after_a_statement_was_asked_and_before_it_has_begun_stops_it_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        using var leave = new CancellationTokenSource();
        await db.Database.OpenConnectionAsync();
        var handle = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        // SQLite asks this while it reads the statement, when there is nothing yet that could be interrupted.
        raw.sqlite3_set_authorizer(handle, new strdelegate_authorizer((_, _, _, _, _, _) => GiveUp(leave)), null);
        var running = Task.Run(() => db.Database.SqlQueryRaw<long>(Forever).ToListAsync(leave.Token));
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(30)));
        var stopped = running.IsCompleted;
        // Or it would go on for ever behind the test.
        while (!running.IsCompleted)
        {
            raw.sqlite3_interrupt(handle);
            await Task.WhenAny(running, Task.Delay(20));
        }

        raw.sqlite3_set_authorizer(handle, (strdelegate_authorizer?)null, null);
        Assert.True(leave.IsCancellationRequested && stopped);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, await db.Database.SqlQueryRaw<long>("SELECT 1 AS \"Value\"").SingleAsync());
    }

    private static int GiveUp(CancellationTokenSource leave)
    {
        leave.Cancel();
        return raw.SQLITE_OK;
    }
}
