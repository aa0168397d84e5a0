using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Search;

/// <summary>Gaps found by their words and by everything that is known of them.</summary>
public sealed class ListGapsTests
{
    [Fact]
    public async Task Every_filter_lets_through_what_it_names_and_counts_what_it_lists()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.LabelAsync("pilot");
        var first = await database.GapInAsync(GapState.Triage, Some.Ambiguity() with { Region = "MY", Language = "ms", Surface = "live-rooms" });
        first = await database.SendAsync(SomePeople.Lead, new LabelGap(first.Id.Value, first.Version, ["pilot"], null));
        await database.LinkAsync((await database.FileAsync()).Id, first.Id);
        database.Clock.Advance(TimeSpan.FromDays(10));
        var second = await database.GapInAsync(GapState.NeedsInfo, Some.EmergingBehaviour());
        var closed = await database.GapInAsync(GapState.Closed);
        await database.LinkAsync((await database.FileAsync()).Id, closed.Id);
        var free = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Lead, new ReleaseGap(free.Id.Value, free.Version));

        await FindsAsync(new() { Labels = ["pilot"] }, first);
        await FindsAsync(new() { Regions = ["MY"] }, first);
        await FindsAsync(new() { Languages = ["ms"], Surfaces = ["live-rooms"] }, first);
        await FindsAsync(new() { Languages = ["ms"], Surfaces = ["profile"] }, first);
        await FindsAsync(new() { MinReports = 2 }, first, closed);
        await FindsAsync(new() { HasQuestion = true }, second);
        await FindsAsync(new() { Regressed = true }, closed);
        await FindsAsync(new() { Resolutions = [Resolution.GuidanceClarified] }, closed);
        await FindsAsync(new() { Unowned = true }, free);
        await FindsAsync(new() { OwnerId = SomePeople.Owner.Id.Value }, closed);
        await FindsAsync(new() { OpenedTo = database.Day(-1) }, first);
        await FindsAsync(new() { OpenedFrom = database.Day(0) }, second, closed, free);
        await FindsAsync(new() { ActiveFrom = database.Day(-10), ActiveTo = database.Day(-10) }, first);
        await FindsAsync(new() { DueBefore = DateOnly.MaxValue, Late = true }, first);
        var byState = await database.SendAsync(SomePeople.Lead, new GapCountByState(new GapFilter { States = [GapState.NeedsInfo] }));
        Assert.Equal((3, 1, 0), (byState[GapState.Triage], byState[GapState.NeedsInfo], byState[GapState.New]));

        async Task FindsAsync(GapFilter filter, params GapView[] gaps)
        {
            Assert.Equal(gaps.Select(g => g.Number), (await database.SendAsync(SomePeople.Lead, new GapList(filter, GapOrder.Oldest, 100, null))).Items.Select(g => g.Number));
            Assert.Equal(gaps.Length, await database.SendAsync(SomePeople.Lead, new GapCount(filter)));
        }
    }

    [Fact]
    public async Task Words_find_a_gap_by_itself_its_reports_and_remarks_the_caller_may_read()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage, Some.UnknownUnknown()));
        await database.LinkAsync((await database.FileAsync(Some.EmergingBehaviour() with { Pattern = "Throttled accounts migrate between storefronts." })).Id, gap.Id);
        await database.SendAsync(SomePeople.Lead, new WriteComment(other.Id.Value, "Compare the ombudsman opinion.", Audience.Internal, null));

        Assert.Equal([gap.Number], await SayingAsync(SomePeople.Lead, "storefronts"));
        Assert.Equal([other.Number], await SayingAsync(SomePeople.Lead, "ombudsman opinion"));
        Assert.Empty(await SayingAsync(SomePeople.Specialist, "ombudsman"));
        Assert.Equal([gap.Number], await SayingAsync(SomePeople.Lead, "stated age storefronts"));
        Assert.Equal([other.Number], await SayingAsync(SomePeople.Lead, "synthetic origin", new GapFilter { Kinds = [GapKind.UnknownUnknown] }));
        Assert.Empty(await SayingAsync(SomePeople.Lead, "synthetic origin", new GapFilter { Kinds = [GapKind.Ambiguity] }));
        var refused = (await database.TryAsync(SomePeople.Lead, new GapList(new GapFilter { Text = "someone@example.com" }, GapOrder.Oldest, 10, null))).Refusals.Single();
        Assert.Equal((RefusalCode.PersonalData, "filter.text"), (refused.Code, string.Join('.', refused.Path)));

        async Task<IEnumerable<long>> SayingAsync(Actor by, string text, GapFilter? filter = null) =>
            (await database.SendAsync(by, new GapList((filter ?? new()) with { Text = text }, GapOrder.Oldest, 10, null))).Items.Select(g => g.Number);
    }

    [Fact]
    public async Task A_place_that_no_gap_of_an_order_can_have_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var order in Enum.GetValues<GapOrder>())
            Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Lead, new GapList(null, order, 10, new GapKey(long.MaxValue, 1)))).Refusals.Single().Code);
    }
}
