using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Gaps;

public sealed class GapQueriesTests
{
    [Theory]
    [InlineData(GapOrder.LastActivity)]
    [InlineData(GapOrder.Newest)]
    [InlineData(GapOrder.Oldest)]
    [InlineData(GapOrder.DueFirst)]
    [InlineData(GapOrder.Severity)]
    [InlineData(GapOrder.MostReports)]
    public async Task Pages_give_every_gap_once_in_the_order_asked_for(GapOrder order)
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in new[] { GapState.New, GapState.Triage, GapState.New, GapState.Deferred, GapState.New, GapState.Triage, GapState.Triage })
        {
            var gap = await database.GapInAsync(state, state is GapState.Deferred ? Some.EmergingBehaviour() : null);
            if (state is GapState.Triage or GapState.Deferred)
                await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
            await DueAsync(database, gap.Id, state is GapState.Triage ? null : database.Day((int)(gap.Number % 2)));
            // Two gaps of one instant, then a later one, so that the second key of the order counts as well.
            database.Clock.Advance(TimeSpan.FromSeconds(state is GapState.Triage ? 0 : 1));
        }

        // Pages of one end at every gap, those of three hold gaps with and without a day.
        for (var first = 1; first <= 3; first++)
        {
            var read = new List<GapView>();
            Page<GapView> page;
            do
            {
                page = await database.SendAsync(SomePeople.Lead, new GapList(null, order, first, read.LastOrDefault() is { } last ? GapKey.Of(last, order) : null));
                read.AddRange(page.Items);
            }
            while (page.HasMore);

            var expected = order switch
            {
                GapOrder.LastActivity => read.OrderByDescending(g => g.LastActivityAt).ThenByDescending(g => g.Number),
                GapOrder.Newest => read.OrderByDescending(g => g.Number),
                GapOrder.DueFirst => read.OrderBy(g => g.DueOn ?? DateOnly.MaxValue).ThenBy(g => g.Number),
                GapOrder.Severity => read.OrderByDescending(g => g.Severity is { } s ? (int)s : -1).ThenBy(g => g.Number),
                GapOrder.MostReports => read.OrderByDescending(g => g.ReportCount).ThenBy(g => g.Number),
                _ => read.OrderBy(g => g.Number),
            };
            Assert.Equal([1, 2, 3, 4, 5, 6, 7], read.Select(g => g.Number).Order());
            Assert.Equal(expected.Select(g => g.Number), read.Select(g => g.Number));
        }
    }

    /// <summary>No command of this feature sets a day; lists only read it.</summary>
    private static async Task DueAsync(TestDatabase database, GapId gap, DateOnly? day)
    {
        await using var db = database.Open();
        await db.Gaps.Where(g => g.Id == gap).ExecuteUpdateAsync(g => g.SetProperty(x => x.DueOn, day));
    }

    [Fact]
    public async Task A_filter_lets_through_what_holds_every_list_it_gives()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.New);
        await database.GapInAsync(GapState.Triage);
        await database.GapInAsync(GapState.Assessing, Some.EmergingBehaviour());

        await CountsAsync(null, 3);
        await CountsAsync(new() { States = [GapState.New, GapState.Assessing] }, 2);
        await CountsAsync(new() { Kinds = [GapKind.Ambiguity] }, 3);
        await CountsAsync(new() { Severities = [Severity.Critical] }, 0);
        await CountsAsync(new() { Clauses = ["CS-1.1"] }, 2);
        await CountsAsync(new() { Areas = ["age-assurance"], States = [GapState.Triage] }, 1);
        await CountsAsync(new() { Mine = true }, 1);

        async Task CountsAsync(GapFilter? filter, int count)
        {
            Assert.Equal(count, (await database.SendAsync(SomePeople.Lead, new GapList(filter, GapOrder.Newest, 100, null))).Items.Count);
            Assert.Equal(count, await database.SendAsync(SomePeople.Lead, new GapCount(filter)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task One_to_a_hundred_may_be_asked_for(int first)
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, new GapList(null, GapOrder.Newest, first, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, new Core.Reports.ReportList(null, first, null))).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_gap_is_found_by_its_number()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);

        Assert.Equivalent(gap, await database.SendAsync(SomePeople.Specialist, new GapByNumber(1)), strict: true);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Specialist, new GapByNumber(2))).Refusals.Single().Code);
    }
}
