using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Contact;

/// <summary>Reading what one is told, marking it as read, and watching.</summary>
public sealed class NotificationTests
{
    [Fact]
    public async Task Several_changes_of_one_gap_are_one_line_with_their_number_and_the_newest()
    {
        await using var database = await TestDatabase.CreateAsync();
        var closed = await database.GapInAsync(GapState.Closed);
        var other = await database.GapInAsync(GapState.New);
        await database.TellAsync();

        var lines = await database.UnreadAsync(SomePeople.Specialist);

        Assert.Equal([(other.Id, 1, NotificationKind.ReportLinked), (closed.Id, 6, NotificationKind.GapClosed)], lines.Select(l => (l.GapId!.Value, l.Count, l.Kind)));
        Assert.Equal(2, await database.SendAsync(SomePeople.Specialist, new CountNotifications(UnreadOnly: true)));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_double()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 5; i++)
            await database.GapInAsync(GapState.New);
        await database.TellAsync();

        var seen = new List<long>();
        for (long? after = null; ;)
        {
            var page = await database.SendAsync(SomePeople.Specialist, new ReadNotifications(2, after, false));
            seen.AddRange(page.Items.Select(l => l.Position));
            if (!page.HasMore)
                break;
            after = page.Items[^1].Position;
        }

        Assert.Equal((await database.UnreadAsync(SomePeople.Specialist)).Select(l => l.Position), seen);
        Assert.Equal(5, seen.Distinct().Count());
    }

    [Fact]
    public async Task Marking_one_gap_leaves_the_others_and_what_came_in_meanwhile()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        await database.TellAsync();
        var shown = (await database.UnreadAsync(SomePeople.Specialist)).Single(l => l.GapId == one.Id);
        await database.SendAsync(SomePeople.Lead, new WriteComment(one.Id.Value, "Which clause?", Audience.Reporter, null));
        await database.TellAsync();

        var left = await database.SendAsync(SomePeople.Specialist, new MarkNotificationsRead(shown.Position, one.Id.Value));

        Assert.Equal(2, left.Unread);
        Assert.Equal([(one.Id, NotificationKind.RemarkWritten, 1), (other.Id, NotificationKind.ReportLinked, 1)],
            (await database.UnreadAsync(SomePeople.Specialist)).Select(l => (l.GapId!.Value, l.Kind, l.Count)));
        var all = await database.SendAsync(SomePeople.Specialist, new ReadNotifications(10, null, false));
        Assert.Equal(3, all.Items.Count);
        Assert.Single(all.Items, l => l.ReadAt is not null);
    }

    [Fact]
    public async Task Nobody_reads_or_marks_what_others_are_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.New);
        await database.TellAsync();

        Assert.Empty(await database.UnreadAsync(SomePeople.OtherSpecialist));
        await database.SendAsync(SomePeople.OtherSpecialist, new MarkNotificationsRead(1000, null));
        Assert.Single(await database.UnreadAsync(SomePeople.Specialist));
        Assert.Empty(await database.UnreadAsync(SomePeople.Consumer));
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Specialist with { Roles = Roles.None }, new ReadNotifications(10, null, false))).Refusals.Single().Code);
    }

    [Fact]
    public async Task Who_watches_is_told_of_every_move_and_the_timeline_does_not_tell_who_watches()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Auditor, new WatchGap(gap.Id.Value));
        var timeline = await database.SendAsync(SomePeople.Lead, new GapTimeline(gap.Id, 100, null));
        await database.MoveAsync(SomePeople.Owner, gap, GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "appeals" });
        await database.TellAsync();

        Assert.Equal((NotificationKind.GapMoved, GapState.Assessing), (await database.UnreadAsync(SomePeople.Auditor)).Select(l => (l.Kind, l.State!.Value)).Single());
        Assert.DoesNotContain(timeline.Items, e => e.Action == "WatchGap");
        var watch = (await database.SendAsync(SomePeople.Lead, new WatchesOf([gap.Id])))[gap.Id];
        Assert.Equal((1, false), (watch.Count, watch.Mine));
        Assert.Equal(gap.Id, Assert.Single((await database.SendAsync(SomePeople.Auditor, new WatchedGaps(10, null))).Items).Id);
        Assert.Empty((await database.SendAsync(SomePeople.Lead, new WatchedGaps(10, null))).Items);
    }
}
