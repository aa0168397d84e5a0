using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Insights.Testing;
using Microsoft.Data.Sqlite;

namespace Insights.Web.Tests.Process;

public sealed class KillTests
{
    private const int Clients = 8;
    private const int Kills = 2;
    private const int ReportsPerClient = 30;

    private const string File =
        "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id number } refusals { code } } }";

    [Fact]
    public async Task Every_acknowledged_report_exists_once_however_often_the_process_is_killed()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        var acknowledged = new ConcurrentDictionary<string, string>();
        var moved = new ConcurrentBag<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));

        var clients = Enumerable.Range(0, Clients).Select(n => Task.Run(() => FileManyAsync(app, n, acknowledged, moved, limit.Token))).ToArray();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = kill * Clients * ReportsPerClient / (Kills + 1);
            while (acknowledged.Count < enough)
                await Task.Delay(5, limit.Token);
            await app.KillAsync();
            await app.RestartAsync();
        }

        await Task.WhenAll(clients);
        await app.KillAsync();

        Assert.Equal(Clients * ReportsPerClient, acknowledged.Count);
        Assert.Empty(moved);
        await using var db = new SqliteConnection($"Data Source={app.DatabasePath};Pooling=False");
        await db.OpenAsync();
        Assert.Equal(acknowledged.Values.Order(), Texts(db, """SELECT "Id" FROM report WHERE "State" = 'Filed' ORDER BY "Id" """));
        Assert.Equal(acknowledged.Values.Order(), Texts(db, """SELECT "ReportId" FROM feed_event WHERE "Type" = 'ReportFiled' ORDER BY "ReportId" """));
        Assert.Equal(acknowledged.Values.Order(), Texts(db, """SELECT "ReportId" FROM audit_entry WHERE "Action" = 'FileReport' ORDER BY "ReportId" """));
        Assert.Equal(["1", Text(acknowledged.Count), Text(acknowledged.Count)], Texts(db, """SELECT min("Position") FROM feed_event UNION ALL SELECT max("Position") FROM feed_event UNION ALL SELECT "FeedPosition" FROM feed_head"""));
    }

    /// <summary>Files under one key until it is acknowledged, then takes the next; one in ten is sent twice at once.</summary>
    private static async Task FileManyAsync(RunningApp app, int client, ConcurrentDictionary<string, string> acknowledged, ConcurrentBag<string> moved, CancellationToken ct)
    {
        for (var n = 0; n < ReportsPerClient; n++)
        {
            var key = $"client-{client}-report-{n}";
            while (true)
            {
                try
                {
                    using var http = app.ClientOf("specialist-a");
                    var sent = Enumerable.Range(0, n % 10 == 0 ? 2 : 1).Select(_ => FileAsync(http, key, n, ct)).ToList();
                    foreach (var id in await Task.WhenAll(sent))
                    {
                        if (acknowledged.GetOrAdd(key, id) != id)
                            moved.Add(key);
                    }

                    break;
                }
                // Whoever hears nothing for half a minute, or is told to come back, knows as little as whoever was cut, and asks again under the same key.
                catch (Exception cut) when ((cut is HttpRequestException or IOException or JsonException or TaskCanceledException || IsBusy(cut)) && !ct.IsCancellationRequested)
                {
                    await Task.Delay(50, ct);
                }
            }
        }
    }

    private static bool IsBusy(Exception refused) => refused is InvalidOperationException && refused.Message.Contains("SERVER_BUSY", StringComparison.Ordinal);

    private static async Task<string> FileAsync(HttpClient http, string key, int n, CancellationToken ct)
    {
        var report = new
        {
            kind = "UNKNOWN_UNKNOWN",
            title = $"No category fits, observation {n}",
            surprise = "Two reviewers placed the same question under different clauses.",
            noCaseReason = "Seen in a double review.",
            attested = true,
        };
        var data = await RunningApp.QueryAsync(http, File, new { input = new { report, idempotencyKey = key } }, ct);
        return data.GetProperty("fileReport").GetProperty("report").GetProperty("id").GetString()!;
    }

    private static List<string> Texts(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return texts;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
