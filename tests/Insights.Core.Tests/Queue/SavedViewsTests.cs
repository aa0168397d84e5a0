using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Queue;

/// <summary>Filters under a name, and gaps that somebody put off.</summary>
public sealed class SavedViewsTests
{
    [Fact]
    public async Task One_sees_ones_own_views_and_the_teams_and_ones_own_comes_first_at_an_address()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shared = await database.SaveViewAsync("late", new GapFilter { Late = true });
        var own = await database.SaveViewAsync("late", new GapFilter { Mine = true }, shared: false, by: SomePeople.Owner);

        Assert.Equal([own.Id, shared.Id], (await database.SendAsync(SomePeople.Owner, new SavedViewList())).Select(v => v.Id));
        Assert.Equal([shared.Id], (await database.SendAsync(SomePeople.Specialist, new SavedViewList())).Select(v => v.Id));
        Assert.Equal(own.Id, (await database.SendAsync(SomePeople.Owner, new SavedViewBySlug("late"))).Id);
        Assert.Equal(shared.Id, (await database.SendAsync(SomePeople.Lead, new SavedViewBySlug("late"))).Id);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.OwnerAndApprover, new SaveView("late", "Late", null, GapOrder.Oldest, true, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Specialist, new SaveView("mine", "Mine", null, GapOrder.Oldest, true, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new DeleteView(own.Id.Value, own.Version))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Specialist, new RenameView(shared.Id.Value, shared.Version, "Later"))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Conflict, (await database.TryAsync(SomePeople.Lead, new RenameView(shared.Id.Value, 9, "Later"))).Refusals.Single().Code);
    }

    [Fact]
    public async Task The_words_of_a_view_are_kept_as_guarded_text_and_its_filter_without_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var view = await database.SaveViewAsync("age", new GapFilter { Text = "stated age", Regions = ["MY"] });

        Assert.Equal("stated age", view.Filter.Text);
        await using var db = database.Open();
        var row = await db.SavedViews.AsNoTracking().SingleAsync();
        Assert.Equal(("stated age", null), (row.Words!.Value, row.Filter.Text));
        Assert.Equal(RefusalCode.PersonalData, (await database.TryAsync(SomePeople.Lead, new SaveView("x", "X", new GapFilter { Text = "someone@example.com" }, GapOrder.Oldest, false, null))).Refusals.Single().Code);
        Assert.Equal("slug", (await database.TryAsync(SomePeople.Lead, new SaveView("No Slug", "X", null, GapOrder.Oldest, false, null))).Refusals.Single().Path.Single());
    }

    [Fact]
    public async Task What_somebody_puts_off_is_hidden_for_them_alone_until_its_day_or_until_something_happens()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var version = gap.Version;

        await SnoozeAsync();
        Assert.Equal((0, 1), await CountAsync());
        Assert.Equal(version, (await database.GapAsync(gap.Id)).Version);
        Assert.Equal(1, await database.SendAsync(SomePeople.Owner, new GapCount(new GapFilter { Snoozed = false })));
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The clause is under review.", Audience.Internal, null));
        Assert.Equal((1, 0), await CountAsync());

        await SnoozeAsync();
        database.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal((1, 0), await CountAsync());

        await SnoozeAsync();
        await database.SendAsync(SomePeople.Lead, new SnoozeGap(gap.Id.Value, gap.Version, null));
        Assert.Equal((1, 0), await CountAsync());
        Assert.Empty(await database.SendAsync(SomePeople.Lead, new SnoozesOf([gap.Id])));
        Assert.DoesNotContain((await database.SendAsync(SomePeople.Lead, new GapTimeline(gap.Id, 100, null))).Items, e => e.Action == "SnoozeGap");
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, new SnoozeGap(gap.Id.Value, gap.Version, database.Day(0)))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Conflict, (await database.TryAsync(SomePeople.Lead, new SnoozeGap(gap.Id.Value, 1, database.Day(3)))).Refusals.Single().Code);

        Task SnoozeAsync() => database.SendAsync(SomePeople.Lead, new SnoozeGap(gap.Id.Value, gap.Version, database.Day(7)));

        async Task<(int Awake, int Asleep)> CountAsync() => (
            await database.SendAsync(SomePeople.Lead, new GapCount(new GapFilter { Mine = true, Snoozed = false })),
            await database.SendAsync(SomePeople.Lead, new GapCount(new GapFilter { Mine = true, Snoozed = true })));
    }
}
