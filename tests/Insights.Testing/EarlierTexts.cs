using Microsoft.Data.Sqlite;

namespace Insights.Testing;

/// <summary>Texts with something in them that the present rules find, written past them into a demo that stands still.</summary>
public static class EarlierTexts
{
    /// <summary>What is found in each remark, one after the other.</summary>
    public static IReadOnlyList<string> Found { get; } = ["someone@example.com", "someone.else@example.org", "192.0.2.44", "third@example.net"];

    /// <summary>Title of a report that stands in no gap yet, and what is found in it.</summary>
    public const string Title = "Who may write to reporter@example.com about a finding?";

    /// <summary>Puts them into remarks of the demo, and into the title of its oldest report in no gap. Their rows have passed no rules.</summary>
    public static async Task WriteAsync(string databasePath)
    {
        await using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        await connection.OpenAsync();
        var remarks = new List<string>();
        await using (var read = Command(connection, "SELECT Id FROM comment WHERE Kind = 'Comment' ORDER BY Id LIMIT $most", ("$most", Found.Count)))
        await using (var rows = await read.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                remarks.Add(rows.GetString(0));
        }

        foreach (var (id, found) in remarks.Zip(Found))
        {
            await using var write = Command(connection, "UPDATE comment SET Text = $text, RuleSetVersion = 0 WHERE Id = $id", ("$text", $"Write to {found} before the clause is read again."), ("$id", id));
            Changed(await write.ExecuteNonQueryAsync());
        }

        await using var retitle = Command(
            connection,
            "UPDATE report SET Title = $title, Content = json_set(Content, '$.title', $title), RuleSetVersion = 0 WHERE Number = (SELECT MIN(Number) FROM report WHERE State = 'Filed')",
            ("$title", Title));
        Changed(await retitle.ExecuteNonQueryAsync());
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static void Changed(int rows)
    {
        if (rows != 1)
            throw new InvalidOperationException("The demo holds no such row any more.");
    }
}
