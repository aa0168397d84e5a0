using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Tests.Gaps;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class RiskExpiryTests
{
    [Theory]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Implementing)]
    [InlineData(GapState.Closed)]
    public async Task An_accepted_risk_brings_its_gap_back_to_assessment_on_its_day_and_not_before(GapState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapWithRiskAsync(state, database.Day(30));
        Assert.Equal(database.Day(30), gap.RiskExpiresOn);

        database.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await database.SendAsync(Actor.System, new EndWaits()));

        var back = await database.GapAsync(gap.Id);
        Assert.Equal((GapState.Assessing, null, GapClock.Decide), (back.State, back.RiskExpiresOn, back.DueClock));
        var line = (await database.AuditAsync())[^1];
        Assert.Equal(("ExpireGap", state.ToString(), "Assessing"), (line.Action, line.FromState, line.ToState));
        Assert.Equal((FeedEventType.RiskExpired, GapState.Assessing), ((await database.EventsAsync())[^1].Type, (await database.EventsAsync())[^1].State));
    }

    [Fact]
    public async Task It_expires_once_over_restarts_and_a_clock_that_jumps_forward_and_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, soon) = (await database.GapWithRiskAsync(GapState.Closed, database.Day(2)), await database.GapInAsync(GapState.Deferred));
        foreach (var days in new[] { 1, 1, -1, 1, -1, 30, -30, 1 })
        {
            EscalateGapsTests.Jump(database, TimeSpan.FromDays(days));
            await using var restarted = database.OnSameFile(_ => { });
            await GapClocksTests.SendAsync(restarted, new EndWaits());
        }

        Assert.Equal(GapState.Assessing, (await database.GapAsync(gap.Id)).State);
        Assert.Equal(GapState.Triage, (await database.GapAsync(soon.Id)).State);
        Assert.Equal(1, (await database.EventsAsync()).Count(e => e.Type is FeedEventType.RiskExpired));
        Assert.Equal(1, (await database.EventsAsync()).Count(e => e.Type is FeedEventType.GapResumed));
    }

    [Fact]
    public async Task The_next_decision_replaces_the_day_and_one_that_accepts_no_risk_has_none()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapWithRiskAsync(GapState.Decided, database.Day(2));
        database.Clock.Advance(TimeSpan.FromDays(3));
        await database.SendAsync(Actor.System, new EndWaits());

        gap = await database.DecideAsync(await database.GapAsync(gap.Id), Some.Decision());
        Assert.Equal((GapState.Decided, null), (gap.State, gap.RiskExpiresOn));
        database.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));
    }
}

/// <summary>Gaps whose decision accepts a risk.</summary>
internal static class AcceptedRisk
{
    public static async Task<GapView> GapWithRiskAsync(this TestDatabase database, GapState state, DateOnly until)
    {
        var gap = await database.DecideAsync(await database.GapInAsync(GapState.Assessing), Some.Decision() with
        {
            Resolution = Resolution.RiskAccepted,
            Evidence = "A sample showed one case in a thousand.",
            EffectiveOn = until.AddDays(-1),
            RiskExpiresOn = until,
        });
        if (state is not GapState.Decided)
            gap = await database.MoveAsync(SomePeople.Owner, gap, GapAction.Implement, m => m with { Plan = "Nothing is done until then.", PlanNotNeeded = true });
        return state is not GapState.Closed ? gap
            : await database.MoveAsync(SomePeople.Owner, gap, GapAction.Close, m => m with { VerificationNote = "The sample was read again." });
    }

    /// <summary>Proposes and approves.</summary>
    public static async Task<GapView> DecideAsync(this TestDatabase database, GapView gap, DecisionForm record)
    {
        var decision = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, record, null));
        return await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, (await database.GapAsync(gap.Id)).Version));
    }
}
