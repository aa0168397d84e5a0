using Insights.Core.Data;
using Microsoft.Data.Sqlite;

namespace Insights.Storage.Sqlite;

/// <summary>
/// Empties the write-ahead log into the file. Every connection overwrites what it deletes (<c>secure_delete</c>), so after
/// this neither file holds what was erased. Copies made before, such as backups, are the operator's to delete.
/// </summary>
internal sealed class SqliteDeletedPages(string connection) : IDeletedPages
{
    /// <summary>Seconds to wait for readers; writers wait as long.</summary>
    private const int LongestWait = 1;

    private const int Busy = 5;

    public bool TryClear()
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.CommandTimeout = LongestWait;
        try
        {
            using var row = command.ExecuteReader();
            return row.Read() && row.GetInt64(0) == 0;
        }
        catch (SqliteException held) when (held.SqliteErrorCode == Busy)
        {
            return false;
        }
    }
}
