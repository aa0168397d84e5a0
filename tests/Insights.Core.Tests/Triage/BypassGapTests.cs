using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class BypassGapTests
{
    /// <summary>Written down a second time: from each state that ever had an approved decision or none, where a bypass may lead.</summary>
    public static TheoryData<GapState, string> Stated => new()
    {
        { GapState.New, "Triage Assessing" },
        { GapState.Triage, "New Assessing" },
        { GapState.NeedsInfo, "New Triage Assessing" },
        { GapState.Assessing, "New Triage" },
        { GapState.InReview, "" },
        { GapState.Decided, "New Triage Assessing Implementing Closed" },
        { GapState.Implementing, "New Triage Assessing Decided Closed" },
        { GapState.Closed, "New Triage Assessing Decided Implementing" },
        { GapState.Deferred, "New Triage Assessing" },
        { GapState.Declined, "New Triage Assessing" },
    };

    [Theory]
    [MemberData(nameof(Stated))]
    public async Task It_leads_where_it_may_and_is_refused_elsewhere(GapState from, string stated)
    {
        await using var database = await TestDatabase.CreateAsync();
        var granted = new List<GapState>();
        foreach (var to in Enum.GetValues<GapState>())
        {
            var gap = await database.GapInAsync(from);
            var moved = await BypassAsync(database, gap, to);
            var after = await database.GapAsync(gap.Id);
            if (moved.Refused)
                Assert.Equal((RefusalCode.IllegalMove, "state", from, gap.Version), (moved.Refusals.Single().Code, moved.Refusals.Single().Path.Single(), after.State, after.Version));
            else
                granted.Add(after.State);
        }

        Assert.Equal(stated, string.Join(' ', granted));
    }

    [Fact]
    public async Task It_is_recorded_and_told_as_a_bypass_and_its_reason_is_for_the_policy_team()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);

        await BypassAsync(database, gap, GapState.Triage);

        var entry = (await database.SendAsync(SomePeople.Lead, new GapTimeline(gap.Id, 100, null))).Items[^1];
        Assert.Equal(("BypassGap", "Closed", "Triage", "It was closed by mistake.", Audience.Internal), (entry.Action, entry.FromState, entry.ToState, entry.Text!.Value, entry.Audience));
        Assert.Null((await database.SendAsync(SomePeople.Specialist, new GapTimeline(gap.Id, 100, null))).Items[^1].Text);
        Assert.Equal((FeedEventType.GapBypassed, GapState.Triage), ((await database.EventsAsync())[^1].Type, (await database.EventsAsync())[^1].State));
    }

    [Fact]
    public async Task What_waited_waits_no_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in new[] { GapState.NeedsInfo, GapState.Deferred })
        {
            var after = (await BypassAsync(database, await database.GapInAsync(state), GapState.New)).Value;

            Assert.Equal((null, null, null, null, null, 0), (after.ReturnsTo, after.RespondBy, after.DeferredUntil, after.RecurrenceThreshold, after.OwnerId, after.RecurredCount));
            Assert.Equal(GapClock.Acknowledge, after.DueClock);
        }

        database.Clock.Advance(TimeSpan.FromDays(400));
        // Only the question to the author ends by itself; the gaps have gone on.
        Assert.Equal(1, await database.SendAsync(Core.Identity.Actor.System, new EndWaits()));
    }

    [Fact]
    public async Task The_reports_of_a_declined_gap_are_taken_up_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Declined);
        Assert.Equal(ReportState.Declined, (await database.ReportAsync(gap.CanonicalReportId)).State);

        var after = (await BypassAsync(database, gap, GapState.Triage)).Value;

        var report = await database.ReportAsync(gap.CanonicalReportId);
        Assert.Equal((ReportState.Linked, null, null), (report.State, report.StateReason, after.Destination));
    }

    private static Task<Outcome<GapView>> BypassAsync(TestDatabase database, GapView gap, GapState to) =>
        database.TryAsync(SomePeople.Approver, new BypassGap(gap.Id.Value, gap.Version, to, "It was closed by mistake."));
}
