using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Tests.Gaps;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class EscalateGapsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task What_is_late_is_noted_and_told_the_day_after_it_was_due()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        database.Clock.Advance(9 * Day);
        Assert.Equal((database.Day(0), 0), (gap.DueOn!.Value, await EscalateAsync(database)));
        database.Clock.Advance(Day);
        Assert.Equal(1, await EscalateAsync(database));

        var noted = await database.GapAsync(gap.Id);
        Assert.Equal((database.Day(0), gap.Version), (noted.EscalatedOn!.Value, noted.Version));
        var line = (await database.AuditAsync())[^1];
        Assert.Equal(("EscalateGap", gap.Id, "Assess", 1, Actor.System.Id), (line.Action, line.GapId, line.Code, line.Count, line.By));
        var told = (await database.EventsAsync())[^1];
        Assert.Equal((FeedEventType.GapEscalated, gap.Id, GapState.Triage), (told.Type, told.GapId, told.State));
    }

    [Fact]
    public async Task Each_clock_is_noted_once_in_each_round_over_restarts_and_whatever_the_clock_does()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        foreach (var jump in new[] { 10 * Day, -Day, Day, -30 * Day, 31 * Day })
        {
            Jump(database, jump);
            await EscalateAsync(database);
            await using var restarted = database.OnSameFile(_ => { });
            await GapClocksTests.SendAsync(restarted, new EscalateGaps());
            await GapClocksTests.SendAsync(restarted, new RefreshClocks());
        }

        Assert.Equal(["Assess 1"], await NotedAsync(database));

        gap = await database.MoveAsync(SomePeople.Owner, await database.GapAsync(gap.Id), GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "appeals" });
        Assert.Null(gap.EscalatedOn);
        database.Clock.Advance(60 * Day);
        await EscalateAsync(database);
        await EscalateAsync(database);
        Assert.Equal(["Assess 1", "Decide 1"], await NotedAsync(database));
    }

    [Fact]
    public async Task A_gap_that_came_back_is_noted_anew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);

        database.Clock.Advance(30 * Day);
        await EscalateAsync(database);
        await EscalateAsync(database);

        Assert.Equal(["Assess 2"], await NotedAsync(database));
    }

    [Fact]
    public async Task What_came_back_by_another_report_after_that_was_undone_is_noted_for_itself()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        foreach (var _ in new[] { 1, 2 })
        {
            await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
            Jump(database, 30 * Day);
            Assert.Equal(1, await EscalateAsync(database));
            Jump(database, -29 * Day);
            Assert.Equal(0, await EscalateAsync(database));
            await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);
        }

        Assert.Equal(["Assess 2", "Assess 2"], await NotedAsync(database));
    }

    [Fact]
    public async Task While_a_question_is_open_nothing_is_late_and_what_was_noted_is_not_noted_again_behind_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        database.Clock.Advance(10 * Day);
        await EscalateAsync(database);
        await database.AskAsync(gap.CanonicalReportId);
        Assert.Null((await database.GapAsync(gap.Id)).EscalatedOn);

        database.Clock.Advance(60 * Day);
        Assert.Equal(0, await EscalateAsync(database));
        await database.SendAsync(Actor.System, new EndWaits());
        Assert.Equal(0, await EscalateAsync(database));

        Assert.NotNull((await database.GapAsync(gap.Id)).EscalatedOn);
        Assert.Equal(["Assess 1"], await NotedAsync(database));
    }

    [Fact]
    public async Task Of_many_so_many_are_noted_at_once_and_the_rest_after_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i <= EscalateGaps.Most; i++)
            await database.GapInAsync(GapState.New);
        database.Clock.Advance(60 * Day);

        Assert.Equal((EscalateGaps.Most, 1, 0), (await EscalateAsync(database), await EscalateAsync(database), await EscalateAsync(database)));
        Assert.Equal(EscalateGaps.Most + 1, (await NotedAsync(database)).Count);
    }

    [Fact]
    public async Task Raced_by_sixteen_each_is_noted_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 3; i++)
            await database.GapInAsync(GapState.New);
        database.Clock.Advance(60 * Day);

        var noted = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => EscalateAsync(database))));

        Assert.Equal((3, 3), (noted.Sum(), (await NotedAsync(database)).Count));
    }

    /// <summary>Sets the clock, backwards too.</summary>
    internal static void Jump(TestDatabase database, TimeSpan by) => database.Clock.AdjustTime(database.Clock.GetUtcNow() + by);

    private static Task<int> EscalateAsync(TestDatabase database) => database.SendAsync(Actor.System, new EscalateGaps());

    private static async Task<List<string>> NotedAsync(TestDatabase database) =>
        [.. (await database.AuditAsync()).Where(a => a.Action == "EscalateGap").Select(a => $"{a.Code} {a.Count}")];
}
