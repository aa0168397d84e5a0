using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Privacy;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class FeedFilesTests
{
    [Theory]
    [InlineData(ExportFormat.Ndjson)]
    [InlineData(ExportFormat.Csv)]
    public async Task Exports_one_after_the_other_join_with_no_gap_and_no_event_twice(ExportFormat format)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (cursors, after) = (new List<string>(), (string?)null);
        foreach (var state in new GapState?[] { GapState.Decided, null, GapState.Closed, GapState.Declined })
        {
            if (state is { } reached)
                await database.GapInAsync(reached);
            var (files, manifest) = await TakeAsync(database, after, format);
            cursors.AddRange(CursorsOf(files, format));
            Assert.Equal(manifest.Events, CursorsOf(files, format).Count);
            Assert.Equal(CursorsOf(files, format).FirstOrDefault(), manifest.FirstCursor);
            after = manifest.LastCursor;
        }

        Assert.Equal(await AllAsync(database), cursors);
    }

    [Fact]
    public async Task What_is_written_while_an_export_runs_is_left_to_the_next()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var stretch = await database.SendAsync(SomePeople.Consumer, new PlanExport(null, null));
        await database.FileAsync();

        var (files, manifest) = await WriteAsync(database, SomePeople.Consumer, stretch, ExportFormat.Ndjson);
        var (next, _) = await TakeAsync(database, manifest.LastCursor, ExportFormat.Ndjson);

        var all = await AllAsync(database);
        Assert.Equal(2, all.Count);
        Assert.Equal([all[0]], CursorsOf(files, ExportFormat.Ndjson));
        Assert.Equal(all[0], manifest.LastCursor);
        Assert.Equal([all[1]], CursorsOf(next, ExportFormat.Ndjson));
    }

    [Fact]
    public async Task The_manifest_says_what_the_files_hold_and_comes_last()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        var filter = new FeedFilter { Types = [FeedEventType.GapClosed, FeedEventType.GapClaimed] };

        var (files, manifest) = await TakeAsync(database, null, ExportFormat.Ndjson, filter);

        Assert.Equal(["events.ndjson", "counts.ndjson", "manifest.json"], files.Keys);
        var file = manifest.Files[0];
        Assert.Equal((files[file.Name].Length, Convert.ToHexStringLower(SHA256.HashData(files[file.Name]))), (file.Bytes, file.Sha256));
        using var read = JsonDocument.Parse(files["manifest.json"]);
        Assert.Equal("NDJSON", read.RootElement.GetProperty("format").GetString());
        Assert.Equal(["GAP_CLOSED", "GAP_CLAIMED"], read.RootElement.GetProperty("filter").GetProperty("types").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal((2, (await database.HeadAsync()).Epoch, FeedJson.Version), (read.RootElement.GetProperty("events").GetInt64(), read.RootElement.GetProperty("epoch").GetInt64(), read.RootElement.GetProperty("schema").GetInt32()));
        // Where the filter lets nothing more through, the next export still begins at the end.
        Assert.Equal((await AllAsync(database))[^1], manifest.LastCursor);
    }

    [Theory]
    [InlineData(ExportFormat.Ndjson)]
    [InlineData(ExportFormat.Csv)]
    public async Task Daily_counts_lie_beside_the_events_with_their_digest_and_no_day_is_missed_between_two_exports(ExportFormat format)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (days, after) = (new List<string>(), (string?)null);
        for (var day = 0; day < 3; day++)
        {
            if (day != 1)
                await database.FileAsync();
            // One export before midnight and one after it, with no event between them.
            for (var n = 0; n < 2; n++)
            {
                var (files, manifest) = await TakeAsync(database, after, format);
                var (name, counts) = (manifest.Files[1].Name, files[manifest.Files[1].Name]);
                Assert.Equal(format is ExportFormat.Csv ? "counts.csv" : "counts.ndjson", name);
                Assert.Equal((counts.Length, Convert.ToHexStringLower(SHA256.HashData(counts))), (manifest.Files[1].Bytes, manifest.Files[1].Sha256));
                var held = DaysOf(counts, format);
                Assert.Equal(manifest.CountedDays, held.Count);
                days.AddRange(held);
                after = manifest.LastCursor;
                if (n == 0)
                    database.Clock.Advance(TimeSpan.FromDays(1));
                await database.SendAsync(Actor.System, new Core.Consumers.CountDay());
            }
        }

        Assert.Equal((await database.SendAsync(SomePeople.Consumer, new FeedCountDays())).Select(d => d.ToString("yyyy-MM-dd", null)).Order(StringComparer.Ordinal), days.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_long_feed_is_written_page_by_page()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        const int More = (5 * ReadFeed.MaxPage) / 2;
        await using (var db = database.Open())
        {
            var item = (await db.FeedEvents.AsNoTracking().SingleAsync()).Item;
            for (var i = 0; i < More; i++)
                db.Add(FeedEvent.Append(i + 2, item with { Id = new($"evt_{i:D26}") }, null));
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlAsync($"""UPDATE feed_head SET "FeedPosition" = {More + 1}""");
        }

        var (files, manifest) = await TakeAsync(database, null, ExportFormat.Ndjson);

        Assert.Equal(More + 1, manifest.Events);
        Assert.Equal(await AllAsync(database), CursorsOf(files, ExportFormat.Ndjson));
        Assert.InRange(files.LongestWrite, 1, files["events.ndjson"].Length / 2);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public void A_cell_that_a_spreadsheet_would_run_gets_an_apostrophe_in_front(string words)
    {
        var text = GuardedText.Stored(words);
        var item = new FeedItem
        {
            Id = new("evt_1"),
            Type = FeedEventType.DecisionApproved,
            On = new(2026, 3, 2),
            Decision = new() { Title = text, Explanation = text, Resolution = Resolution.PolicyChanged, EffectiveOn = new(2026, 4, 1), ReviewBy = new(2027, 4, 1) },
        };

        var row = Encoding.UTF8.GetString(FeedCsv.Rows([new FeedEntry("v1.0.1", item)]));

        Assert.Contains($"\"'{words}\"", row, StringComparison.Ordinal);
        Assert.DoesNotContain($",{words}", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_export_a_cursor_that_is_none_and_one_of_another_life_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();

        foreach (var person in SomePeople.All)
        {
            var refusals = (await database.TryAsync(person, new PlanExport(null, null))).Refusals;
            Assert.Equal(person.May(Permission.ExportFeed) ? [] : [RefusalCode.NotPermitted], refusals.Select(r => r.Code));
        }

        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(null, new PlanExport(null, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Specialist, new ExportPage("v1.0.0", "v1.0.1", null))).Refusals.Single().Code);
        Assert.Equal((RefusalCode.Malformed, "after"), RefusalOf(await database.TryAsync(SomePeople.Consumer, new PlanExport("here", null))));
        Assert.Equal((RefusalCode.Malformed, "filter"), RefusalOf(await database.TryAsync(SomePeople.Consumer, new PlanExport(null, new FeedFilter { Areas = ["no code"] }))));
        foreach (var cursor in new[] { new FeedCursor(7, 0), new FeedCursor((await database.HeadAsync()).Epoch, 99) })
            Assert.IsType<ResyncRefusal>((await database.TryAsync(SomePeople.Consumer, new PlanExport(cursor.ToString(), null))).Refusals.Single());
    }

    [Fact]
    public async Task A_key_exports_within_its_scopes_and_no_more_than_its_reader_is_registered_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.ConsumerAsync();
        var reader = await database.SignInAsync(await database.KeyAsync(consumer, KeyScopes.Read));
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(reader, new PlanExport(null, null))).Refusals.Single().Code);

        await database.GapInAsync(GapState.Closed);
        var exporter = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(), KeyScopes.Export));
        var (files, _) = await WriteAsync(database, exporter, await database.SendAsync(exporter, new PlanExport(null, null)), ExportFormat.Ndjson);
        var follower = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(), KeyScopes.Read));
        var streamed = await database.SendAsync(follower, new ReadFeed(null, null, ReadFeed.MaxPage));
        Assert.Equal(streamed.Entries.Select(e => e.Cursor), CursorsOf(files, ExportFormat.Ndjson));
    }

    private static async Task<List<string>> AllAsync(TestDatabase database)
    {
        var epoch = (await database.HeadAsync()).Epoch;
        return [.. (await database.EventsAsync()).Select(e => new FeedCursor(epoch, e.Position).ToString())];
    }

    private static (RefusalCode, string) RefusalOf<T>(Outcome<T> outcome) => (outcome.Refusals.Single().Code, outcome.Refusals.Single().Path[0]);

    private static async Task<(Files Files, ExportManifest Manifest)> TakeAsync(TestDatabase database, string? after, ExportFormat format, FeedFilter? filter = null) =>
        await WriteAsync(database, SomePeople.Consumer, await database.SendAsync(SomePeople.Consumer, new PlanExport(after, filter)), format);

    private static async Task<(Files Files, ExportManifest Manifest)> WriteAsync(TestDatabase database, Actor by, ExportStretch stretch, ExportFormat format)
    {
        await using var scope = database.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(by);
        var files = new Files();
        var manifest = await new FeedFiles(scope.ServiceProvider.GetRequiredService<IMediator>(), database.Clock).WriteAsync(stretch, format, files.OpenAsync, CancellationToken.None);
        return (files, manifest);
    }

    private static List<string> CursorsOf(Files files, ExportFormat format) => format is ExportFormat.Csv
        ? [.. Encoding.UTF8.GetString(files["events.csv"]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[1])]
        : [.. Encoding.UTF8.GetString(files["events.ndjson"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("cursor").GetString()!)];

    private static List<string> DaysOf(byte[] counts, ExportFormat format) => format is ExportFormat.Csv
        ? [.. Encoding.UTF8.GetString(counts).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[1]).Distinct()]
        : [.. Encoding.UTF8.GetString(counts).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("on").GetString()!)];

    /// <summary>Files in memory, in the order in which they were opened.</summary>
    private sealed class Files
    {
        private readonly List<(string Name, Kept Content)> _files = [];

        public byte[] this[string name] => _files.Single(f => f.Name == name).Content.ToArray();

        public IEnumerable<string> Keys => _files.Select(f => f.Name);

        public int LongestWrite => _files.Max(f => f.Content.Longest);

        public Task<Stream> OpenAsync(string name, CancellationToken ct)
        {
            _files.Add((name, new Kept()));
            return Task.FromResult<Stream>(_files[^1].Content);
        }
    }

    private sealed class Kept : MemoryStream
    {
        public int Longest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Longest = Math.Max(Longest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
