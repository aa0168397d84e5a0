using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Insights.Storage.Sqlite;

/// <summary>Brings the database up: one owner, migrations, write-ahead log, durable commits, an epoch for the feed, a sealed audit log.</summary>
internal sealed class SqliteStart(IDbContextFactory<SqliteInsightsDb> contexts, string connection, TimeProvider clock, AuditSealing sealing) : IDatabaseStart, IDisposable
{
    private readonly string _path = new SqliteConnectionStringBuilder(connection).DataSource;
    private FileStream? _lock;

    public async Task RunAsync(CancellationToken ct)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } folder)
            Directory.CreateDirectory(folder);
        TakeOwnership();

        await using var db = await contexts.CreateDbContextAsync(ct);
        // Migrating compares the whole model with its snapshot first, most of what opening a database costs; a test does that once for all.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            await db.Database.MigrateAsync(ct);
        await db.Database.OpenConnectionAsync(ct);

        // WAL is a property of the file, so one statement sets it for every connection there will be.
        await Expect(db, "PRAGMA journal_mode = WAL", "wal", ct);
        await Expect(db, "PRAGMA synchronous", "2", ct);

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        await db.FeedHeads.Where(h => h.Epoch == 0).ExecuteUpdateAsync(head => head.SetProperty(h => h.Epoch, now), ct);
        await sealing.RunAsync(db, ct);
    }

    /// <summary>Lets go of the file: pooled connections would keep it open, and its log beside it.</summary>
    public void Dispose()
    {
        using (var any = new SqliteConnection(connection))
            SqliteConnection.ClearPool(any);
        _lock?.Dispose();
    }

    /// <summary>Two processes on one file would each have a write gate of their own; the second one does not start.</summary>
    private void TakeOwnership()
    {
        try
        {
            _lock = new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new DatabaseInUseException(_path);
        }
    }

    private static async Task Expect(SqliteInsightsDb db, string pragma, string expected, CancellationToken ct)
    {
        await using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = pragma;
        var actual = Convert.ToString(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"The database does not keep its promise of durability: {pragma} is '{actual}', not '{expected}'.");
    }
}

/// <summary>Another process has this database open.</summary>
public sealed class DatabaseInUseException(string path)
    : Exception($"Another process has the database {Path.GetFileName(path)} open. Stop it first, or choose another file with Insights:Database:Path.");
