using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class EndWaitsTests
{
    [Fact]
    public async Task A_deferral_ends_on_its_day_and_not_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Deferred);

        database.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await database.SendAsync(Actor.System, new EndWaits()));

        Assert.Equal(GapState.Triage, (await database.GapAsync(gap.Id)).State);
    }

    [Fact]
    public async Task A_question_may_be_answered_through_its_last_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.NeedsInfo);

        database.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await database.SendAsync(Actor.System, new EndWaits()));

        Assert.Equal(GapState.Triage, (await database.GapAsync(gap.Id)).State);
        var report = await database.ReportAsync(gap.CanonicalReportId);
        Assert.Equal((ReportState.Linked, null, null), (report.State, report.Question, report.RespondBy));
    }

    [Fact]
    public async Task A_question_about_a_report_in_no_gap_times_out_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.AskAsync((await database.FileAsync()).Id);

        database.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await database.SendAsync(Actor.System, new EndWaits()));

        Assert.Equal(ReportState.Filed, (await database.ReportAsync(report.Id)).State);
        Assert.Equal((FeedEventType.QuestionTimedOut, (ReportId?)report.Id), ((await database.EventsAsync())[^1].Type, (await database.EventsAsync())[^1].ReportId));
    }

    [Fact]
    public async Task After_a_long_stop_everything_due_is_caught_up_with_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            await database.GapInAsync(GapState.Deferred);
            await database.GapInAsync(GapState.NeedsInfo);
        }

        database.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(9, await database.SendAsync(Actor.System, new EndWaits()));
        var before = await Fingerprint.OfAsync(database);
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Raced_by_sixteen_each_wait_ends_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Deferred);
        await database.GapInAsync(GapState.NeedsInfo);
        database.Clock.Advance(TimeSpan.FromDays(400));

        var ended = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => database.SendAsync(Actor.System, new EndWaits()))));

        Assert.Equal(3, ended.Sum());
        Assert.Equal(1, (await database.EventsAsync()).Count(e => e.Type is FeedEventType.GapResumed));
        Assert.Equal(1, (await database.EventsAsync()).Count(e => e.Type is FeedEventType.QuestionTimedOut));
    }

    [Fact]
    public async Task A_deferred_gap_that_recurs_often_enough_comes_back_before_its_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Deferred);

        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        Assert.Equal((GapState.Deferred, 1), ((await database.GapAsync(gap.Id)).State, (await database.GapAsync(gap.Id)).RecurredCount));
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);

        Assert.Equal(GapState.Triage, (await database.GapAsync(gap.Id)).State);
        Assert.Equal([FeedEventType.ReportLinked, FeedEventType.GapResumed], (await database.EventsAsync())[^2..].Select(e => e.Type));
    }
}
