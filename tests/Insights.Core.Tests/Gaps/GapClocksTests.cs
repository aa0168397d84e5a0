using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Gaps;

/// <summary>Which clock runs stands beside the gap, whatever changes it.</summary>
public sealed class GapClocksTests
{
    public static TheoryData<GapState, GapClock?> Running => new()
    {
        { GapState.New, GapClock.Acknowledge },
        { GapState.Triage, GapClock.Assess },
        { GapState.NeedsInfo, null },
        { GapState.Deferred, null },
        { GapState.Assessing, GapClock.Decide },
        { GapState.InReview, GapClock.Decide },
        { GapState.Decided, GapClock.Implement },
        { GapState.Implementing, GapClock.Implement },
        { GapState.Closed, null },
        { GapState.Declined, null },
    };

    [Theory]
    [MemberData(nameof(Running))]
    public async Task Beside_the_gap_stands_the_clock_of_its_next_step(GapState state, GapClock? clock)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(state);

        var clocks = (await database.SendAsync(SomePeople.Specialist, new ClocksOf([gap.Id])))[gap.Id];

        Assert.Equal(clock, gap.DueClock);
        Assert.Equal(Clocks.Running(clocks)?.DueOn, gap.DueOn);
    }

    [Fact]
    public async Task The_day_of_the_plan_is_the_day_by_which_it_is_carried_out()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(database.Day(14), (await database.GapInAsync(GapState.Implementing)).DueOn);
    }

    [Fact]
    public async Task A_merge_keeps_the_earliest_start_and_undoing_it_gives_each_its_own_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var older = await database.GapInAsync(GapState.Triage);
        database.Clock.Advance(TimeSpan.FromDays(7));
        var survivor = await database.GapInAsync(GapState.Triage);
        Assert.Equal(older.DueOn!.Value.AddDays(7), survivor.DueOn);

        var merged = await database.MergeAsync(survivor, older);
        Assert.Equal(older.DueOn, (await database.GapAsync(survivor.Id)).DueOn);
        Assert.Null((await database.GapAsync(older.Id)).DueOn);
        Assert.Empty((await database.SendAsync(SomePeople.Lead, new ClocksOf([older.Id])))[older.Id]);

        await database.UndoAsync(merged);
        Assert.Equal((survivor.DueOn, older.DueOn), ((await database.GapAsync(survivor.Id)).DueOn, (await database.GapAsync(older.Id)).DueOn));
    }

    [Fact]
    public async Task A_gap_that_was_split_off_a_merged_one_and_dissolved_again_leaves_no_start_behind()
    {
        await using var database = await TestDatabase.CreateAsync();
        var older = await database.GapInAsync(GapState.Triage);
        database.Clock.Advance(TimeSpan.FromDays(7));
        var survivor = await database.GapOfAsync(3, GapState.Triage);
        var merged = await database.MergeAsync(survivor, older);
        var split = await database.SplitAsync(await database.GapAsync(survivor.Id), [(await database.MembersAsync(survivor.Id))[^1]]);

        await database.UndoAsync(split);
        await database.UndoAsync(merged);

        var after = await database.GapAsync(survivor.Id);
        Assert.Equal((survivor.OpenedAt, survivor.DueOn), (after.OpenedAt, after.DueOn));
    }

    [Fact]
    public async Task A_gap_that_came_back_has_no_second_round_once_that_is_undone_and_the_same_one_once_it_is_done_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        var before = await ClocksAsync(database, gap);
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        var back = await ClocksAsync(database, gap);
        Assert.Equal(2, back.Max(c => c.Round));

        database.Clock.Advance(TimeSpan.FromHours(2));
        var undone = await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);
        Assert.Equal(before, await ClocksAsync(database, gap));
        Assert.Null((await database.GapAsync(gap.Id)).DueClock);

        await database.UndoAsync(undone);
        Assert.Equal(back, await ClocksAsync(database, gap));
        Assert.Equal(GapClock.Assess, (await database.GapAsync(gap.Id)).DueClock);
    }

    [Fact]
    public async Task Other_targets_hold_for_what_is_open_from_the_next_start_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (open, closed) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Closed));
        var options = new ClockOptions { Weekend = [], Holidays = new HashSet<DateOnly> { database.Day(1) } };
        await using var restarted = database.OnSameFile(services => services.AddSingleton(options));

        Assert.Equal(0, await database.SendAsync(Actor.System, new RefreshClocks()));
        Assert.Equal(1, await SendAsync(restarted, new RefreshClocks()));
        Assert.Equal(0, await SendAsync(restarted, new RefreshClocks()));

        // Seven days from Monday on, with a holiday among them and no weekend.
        Assert.Equal(database.Day(8), (await database.GapAsync(open.Id)).DueOn);
        Assert.Equal((open.Version, open.LastActivityAt), ((await database.GapAsync(open.Id)).Version, (await database.GapAsync(open.Id)).LastActivityAt));
        Assert.Null((await database.GapAsync(closed.Id)).DueOn);
        var line = (await database.AuditAsync())[^1];
        Assert.Equal(("RefreshClocks", 1), (line.Action, line.Count));
    }

    internal static async Task<T> SendAsync<T>(IServiceProvider services, IRequest<Outcome<T>> request)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Value;
    }

    private static async Task<IReadOnlyList<ClockView>> ClocksAsync(TestDatabase database, GapView gap) => (await database.SendAsync(SomePeople.Lead, new ClocksOf([gap.Id])))[gap.Id];
}
