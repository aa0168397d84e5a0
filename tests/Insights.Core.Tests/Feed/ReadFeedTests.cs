using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class ReadFeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task Pages_of_any_size_give_every_event_once_and_in_order(int size)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        var all = await database.EventsAsync();

        var read = new List<FeedEntry>();
        string? after = null;
        bool more;
        do
        {
            var page = await ReadAsync(database, after, null, size);
            Assert.True(page.Entries.Count <= size);
            read.AddRange(page.Entries);
            (after, more) = (page.EndCursor, page.HasMore);
        }
        while (more);

        Assert.Equal(all.Select(e => e.Id), read.Select(e => e.Item.Id));
        Assert.Equal(after, read[^1].Cursor);
        Assert.Empty((await ReadAsync(database, after, null, size)).Entries);
    }

    [Fact]
    public async Task A_filter_lets_through_what_holds_every_list_it_gives()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        await database.GapInAsync(GapState.Declined, Some.EmergingBehaviour());
        var all = (await database.EventsAsync()).Select(e => e.Item).ToList();

        await FiltersAsync(new() { Types = [FeedEventType.GapClaimed] }, i => i.Type is FeedEventType.GapClaimed);
        await FiltersAsync(new() { Kinds = [GapKind.EmergingBehaviour] }, i => i.Kind is GapKind.EmergingBehaviour);
        await FiltersAsync(new() { Areas = ["age-assurance"] }, i => i.Area is "age-assurance");
        await FiltersAsync(new() { Clauses = ["CS-1.1"] }, i => i.Clause is "CS-1.1");
        await FiltersAsync(new() { Severities = [Severity.High] }, i => i.Severity is Severity.High);
        await FiltersAsync(new() { States = [GapState.New, GapState.Declined] }, i => i.State is GapState.New or GapState.Declined);
        await FiltersAsync(new() { Kinds = [GapKind.EmergingBehaviour], States = [GapState.Triage] }, i => i is { Kind: GapKind.EmergingBehaviour, State: GapState.Triage });

        async Task FiltersAsync(FeedFilter filter, Func<FeedItem, bool> expected)
        {
            var page = await ReadAsync(database, null, filter, 100);
            Assert.NotEmpty(page.Entries);
            Assert.Equal(all.Where(expected).Select(i => i.Id), page.Entries.Where(e => e.Membership is not FeedMembership.Left).Select(e => e.Item.Id));
        }
    }

    [Fact]
    public async Task A_filter_of_types_reaches_the_end_at_once_and_one_of_gaps_step_by_step()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        var before = await database.HeadAsync();
        var item = (await database.EventsAsync())[^1].Item;
        await using (var db = database.Open())
        {
            db.AddRange(Enumerable.Range(1, 2500).Select(i => FeedEvent.Append(before.FeedPosition + i, item with { Id = EventId.Of($"evt_{i:D26}") }, scope: null)));
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlAsync($"""UPDATE feed_head SET "FeedPosition" = "FeedPosition" + 2500""");
        }

        var end = new FeedCursor(before.Epoch, before.FeedPosition + 2500).ToString();
        var typed = await ReadAsync(database, null, new FeedFilter { Types = [] }, 1);
        var first = await ReadAsync(database, null, new FeedFilter { Areas = ["nowhere"] }, 10);
        var second = await ReadAsync(database, first.EndCursor, new FeedFilter { Areas = ["nowhere"] }, 10);

        Assert.Equal((end, false), (typed.EndCursor, typed.HasMore));
        Assert.Equal((new FeedCursor(before.Epoch, 2000).ToString(), true), (first.EndCursor, first.HasMore));
        Assert.Equal((end, false), (second.EndCursor, second.HasMore));
    }

    [Fact]
    public async Task The_cursor_moves_on_even_when_the_filter_lets_nothing_through()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();

        var page = await ReadAsync(database, null, new FeedFilter { Types = [FeedEventType.GapClosed] }, 10);

        Assert.Empty(page.Entries);
        Assert.Equal((await database.HeadAsync()).FeedPosition, Cursor(page.EndCursor).Position);
    }

    [Fact]
    public async Task A_cursor_of_another_life_of_the_log_asks_for_a_new_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var head = await database.HeadAsync();
        await using (var db = database.Open())
            await db.FeedHeads.ExecuteUpdateAsync(heads => heads.SetProperty(h => h.Epoch, h => h.Epoch + 1));

        var read = await database.TryAsync(SomePeople.Consumer, new ReadFeed($"v1.{head.Epoch}.1", null, 10));

        var resync = Assert.IsType<ResyncRefusal>(Assert.Single(read.Refusals));
        Assert.Equal((RefusalCode.FeedReset, $"v1.{head.Epoch + 1}.0", $"v1.{head.Epoch + 1}.{head.FeedPosition}"), (resync.Code, resync.First, resync.Last));
        Assert.NotEmpty((await ReadAsync(database, resync.First, null, 10)).Entries);
        Assert.Empty((await ReadAsync(database, resync.Last, null, 10)).Entries);
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_log_is_never_waited_for_in_silence()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var head = await database.HeadAsync();

        var read = await database.TryAsync(SomePeople.Consumer, new ReadFeed($"v1.{head.Epoch}.{head.FeedPosition + 1}", null, 10));

        Assert.IsType<ResyncRefusal>(Assert.Single(read.Refusals));
    }

    [Theory]
    [InlineData("nonsense", 10, "after")]
    [InlineData(null, 0, "first")]
    [InlineData(null, 501, "first")]
    public async Task Malformed_questions_are_refused(string? after, int first, string path)
    {
        await using var database = await TestDatabase.CreateAsync();

        var read = await database.TryAsync(SomePeople.Consumer, new ReadFeed(after, null, first));

        Assert.Equal([path], Assert.Single(read.Refusals).Path);
    }

    [Fact]
    public async Task Filters_take_codes_and_no_more_than_fifty()
    {
        await using var database = await TestDatabase.CreateAsync();

        var notACode = await database.TryAsync(SomePeople.Consumer, new ReadFeed(null, new FeedFilter { Areas = ["somebody@example.com"] }, 10));
        var tooMany = await database.TryAsync(SomePeople.Consumer, new ReadFeed(null, new FeedFilter { Clauses = [.. Enumerable.Range(0, 51).Select(i => $"CS-{i}")] }, 10));

        Assert.Equal((RefusalCode.Malformed, "filter.areas"), (notACode.Refusals.Single().Code, string.Join('.', notACode.Refusals.Single().Path)));
        Assert.Equal((RefusalCode.OutOfRange, "filter.clauses"), (tooMany.Refusals.Single().Code, string.Join('.', tooMany.Refusals.Single().Path)));
    }

    [Fact]
    public async Task Specialists_do_not_read_the_feed()
    {
        await using var database = await TestDatabase.CreateAsync();

        foreach (var person in SomePeople.All)
        {
            var read = await database.TryAsync(person, new ReadFeed(null, null, 10));
            var mayRead = person.Roles is Roles.Consumer or Roles.Auditor || (person.Roles & (Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover)) != 0;
            Assert.Equal(mayRead, !read.Refused);
        }
    }

    private static Task<FeedPage> ReadAsync(TestDatabase database, string? after, FeedFilter? filter, int first) =>
        database.SendAsync(SomePeople.Consumer, new ReadFeed(after, filter, first));

    private static FeedCursor Cursor(string text) => FeedCursor.TryParse(text, out var cursor) ? cursor : throw new FormatException();
}
