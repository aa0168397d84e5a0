using Insights.Core.Data;
using Microsoft.Data.Sqlite;

namespace Insights.Storage.Sqlite;

/// <summary>
/// Lets SQLite look at a sample of each index once a table has grown or shrunk tenfold. Without it an author's list was
/// read by way of everything the author wrote. Only counts are kept, no values.
/// </summary>
internal sealed class SqliteStatistics(string connection) : IDatabaseStatistics
{
    public bool TryRefresh() => Unhurried.Try(connection, (database, command) =>
    {
        // All tables, not only those this connection has read; SQLite limits how much of each it looks at.
        command.CommandText = "PRAGMA optimize = 0x10002";
        command.ExecuteNonQuery();
        command.CommandText = "SELECT total_changes()";
        // Who is connected goes on with what it read when it connected.
        if ((long)command.ExecuteScalar()! > 0)
            SqliteConnection.ClearPool(database);
        return true;
    });
}
