using Insights.Core.Contact;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Contact;

/// <summary>Who hears of what, and that nobody hears of it twice or of their own doing.</summary>
public sealed class TellPeopleTests
{
    [Fact]
    public async Task A_gap_on_its_way_tells_each_person_what_concerns_them_and_nobody_what_they_did()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        await database.TellAsync();

        // Read in one go: the owner is the present one, who was not there yet when a lead claimed it.
        Assert.Equal(
            ["specialist-a: ReportLinked GapMoved GapMoved GapDecided GapMoved GapClosed", "policy-owner-a: GapMoved DecisionReviewed", "policy-approver-a: DecisionProposed", "policy-owner-b: DecisionProposed"],
            await ToldAsync(database));
    }

    [Fact]
    public async Task A_question_and_its_answer_go_to_the_one_who_is_asked_and_to_the_one_who_asked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.NeedsInfo);
        await database.TellAsync();
        Assert.Equal(NotificationKind.QuestionAsked, (await database.UnreadAsync(SomePeople.Specialist))[0].Kind);
        Assert.Empty(await database.UnreadAsync(SomePeople.Lead));

        var report = await database.ReportAsync(gap.CanonicalReportId);
        await database.SendAsync(SomePeople.Specialist, new AnswerQuestion(report.Id.Value, report.Version, "The first reading."));
        await database.TellAsync();

        var told = Assert.Single(await database.UnreadAsync(SomePeople.Lead));
        Assert.Equal((NotificationKind.QuestionAnswered, 1, report.Id, SomePeople.Specialist.Id), (told.Kind, told.Count, told.ReportId, told.By));
    }

    [Fact]
    public async Task A_question_that_nobody_answered_is_told_to_both_sides()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.NeedsInfo);
        await database.TellAsync();
        await database.SendAsync(SomePeople.Specialist, new MarkNotificationsRead(1000, null));
        database.Clock.Advance(TimeSpan.FromDays(9));
        await database.SendAsync(Actor.System, new EndWaits());
        await database.TellAsync();

        Assert.Equal(["specialist-a: QuestionTimedOut", "triage-lead-a: QuestionTimedOut"], (await ToldAsync(database)).Select(t => t.Replace(" GapMoved", "", StringComparison.Ordinal)).Where(t => t.Contains("TimedOut", StringComparison.Ordinal)).Select(Last));

        static string Last(string told) => $"{told[..told.IndexOf(':', StringComparison.Ordinal)]}: {told[(told.LastIndexOf(' ') + 1)..]}";
    }

    [Fact]
    public async Task An_internal_remark_is_told_to_no_reporter_whether_author_or_watcher()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.OtherSpecialist, new WatchGap(gap.Id.Value));
        await database.SendAsync(SomePeople.Approver, new WatchGap(gap.Id.Value));
        await database.TellAsync();
        await ReadAllAsync(database);

        await database.SendAsync(SomePeople.Owner, new WriteComment(gap.Id.Value, "It is thin.", Audience.Internal, null));
        await database.TellAsync();
        Assert.Equal(["triage-lead-a: RemarkWritten", "policy-approver-a: RemarkWritten"], await UnreadKindsAsync(database));

        await ReadAllAsync(database);
        await database.SendAsync(SomePeople.Owner, new WriteComment(gap.Id.Value, "Which clause?", Audience.Reporter, null));
        await database.TellAsync();
        Assert.Equal(["specialist-a: RemarkWritten", "specialist-b: RemarkWritten", "triage-lead-a: RemarkWritten", "policy-approver-a: RemarkWritten"], await UnreadKindsAsync(database));
    }

    [Fact]
    public async Task When_gaps_are_merged_those_of_the_other_gap_hear_of_it_and_its_watchers_follow_the_survivor()
    {
        await using var database = await TestDatabase.CreateAsync();
        var survivor = await database.GapInAsync(GapState.Assessing);
        var report = await database.FileAsync(author: SomePeople.OtherSpecialist);
        var other = await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, null, null, null, null, null));
        await database.SendAsync(SomePeople.CalibrationLead, new WatchGap(other.Id.Value));
        await database.TellAsync();
        await ReadAllAsync(database);

        await database.MergeAsync(survivor, other);
        await database.TellAsync();
        Assert.Equal(["specialist-b: GapMerged", "policy-owner-a: GapMerged", "calibration-lead-a: GapMerged"], await UnreadKindsAsync(database));
        Assert.All(await database.UnreadAsync(SomePeople.OtherSpecialist), told => Assert.Equal(survivor.Id, told.GapId));

        await ReadAllAsync(database);
        await database.MoveAsync(SomePeople.Owner, await database.GapAsync(survivor.Id), GapAction.Defer, m => m with { Reason = "It waits.", ExpiresOn = database.Day(30), RecurrenceThreshold = 2 });
        await database.TellAsync();
        Assert.Equal(["specialist-a: GapMoved", "specialist-b: GapMoved", "calibration-lead-a: GapMoved"], await UnreadKindsAsync(database));
    }

    [Fact]
    public async Task A_stop_anywhere_loses_nothing_and_repeats_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);
        await database.TellAsync();
        var before = await RowsAsync(database);

        await database.TellAsync();
        await database.GapInAsync(GapState.Triage);
        // What a process that is killed leaves behind: the file alone.
        await using (var db = database.Open())
            Assert.True(await db.ToldUpTo.Select(t => t.Position).SingleAsync() < await db.FeedHeads.Select(h => h.AuditPosition).SingleAsync());
        await using (var afterwards = database.OnSameFile(_ => { }))
        await using (var scope = afterwards.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
            Assert.True((await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TellPeople())).Value > 0);
        }

        var after = await RowsAsync(database);
        Assert.Equal(before, after.Take(before.Count));
        Assert.Equal(after.Count, after.Distinct().Count());
        Assert.True(after.Count > before.Count);
    }

    [Fact]
    public async Task A_log_that_is_old_when_telling_begins_is_not_news()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);
        database.Clock.Advance(TimeSpan.FromDays(TellPeople.FirstLooksBackDays + 1));
        await database.GapInAsync(GapState.New);
        await database.TellAsync();

        var told = Assert.Single(await database.UnreadAsync(SomePeople.Specialist));
        Assert.Equal((NotificationKind.ReportLinked, 1), (told.Kind, told.Count));
    }

    [Fact]
    public async Task What_somebody_does_not_want_to_hear_of_is_not_told_to_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(SomePeople.Specialist, new SetNotificationPreferences(0, null, DigestCadence.Off, 7,
            [new(NotificationKind.GapMoved, Delivery.Off), new(NotificationKind.GapDecided, Delivery.App)]));
        await database.GapInAsync(GapState.Closed);
        await database.TellAsync();

        Assert.Equal("specialist-a: ReportLinked GapDecided GapClosed", (await ToldAsync(database))[0]);
    }

    private static async Task<IReadOnlyList<string>> ToldAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var rows = (await db.Notifications.OrderBy(n => n.Position).ToListAsync()).ToLookup(n => n.PersonId);
        return [.. SomePeople.All.Where(p => rows.Contains(p.Id)).Select(p => $"{p.Handle}: {string.Join(' ', rows[p.Id].Select(n => n.Kind))}")];
    }

    private static async Task<IReadOnlyList<string>> UnreadKindsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var rows = (await db.Notifications.Where(n => n.ReadAt == null).OrderBy(n => n.Position).ToListAsync()).ToLookup(n => n.PersonId);
        return [.. SomePeople.All.Where(p => rows.Contains(p.Id)).Select(p => $"{p.Handle}: {string.Join(' ', rows[p.Id].Select(n => n.Kind))}")];
    }

    private static async Task<IReadOnlyList<(string, long)>> RowsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. (await db.Notifications.OrderBy(n => n.Position).ThenBy(n => n.PersonId).ToListAsync()).Select(n => (n.PersonId.Value, n.Position))];
    }

    private static async Task ReadAllAsync(TestDatabase database)
    {
        foreach (var person in SomePeople.All.Where(p => p.May(Permission.FollowGaps)))
            await database.SendAsync(person, new MarkNotificationsRead(100_000, null));
    }
}
