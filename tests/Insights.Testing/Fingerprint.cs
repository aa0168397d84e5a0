using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Insights.Testing;

/// <summary>Every table of a database with its rows counted and hashed, to show that nothing changed or what did.</summary>
public sealed record Fingerprint(IReadOnlyDictionary<string, (int Rows, string Hash)> Tables)
{
    public static async Task<Fingerprint> OfAsync(TestDatabase database)
    {
        await using var connection = new SqliteConnection($"Data Source={database.DatabasePath};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var names = new List<string>();
        await foreach (var row in RowsAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"))
            names.Add((string)row[0]);

        var tables = new Dictionary<string, (int, string)>();
        foreach (var name in names)
        {
            var rows = 0;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await foreach (var row in RowsAsync(connection, $"SELECT * FROM \"{name}\" ORDER BY rowid"))
            {
                rows++;
                hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001f', row.Select(v => v is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture))) + "\u001e"));
            }

            tables[name] = (rows, Convert.ToHexString(hash.GetHashAndReset()));
        }

        return new Fingerprint(tables);
    }

    /// <summary>The tables that differ, one line each; empty when nothing changed.</summary>
    public IReadOnlyList<string> ChangesSince(Fingerprint earlier) =>
        [.. Tables.Where(t => earlier.Tables[t.Key] != t.Value).Select(t => t.Value.Rows == earlier.Tables[t.Key].Rows
            ? $"{t.Key}: changed"
            : $"{t.Key}: {t.Value.Rows - earlier.Tables[t.Key].Rows:+0;-0}")];

    private static async IAsyncEnumerable<object[]> RowsAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }
}
