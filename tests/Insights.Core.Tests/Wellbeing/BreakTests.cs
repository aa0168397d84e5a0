using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Core.Wellbeing;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Wellbeing;

/// <summary>What a break gives back, what it leaves with its taker, and how it is taken back.</summary>
public sealed class BreakTests
{
    [Fact]
    public async Task Every_claim_goes_back_to_triage_unowned_and_what_was_accepted_stays_with_its_owner()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (claimed, asked, accepted) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.NeedsInfo), await database.GapInAsync(GapState.Assessing));
        var (closed, review) = (await database.GapInAsync(GapState.Closed), await database.GapInAsync(GapState.InReview));
        var before = await database.SendAsync(SomePeople.Lead, new ReadMyBreak());

        var operation = await database.SendAsync(SomePeople.Lead, new TakeABreak(null));
        var (lead, owner) = (await database.SendAsync(SomePeople.Lead, new ReadMyBreak()), await database.SendAsync(SomePeople.Owner, new ReadMyBreak()));

        Assert.Equal(before.Claims.Select(g => g.Number), operation.Gaps.Select(g => g.Number));
        Assert.Contains(claimed.Number, operation.Gaps.Select(g => g.Number));
        Assert.Equal(OperationKind.Break, operation.Kind);
        Assert.All(operation.Gaps, gap => Assert.Equal(((PersonId?)SomePeople.Lead.Id, true, gap.StateBefore), (gap.OwnerBefore, gap.OwnerAfter is null, (GapState?)gap.StateAfter)));
        Assert.Empty(lead.Claims);
        Assert.Equal((operation.Id, operation.Gaps.Count, operation.Gaps.Count), (lead.Last!.OperationId, lead.Last.GivenBack, lead.Last.Waiting.Count));
        Assert.Contains((accepted.Number, StaysBecause.Accepted), owner.Stays.Select(s => (s.Gap.Number, s.Because)));
        Assert.Contains((review.Number, StaysBecause.InReview), owner.Stays.Select(s => (s.Gap.Number, s.Because)));
        Assert.DoesNotContain(closed.Number, owner.Stays.Select(s => s.Gap.Number));
        Assert.Equal(asked.OwnerId == SomePeople.Lead.Id, operation.Gaps.Any(g => g.Number == asked.Number));
        Assert.Equal(RefusalCode.NotFound, Assert.Single((await database.TryAsync(SomePeople.Owner, new TakeABreak(null))).Refusals).Code);
    }

    [Fact]
    public async Task Taking_back_leaves_to_others_what_they_took_meanwhile()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        var operation = await database.SendAsync(SomePeople.Lead, new TakeABreak(null));
        var gap = await GapAsync(database, one.Id);
        await database.SendAsync(SomePeople.Owner, new MoveGap(gap.Id.Value, gap.Version, GapAction.Accept) { Kind = GapKind.Ambiguity, Area = "appeals" });

        var back = await database.SendAsync(SomePeople.Lead, new TakeClaimsBack(operation.Id.Value, null));
        var again = await database.TryAsync(SomePeople.Lead, new TakeClaimsBack(operation.Id.Value, null));
        var foreign = await database.TryAsync(SomePeople.Owner, new TakeClaimsBack(operation.Id.Value, null));

        Assert.Equal([other.Number], back.Gaps.Select(g => g.Number));
        Assert.Equal((SomePeople.Lead.Id, SomePeople.Owner.Id), ((await GapAsync(database, other.Id)).OwnerId, (await GapAsync(database, one.Id)).OwnerId));
        Assert.Equal([RefusalCode.NotFound, RefusalCode.NotFound], again.Refusals.Concat(foreign.Refusals).Select(r => r.Code));
        Assert.Empty((await database.SendAsync(SomePeople.Lead, new ReadMyBreak())).Last!.Waiting);
    }

    [Fact]
    public async Task A_break_is_undone_as_one_by_whoever_took_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var operation = await database.SendAsync(SomePeople.Lead, new TakeABreak(null));

        await database.SendAsync(SomePeople.Lead, new UndoOperation(operation.Id.Value, null, null, null));

        Assert.Equal(SomePeople.Lead.Id, (await GapAsync(database, gap.Id)).OwnerId);
        Assert.Equal(RefusalCode.NotFound, Assert.Single((await database.TryAsync(SomePeople.Lead, new TakeClaimsBack(operation.Id.Value, null))).Refusals).Code);
    }

    private static async Task<GapView> GapAsync(TestDatabase database, GapId gap) => (await database.SendAsync(SomePeople.Lead, new GapsById([gap])))[gap];
}
