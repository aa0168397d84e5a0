using Insights.Core.Data;
using Microsoft.Data.Sqlite;

namespace Insights.Storage.Sqlite;

/// <summary>
/// Empties the write-ahead log into the file. Every connection overwrites what it deletes (<c>secure_delete</c>), so after
/// this neither file holds what was erased. Copies made before, such as backups, are the operator's to delete.
/// </summary>
internal sealed class SqliteDeletedPages(string connection) : IDeletedPages
{
    public bool TryClear()
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 2000; PRAGMA wal_checkpoint(TRUNCATE)";
        using var row = command.ExecuteReader();
        // The first statement answers with the time it set; the checkpoint with whether readers held it up.
        while (row.FieldCount < 3)
            row.NextResult();
        return row.Read() && row.GetInt64(0) == 0;
    }
}
