using System.Diagnostics;
using System.Globalization;
using Insights.Benchmarks.Measuring;
using Insights.Testing;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>What followers of the feed cost the process that serves them.</summary>
internal static class Streams
{
    private const string Reader = "model-team-classifiers";
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(15);

    public static async Task RunAsync()
    {
        var size = (Environment.GetEnvironmentVariable("INSIGHTS_STREAMS") ?? "100000,1000,50").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        Environment.SetEnvironmentVariable("Insights__Feed__StreamsPerReader", "100000");
        await using var app = await RunningApp.WithPeopleOnlyInAsync(Directory.CreateTempSubdirectory("insights-streams").FullName);
        await FillAsync(app, size[0]);
        await ReplayAsync(app, size[0], FeedTransport.PlainLines);
        await ReplayAsync(app, size[0], FeedTransport.Socket);
        await StalledAsync(app, size[2]);
        await QuietAsync(app, size[1]);
    }

    /// <summary>One event that was really recorded, as many times as asked for, under ids of their own.</summary>
    private static async Task FillAsync(RunningApp app, int events)
    {
        using (var client = app.ClientOf("specialist-a"))
            await FileAsync(client);

        await app.KillAsync();
        await using (var db = new SqliteConnection($"Data Source={app.DatabasePath};Pooling=False"))
        {
            await db.OpenAsync();
            var columns = new List<string>();
            await using (var names = db.CreateCommand())
            {
                names.CommandText = "SELECT name FROM pragma_table_info('feed_event') WHERE name NOT IN ('Position', 'Id', 'Item')";
                await using var rows = await names.ExecuteReaderAsync();
                while (await rows.ReadAsync())
                    columns.Add($"\"{rows.GetString(0)}\"");
            }

            await using var fill = db.CreateCommand();
            fill.CommandText = $"""
                WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {events})
                INSERT INTO feed_event ("Position", "Id", "Item", {string.Join(", ", columns)})
                SELECT i, printf('evt_%026d', i), json_set("Item", '$.id', printf('evt_%026d', i)), {string.Join(", ", columns)} FROM n, feed_event WHERE "Position" = 1;
                UPDATE feed_head SET "FeedPosition" = {events};
                """;
            await fill.ExecuteNonQueryAsync();
        }

        await app.RestartAsync();
    }

    private static async Task FileAsync(HttpClient client)
    {
        var report = new { kind = "UNKNOWN_UNKNOWN", title = "No category fits", surprise = "Two reviewers placed the same question under different clauses.", noCaseReason = "Seen in a double review.", attested = true };
        await RunningApp.QueryAsync(client, "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id } } }", new { input = new { report, idempotencyKey = Guid.NewGuid().ToString("N") } });
    }

    private static async Task ReplayAsync(RunningApp app, int events, FeedTransport transport)
    {
        var (before, greatest, read, last) = (app.Cost.Memory, 0L, 0, 0L);
        var started = Stopwatch.GetTimestamp();
        await foreach (var step in FeedFollower.FollowAsync(app.Address, Reader, transport, after: null, CancellationToken.None))
        {
            var position = long.Parse(step.Cursor.Split('.')[2], CultureInfo.InvariantCulture);
            if (step.Id is null || position != ++last)
                throw new InvalidOperationException("The replay has a gap.");
            if (++read % 5000 == 0)
                greatest = Math.Max(greatest, app.Cost.Memory);
            if (read == events)
                break;
        }

        Sheet.Note($"{transport}: {events:N0} events replayed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; memory from {MiB(before):0} to at most {MiB(greatest):0} MiB.");
    }

    /// <summary>
    /// Sockets that subscribe from the first event and never read: nothing of the backlog may pile up for them, and whoever
    /// follows from the end on hears of each new event as soon as ever.
    /// </summary>
    private static async Task StalledAsync(RunningApp app, int sockets)
    {
        const int Subscriptions = 20;
        var head = await HeadAsync(app);
        var (before, greatest) = (app.Cost.Memory, 0L);
        var alone = await DelaysAsync(app, head, () => { });
        var open = new List<FeedSocket>();
        for (var n = 0; n < sockets; n++)
            open.Add(await FeedSocket.OpenAsync(app.Address, Reader, after: null, CancellationToken.None, Subscriptions));
        var beside = await DelaysAsync(app, await HeadAsync(app), () => greatest = Math.Max(greatest, app.Cost.Memory));
        Sheet.Note($"{sockets} sockets with {Subscriptions} subscriptions each that never read, the whole backlog before them: memory from {MiB(before):0} to at most {MiB(greatest):0} MiB.");
        Sheet.Note($"From filing to a reader that keeps up, p50 and p99: {alone[alone.Count / 2]:0} and {alone[alone.Count * 99 / 100]:0} ms without them, {beside[beside.Count / 2]:0} and {beside[beside.Count * 99 / 100]:0} ms beside them.");
        open.ForEach(s => s.Dispose());
    }

    /// <summary>How long each of some reports takes from the moment it is sent to a reader that keeps up, in milliseconds, in order of length.</summary>
    private static async Task<List<double>> DelaysAsync(RunningApp app, string after, Action look)
    {
        using var client = app.ClientOf("specialist-a");
        using var reader = await FeedSocket.OpenAsync(app.Address, Reader, after, CancellationToken.None);
        var delays = new List<double>();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Watched; await Task.Delay(20))
        {
            var sent = Stopwatch.GetTimestamp();
            var filing = FileAsync(client);
            string? type;
            do
                type = (await reader.NextAsync(CancellationToken.None)).GetProperty("__typename").GetString();
            while (type != "FeedEvent");
            delays.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            await filing;
            look();
        }

        return [.. delays.Order()];
    }

    /// <summary>Sockets that follow from the end on while nothing happens.</summary>
    private static async Task QuietAsync(RunningApp app, int sockets)
    {
        var head = await HeadAsync(app);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = app.Cost.Memory;
        var open = new List<FeedSocket>();
        for (var n = 0; n < sockets; n++)
            open.Add(await FeedSocket.OpenAsync(app.Address, Reader, head, CancellationToken.None));
        var settled = app.Cost.Processor;
        await Task.Delay(Watched);
        var (memory, processor) = app.Cost;
        var share = (processor - settled) / Watched / Environment.ProcessorCount;
        Sheet.Note($"{sockets:N0} quiet sockets: {MiB(memory - before):0} MiB more than before ({MiB(memory):0} in all), {share * 100:0.0} % of the processors.");
        open.ForEach(s => s.Dispose());
    }

    private static async Task<string> HeadAsync(RunningApp app)
    {
        await using var db = new SqliteConnection($"Data Source={app.DatabasePath};Mode=ReadOnly;Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = """SELECT "Epoch" || '.' || "FeedPosition" FROM feed_head""";
        return $"v1.{await command.ExecuteScalarAsync()}";
    }

    private static double MiB(long bytes) => bytes / 1048576.0;
}
