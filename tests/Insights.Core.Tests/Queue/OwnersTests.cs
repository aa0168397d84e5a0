using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Queue;

/// <summary>Who answers for a gap.</summary>
public sealed class OwnersTests
{
    [Theory]
    [InlineData(GapState.New, "Nobody")]
    [InlineData(GapState.Triage, "triage-lead-a")]
    [InlineData(GapState.NeedsInfo, "triage-lead-a")]
    [InlineData(GapState.Deferred, "triage-lead-a")]
    [InlineData(GapState.Assessing, "policy-owner-a policy-owner-b")]
    [InlineData(GapState.InReview, "policy-owner-a policy-owner-b")]
    [InlineData(GapState.Decided, "policy-owner-a policy-owner-b")]
    [InlineData(GapState.Implementing, "policy-owner-a policy-owner-b")]
    [InlineData(GapState.Closed, "Nobody")]
    [InlineData(GapState.Declined, "Nobody")]
    public async Task Whoever_may_work_on_it_as_it_stands_may_answer_for_it_and_nobody_else(GapState state, string who)
    {
        await using var database = await TestDatabase.CreateAsync();
        var may = new List<string>();
        var gap = await database.GapInAsync(state);
        if (gap.OwnerId is not null && who is not "Nobody")
            gap = await database.SendAsync(SomePeople.Lead, new ReleaseGap(gap.Id.Value, gap.Version));
        foreach (var person in SomePeople.All)
        {
            var given = await database.TryAsync(SomePeople.Lead, new AssignGap(gap.Id.Value, gap.Version, person.Id.Value));
            if (given.Refused)
            {
                Assert.Equal(RefusalCode.IllegalMove, given.Refusals.Single().Code);
                continue;
            }

            may.Add(person.Handle);
            gap = await database.SendAsync(SomePeople.Lead, new ReleaseGap(gap.Id.Value, given.Value.Version));
            Assert.Null(gap.OwnerId);
        }

        Assert.Equal(who, may.Count == 0 ? "Nobody" : string.Join(' ', may));
    }

    [Fact]
    public async Task Of_two_who_take_a_gap_at_once_one_has_it_and_the_other_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        gap = await database.SendAsync(SomePeople.Owner, new ReleaseGap(gap.Id.Value, gap.Version));
        Actor[] two = [SomePeople.Owner, SomePeople.OwnerAndApprover];

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => database.TryAsync(two[i % 2], new AssignGap(gap.Id.Value, gap.Version, two[i % 2].Id.Value)))));

        var won = Assert.Single(all, a => !a.Refused).Value;
        Assert.All(all.Where(a => a.Refused), a => Assert.Equal(won.Version, Assert.IsType<ConflictRefusal>(a.Refusals.Single()).CurrentVersion));
        Assert.Equal(won.OwnerId, (await database.GapAsync(gap.Id)).OwnerId);
    }

    [Fact]
    public async Task A_policy_owner_does_not_give_back_what_somebody_else_answers_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);

        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.OwnerAndApprover, new ReleaseGap(gap.Id.Value, gap.Version))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Approver, new AssignGap(gap.Id.Value, gap.Version, SomePeople.OwnerAndApprover.Id.Value))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new AssignGap(gap.Id.Value, gap.Version, "per_00000000000000000000000098"))).Refusals.Single().Code);
        Assert.Equal(SomePeople.Owner.Id, (await database.GapAsync(gap.Id)).OwnerId);
    }

    [Fact]
    public async Task A_label_is_put_on_once_from_the_list_and_stays_where_it_is_when_retired()
    {
        await using var database = await TestDatabase.CreateAsync();
        var label = await database.LabelAsync("pilot");
        var gap = await database.GapInAsync(GapState.Triage);
        gap = await database.SendAsync(SomePeople.Lead, new LabelGap(gap.Id.Value, gap.Version, ["pilot"], null));
        await database.SendAsync(SomePeople.Lead, new KeepLabel("pilot", "Was part of the pilot", true, label.Version));
        var other = await database.GapInAsync(GapState.Triage);

        Assert.Equal(["pilot"], gap.Labels);
        Assert.Equal(RefusalCode.UnknownCode, (await database.TryAsync(SomePeople.Lead, new LabelGap(other.Id.Value, other.Version, ["pilot"], null))).Refusals.Single().Code);
        Assert.Equal("remove.0", string.Join('.', (await database.TryAsync(SomePeople.Lead, new LabelGap(other.Id.Value, other.Version, null, ["pilot"]))).Refusals.Single().Path));
        Assert.Equal(RefusalCode.PersonalData, (await database.TryAsync(SomePeople.Lead, new KeepLabel("ask", "Ask someone@example.com", false, 0))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Conflict, (await database.TryAsync(SomePeople.Lead, new KeepLabel("pilot", "The pilot", false, 0))).Refusals.Single().Code);
        Assert.Equal(["pilot"], (await database.EventsAsync()).Single(e => e.Type == FeedEventType.GapLabelled).Item.Labels);
    }
}
