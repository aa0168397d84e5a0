using Insights.Core.Data;

namespace Insights.Storage.Sqlite;

/// <summary>
/// Empties the write-ahead log into the file. Every connection overwrites what it deletes (<c>secure_delete</c>), so after
/// this neither file holds what was erased. Copies made before, such as backups, are the operator's to delete.
/// </summary>
internal sealed class SqliteDeletedPages(string connection) : IDeletedPages
{
    public bool TryClear() => Unhurried.Try(connection, (_, command) =>
    {
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var row = command.ExecuteReader();
        return row.Read() && row.GetInt64(0) == 0;
    });
}
