using System.Text.Json;
using Insights.Core.Cases;
using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Scenarios;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Consumers;

/// <summary>Counts leave once a day, rounded, and tell no small one.</summary>
public sealed class CountDayTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_day_is_counted_once_after_it_ended_also_where_two_count_at_the_same_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 8);
        Assert.Null(await CountAsync(database));
        database.Clock.Advance(TimeSpan.FromHours(15) - TimeSpan.FromMilliseconds(1));
        Assert.Null(await CountAsync(database));

        database.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => CountAsync(database))));
        var first = await ReadAsync(database);
        await FileAsync(database, 8);

        Assert.Equal([null, database.Day(-1)], both.Order());
        Assert.Null(await CountAsync(database));
        Assert.Equal(FeedJson.Bytes(first), FeedJson.Bytes(await ReadAsync(database)));
        Assert.Equal(10, Total(first, CountSubject.FiledReports).Count);
        Assert.Equal([database.Day(-1)], await database.SendAsync(SomePeople.Consumer, new FeedCountDays()));
    }

    [Fact]
    public async Task A_clock_far_ahead_writes_no_days_that_nobody_lived_through()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 8);
        var lived = database.Day(0);
        database.Clock.Advance(TimeSpan.FromDays(400));
        // The product itself goes on by that clock, and what it does says nothing.
        Assert.Equal([lived, lived.AddDays(1), null], [await CountAsync(database), await CountAsync(database), await CountAsync(database)]);
        Assert.Equal(2, (await database.SendAsync(SomePeople.Consumer, new FeedCountDays())).Count);

        await FileAsync(database, 1);
        Assert.Equal(lived.AddDays(2), await CountAsync(database));
    }

    [Fact]
    public async Task Days_that_were_missed_get_the_counts_they_would_have_got()
    {
        await using var prompt = await TestDatabase.CreateAsync();
        await using var late = await TestDatabase.CreateAsync();
        foreach (var database in new[] { prompt, late })
        {
            for (var day = 0; day < 4; day++)
            {
                // On the third day nothing happens.
                if (day != 2)
                {
                    await FileAsync(database, 5);
                    await database.GapInAsync(day == 0 ? GapState.Decided : GapState.Declined);
                    await database.MergeAsync(await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
                }

                database.Clock.Advance(Day);
                if (database == prompt)
                    await CountAsync(database);
            }
        }

        while (await CountAsync(late) is not null)
        {
        }

        var days = await late.SendAsync(SomePeople.Consumer, new FeedCountDays());
        Assert.Equal(4, days.Count);
        Assert.Equal(days, await prompt.SendAsync(SomePeople.Consumer, new FeedCountDays()));
        foreach (var day in days)
            Assert.Equal(Text(await ReadAsync(prompt, day)), Text(await ReadAsync(late, day)));
        Assert.Equal(3, days.Select(d => Total(ReadAsync(late, d).Result, CountSubject.FiledReports).Count).Distinct().Count());
    }

    [Fact]
    public async Task What_is_published_is_nothing_or_0_or_a_multiple_of_five_and_the_exact_counts_are_not_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 7, "appeals");
        await FileAsync(database, 12, "age-assurance");
        database.Clock.Advance(Day);
        await CountAsync(database);
        var counts = await ReadAsync(database);

        Assert.All(counts.Counts, c => Assert.True(c.Suppressed ? c.Count is null : c.Count % 5 == 0));
        var (few, many) = (Cell(counts, CountSubject.FiledReports, "appeals"), Cell(counts, CountSubject.FiledReports, "age-assurance"));
        Assert.Equal((true, 10), (few.Suppressed, many.Count));
        // 19 in all would give the 7 away as soon as the 12 were known.
        var all = Total(counts, CountSubject.FiledReports);
        Assert.Equal((true, 9, 19), (all.Suppressed, all.AtLeast, all.AtMost));
        await using var db = database.Open();
        var kept = (await db.Database.SqlQuery<string>($"SELECT \"Counts\" AS \"Value\" FROM feed_snapshot").ToListAsync()).Single();
        Assert.DoesNotContain(":7,", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(":12,", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_counts_once_however_many_reports_and_references_cite_it_and_has_no_sums()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 9);
        await FileAsync(database, 7, "appeals", label: n => $"c-{n}");
        await using (var db = database.Open())
        {
            // Of nine references in appeals two stand for one case: eight are left.
            db.Add(CaseAlias.Of(Some.Tokeniser.Tokenise("tests", "synthetic", "old"), Some.Tokeniser.Tokenise("tests", "synthetic", "new")));
            await db.SaveChangesAsync();
        }

        await FileAsync(database, 1, "appeals", _ => "old");
        await FileAsync(database, 1, "appeals", _ => "new");
        database.Clock.Advance(Day);
        await CountAsync(database);
        var counts = await ReadAsync(database);

        Assert.True(Cell(counts, CountSubject.CitedCases, "age-assurance").Suppressed);
        Assert.Equal(10, Cell(counts, CountSubject.CitedCases, "appeals").Count);
        Assert.All(counts.Counts.Where(c => c.Subject is CountSubject.CitedCases), c => Assert.Equal(CountScope.Cell, c.Scope));
    }

    [Fact]
    public async Task Every_gap_that_stands_by_itself_is_in_one_table()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in Enum.GetValues<GapState>().Append(GapState.New))
            await database.GapInAsync(state);
        await database.MergeAsync(await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        database.Clock.Advance(Day);
        await CountAsync(database);
        var counts = await ReadAsync(database);

        // Six states are open, one of them twice, and of two that were merged one is left: eight. Three have a decision, one was declined.
        Assert.Equal(10, Cell(counts, CountSubject.OpenGaps, "age-assurance").Count);
        Assert.Equal((null, 1, 7), (Total(counts, CountSubject.DecidedGaps).Count, Total(counts, CountSubject.DecidedGaps).AtLeast, Total(counts, CountSubject.DecidedGaps).AtMost));
        Assert.True(Total(counts, CountSubject.DeclinedGaps).Suppressed);
        Assert.Equal(0, counts.Counts.Single(c => c is { Subject: CountSubject.DecidedGaps, Scope: CountScope.Column, Severity: Severity.Low }).Count);
    }

    [Fact]
    public async Task A_consumer_gets_what_is_wholly_within_its_registered_filter()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 8);
        await FileAsync(database, 8, "appeals");
        await database.GapInAsync(GapState.Decided);
        database.Clock.Advance(Day);
        await CountAsync(database);

        var areas = await ReadAsync(database, new FeedFilter { Areas = ["appeals"] });
        Assert.All(areas.Counts, c => Assert.Equal("appeals", c.Area));
        Assert.Equal(10, Cell(areas, CountSubject.FiledReports, "appeals").Count);
        Assert.Contains(areas.Counts, c => c.Scope is CountScope.Area);

        var kinds = await ReadAsync(database, new FeedFilter { Kinds = [GapKind.Ambiguity] });
        Assert.All(kinds.Counts, c => Assert.Equal(GapKind.Ambiguity, c.Kind));
        Assert.DoesNotContain(kinds.Counts, c => c.Subject is CountSubject.DecidedGaps);
        Assert.Contains(kinds.Counts, c => c.Scope is CountScope.Column);

        var severe = await ReadAsync(database, new FeedFilter { Severities = [Severity.High] });
        Assert.All(severe.Counts, c => Assert.Equal((CountSubject.DecidedGaps, Severity.High), (c.Subject, c.Severity!.Value)));
        foreach (var filter in new[] { new FeedFilter { Clauses = ["CS-1.1"] }, new FeedFilter { Labels = ["x"] }, new FeedFilter { Regions = ["MY"] }, new FeedFilter { States = [GapState.New] } })
            Assert.Empty((await ReadAsync(database, filter)).Counts);
        Assert.Equal((await ReadAsync(database)).Counts, (await ReadAsync(database, new FeedFilter { Types = [FeedEventType.GapClosed] })).Counts);
    }

    [Fact]
    public async Task Whoever_reads_the_feed_reads_counts_and_a_day_that_is_not_counted_is_not_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 1);
        database.Clock.Advance(Day);
        await CountAsync(database);

        foreach (var person in SomePeople.All)
        {
            Assert.Equal(person.May(Permission.ReadFeed), !(await database.TryAsync(person, new ReadFeedCounts(null))).Refused);
            Assert.Equal(person.May(Permission.ReadFeed), !(await database.TryAsync(person, new FeedCountDays())).Refused);
            Assert.Equal(person.May(Permission.ExportFeed), !(await database.TryAsync(person, new ExportCounts("v1.0.0", null))).Refused);
        }

        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(null, new ReadFeedCounts(null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Consumer, new ReadFeedCounts(database.Day(0)))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Consumer, new ExportCounts("nonsense", null))).Refusals.Single().Code);
    }

    [Fact]
    public async Task What_leaves_holds_to_the_published_schema()
    {
        await using var database = await TestDatabase.CreateAsync();
        await FileAsync(database, 9);
        foreach (var state in new[] { GapState.Triage, GapState.Decided, GapState.Declined })
            await database.GapInAsync(state);
        database.Clock.Advance(Day);
        await CountAsync(database);

        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(ExportTests.Root(), "schema", "feed-counts.schema.json")));
        using var sent = JsonDocument.Parse(FeedJson.Bytes(await ReadAsync(database)));
        var rules = JsonSerializer.SerializeToElement(schema.RootElement.EnumerateObject().Where(p => p.Name[0] != '$').ToDictionary(p => p.Name, p => p.Value));
        Assert.Empty(SchemaCheck.Faults(sent.RootElement, rules));
        Assert.Equal(Enum.GetValues<CountSubject>().Length, sent.RootElement.GetProperty("counts").EnumerateArray().Select(c => c.GetProperty("subject").GetString()).Distinct().Count());
        Assert.NotEmpty(SchemaCheck.Faults(JsonDocument.Parse("""{"schema":1,"exact":3}""").RootElement, rules));
    }

    private static Task<DateOnly?> CountAsync(TestDatabase database) => database.SendAsync(Actor.System, new CountDay());

    private static Task<FeedCountsView> ReadAsync(TestDatabase database, DateOnly? on = null) => database.SendAsync(SomePeople.Consumer, new ReadFeedCounts(on));

    private static async Task<FeedCountsView> ReadAsync(TestDatabase database, FeedFilter registered) =>
        await database.SendAsync(await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(registered))), new ReadFeedCounts(null));

    private static async Task FileAsync(TestDatabase database, int reports, string area = "age-assurance", Func<int, string>? label = null)
    {
        for (var n = 0; n < reports; n++)
            await database.FileAsync(Some.Ambiguity() with { Area = area, CaseReferences = [Some.CaseReference(label?.Invoke(n) ?? "c-1")] });
    }

    private static string Text(FeedCountsView counts) => System.Text.Encoding.UTF8.GetString(FeedJson.Bytes(counts));

    private static FeedCount Cell(FeedCountsView counts, CountSubject subject, string area) =>
        counts.Counts.Single(c => c.Subject == subject && c is { Scope: CountScope.Cell, Kind: GapKind.Ambiguity } && c.Area == area);

    private static FeedCount Total(FeedCountsView counts, CountSubject subject) => counts.Counts.Single(c => c.Subject == subject && c.Scope is CountScope.Total);
}
