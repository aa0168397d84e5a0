using Insights.Core.Data;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Storage.Tests;

public sealed class SqliteDeletedPagesTests
{
    [Fact]
    public async Task Clearing_empties_the_log_and_is_put_off_while_somebody_reads()
    {
        await using var database = await TestDatabase.CreateAsync();
        var pages = database.Services.GetRequiredService<IDeletedPages>();
        await database.FileAsync();
        Assert.True(new FileInfo(database.DatabasePath + "-wal").Length > 0);

        await using (var reader = database.Open())
        {
            // Deferred, so that it reads without keeping writers out.
            await reader.Database.OpenConnectionAsync();
            var connection = (SqliteConnection)reader.Database.GetDbConnection();
            await using var reading = connection.BeginTransaction(deferred: true);
            await using var command = connection.CreateCommand();
            (command.Transaction, command.CommandText) = (reading, "SELECT count(*) FROM report");
            await command.ExecuteScalarAsync();
            await database.FileAsync();
            Assert.False(pages.TryClear());
        }

        Assert.True(pages.TryClear());
        Assert.Equal(0, new FileInfo(database.DatabasePath + "-wal").Length);
    }
}
