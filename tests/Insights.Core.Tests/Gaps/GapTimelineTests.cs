using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Gaps;

public sealed class GapTimelineTests
{
    private const string Inside = "Written for those who work on it.";
    private const string Outside = "Written for everyone.";

    [Fact]
    public async Task Internal_remarks_keep_their_place_for_everyone_and_their_words_for_those_they_were_written_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Inside, Audience.Internal, null));
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Outside, Audience.Reporter, null));

        foreach (var person in SomePeople.All.Except([SomePeople.Consumer, SomePeople.Administrator]))
        {
            var remarks = (await database.SendAsync(person, new GapTimeline(gap.Id, 100, null))).Items.Where(e => e.Action == "WriteComment").ToList();
            var insider = person != SomePeople.Specialist && person != SomePeople.OtherSpecialist;
            Assert.Equal([insider ? Inside : null, Outside], remarks.Select(r => r.Text?.Value));
            Assert.Equal([Audience.Internal, Audience.Reporter], remarks.Select(r => r.Audience!.Value));
            Assert.Equal(Outside, (await database.SendAsync(person, new LatestEntries([gap.Id])))[gap.Id].Text!.Value);
        }
    }

    [Fact]
    public async Task The_reason_of_a_deferral_is_internal_and_that_of_a_decline_is_for_reporters()
    {
        await using var database = await TestDatabase.CreateAsync();
        var deferred = await database.GapInAsync(GapState.Deferred);
        var declined = await database.GapInAsync(GapState.Declined);

        Assert.Null((await database.SendAsync(SomePeople.Specialist, new LatestEntries([deferred.Id])))[deferred.Id].Text);
        Assert.NotNull((await database.SendAsync(SomePeople.Auditor, new LatestEntries([deferred.Id])))[deferred.Id].Text);
        Assert.NotNull((await database.SendAsync(SomePeople.Specialist, new LatestEntries([declined.Id])))[declined.Id].Text);
    }

    [Fact]
    public async Task Specialists_cannot_write_what_they_could_not_read()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var both = SomePeople.Specialist with { Roles = Roles.Specialist | Roles.Consumer };

        foreach (var person in new[] { SomePeople.Specialist, both })
        {
            var refused = await database.TryAsync(person, new WriteComment(gap.Id.Value, Inside, Audience.Internal, null));
            Assert.Equal((RefusalCode.NotPermitted, "audience"), (refused.Refusals.Single().Code, refused.Refusals.Single().Path.Single()));
            Assert.False((await database.TryAsync(person, new WriteComment(gap.Id.Value, Outside, Audience.Reporter, null))).Refused);
        }
    }

    [Fact]
    public async Task Pages_give_every_entry_once_and_oldest_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        await database.GapInAsync(GapState.Closed);

        var read = new List<TimelineEntryView>();
        Page<TimelineEntryView> page;
        do
        {
            page = await database.SendAsync(SomePeople.Auditor, new GapTimeline(gap.Id, 2, read.LastOrDefault()?.Position));
            read.AddRange(page.Items);
        }
        while (page.HasMore);

        Assert.Equal((await database.AuditAsync()).Where(a => a.GapId == gap.Id).Select(a => a.Position), read.Select(e => e.Position));
        Assert.Equal(["New", "Triage", "Assessing", "InReview", "Decided", "Implementing"], read.Where(e => e.FromState is not null).Select(e => e.FromState));
        Assert.Equal("Closed", read[^1].ToState);
    }
}
