using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Queue;

/// <summary>Who is looking at a gap: a mark for others, and nothing that keeps anybody from acting.</summary>
public sealed class LookAtGapTests
{
    [Fact]
    public async Task Whoever_looks_first_is_named_to_others_until_the_time_is_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        Assert.Equal(SomePeople.Lead.Id, (await database.SendAsync(SomePeople.Lead, new LookAtGap(gap.Id.Value))).PersonId);
        Assert.Equal(SomePeople.Lead.Id, (await database.SendAsync(SomePeople.Owner, new LookAtGap(gap.Id.Value))).PersonId);
        Assert.Equal(SomePeople.Lead.Id, (await database.SendAsync(SomePeople.Owner, new LooksAt([gap.Id])))[gap.Id].PersonId);

        database.Clock.Advance(GapLooks.Lasting);
        Assert.Empty(await database.SendAsync(SomePeople.Owner, new LooksAt([gap.Id])));
        Assert.Equal(SomePeople.Owner.Id, (await database.SendAsync(SomePeople.Owner, new LookAtGap(gap.Id.Value))).PersonId);
    }

    [Fact]
    public async Task Looking_changes_nothing_keeps_nobody_away_and_ends_with_the_next_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.GapInAsync(GapState.Triage);
        var second = await database.GapInAsync(GapState.Triage, Some.EmergingBehaviour());
        await database.SendAsync(SomePeople.Lead, new LookAtGap(first.Id.Value));

        Assert.Equal(first.Version, (await database.GapAsync(first.Id)).Version);
        await database.MoveAsync(SomePeople.Owner, first, GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = first.Area });
        await database.SendAsync(SomePeople.Lead, new LookAtGap(second.Id.Value));

        Assert.Equal([second.Id], (await database.SendAsync(SomePeople.Owner, new LooksAt([first.Id, second.Id]))).Keys);
    }

    [Fact]
    public async Task Of_many_who_come_at_once_all_are_told_of_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        Actor[] two = [SomePeople.Lead, SomePeople.Owner];

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => database.SendAsync(two[i % 2], new LookAtGap(gap.Id.Value)))));

        var named = await Task.WhenAll(two.Select(async person => (await database.SendAsync(person, new LookAtGap(gap.Id.Value))).PersonId));
        Assert.Single(named.Distinct());
    }

    [Fact]
    public async Task A_gap_that_is_not_there_and_an_id_that_is_none_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new LookAtGap("gap_01JD0000000000000000000000"))).Refusals.Single().Code);
        Assert.True((await database.TryAsync(SomePeople.Lead, new LookAtGap("G-1"))).Refused);
    }
}
