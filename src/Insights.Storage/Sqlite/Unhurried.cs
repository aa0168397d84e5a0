using Microsoft.Data.Sqlite;

namespace Insights.Storage.Sqlite;

/// <summary>Upkeep of the file that gives way to whoever reads or writes.</summary>
internal static class Unhurried
{
    /// <summary>Seconds to wait; the others wait as long.</summary>
    private const int LongestWait = 1;

    private const int Busy = 5;

    /// <summary>Does this on a connection of its own; false where it does not succeed, or somebody held it up.</summary>
    public static bool Try(string connection, Func<SqliteConnection, SqliteCommand, bool> act)
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandTimeout = LongestWait;
        try
        {
            return act(database, command);
        }
        catch (SqliteException held) when (held.SqliteErrorCode == Busy)
        {
            return false;
        }
    }
}
