using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Xunit;

namespace Insights.Core.Tests.Gaps;

/// <summary>The table as the design states it, written down a second time, so that neither copy changes unseen.</summary>
public sealed class TransitionsTests
{
    private static readonly Dictionary<(GapState, GapAction), (GapState To, Roles By)> Stated = new()
    {
        [(GapState.New, GapAction.Claim)] = (GapState.Triage, Roles.TriageLead),
        [(GapState.Triage, GapAction.Accept)] = (GapState.Assessing, Roles.PolicyOwner),
        [(GapState.Triage, GapAction.Ask)] = (GapState.NeedsInfo, Roles.TriageLead),
        [(GapState.Triage, GapAction.Defer)] = (GapState.Deferred, Roles.TriageLead | Roles.PolicyOwner),
        [(GapState.Triage, GapAction.Decline)] = (GapState.Declined, Roles.TriageLead),
        [(GapState.Assessing, GapAction.Ask)] = (GapState.NeedsInfo, Roles.PolicyOwner),
        [(GapState.Assessing, GapAction.Defer)] = (GapState.Deferred, Roles.PolicyOwner),
        [(GapState.Assessing, GapAction.Propose)] = (GapState.InReview, Roles.PolicyOwner),
        [(GapState.NeedsInfo, GapAction.Answer)] = (GapState.Triage, Roles.Specialist),
        [(GapState.NeedsInfo, GapAction.TimeOut)] = (GapState.Triage, Roles.System),
        [(GapState.Deferred, GapAction.Resume)] = (GapState.Triage, Roles.System),
        [(GapState.InReview, GapAction.Reject)] = (GapState.Assessing, Roles.PolicyApprover),
        [(GapState.InReview, GapAction.Approve)] = (GapState.Decided, Roles.PolicyApprover),
        [(GapState.Decided, GapAction.Correct)] = (GapState.InReview, Roles.PolicyOwner),
        [(GapState.Decided, GapAction.Implement)] = (GapState.Implementing, Roles.PolicyOwner),
        [(GapState.Implementing, GapAction.Close)] = (GapState.Closed, Roles.PolicyOwner),
        [(GapState.Closed, GapAction.Regress)] = (GapState.Triage, Roles.Specialist | Roles.TriageLead | Roles.System),
        [(GapState.Decided, GapAction.Expire)] = (GapState.Assessing, Roles.System),
        [(GapState.Implementing, GapAction.Expire)] = (GapState.Assessing, Roles.System),
        [(GapState.Closed, GapAction.Expire)] = (GapState.Assessing, Roles.System),
    };

    public static TheoryData<GapState> States => [.. Enum.GetValues<GapState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_action_by_every_role_moves_as_stated_or_is_refused_and_changes_nothing(GapState state)
    {
        foreach (var action in Enum.GetValues<GapAction>())
        {
            foreach (var role in Enum.GetValues<Roles>())
            {
                var gap = SomeGap.In(state);
                var before = SomeGap.Told(gap);
                var by = new Actor(new PersonId("per_00000000000000000000000099"), "somebody", role);

                var moved = gap.Move(action, SomeGap.Everything, by, SomeGap.At.AddHours(1));

                var stated = Stated.TryGetValue((state, action), out var edge);
                if (stated && (edge.By & role) != 0)
                {
                    Assert.Equal(new GapMoved(action, state, edge.To), moved.Value);
                    Assert.Equal(edge.To, gap.State);
                    Assert.Equal(SomeGap.At.AddHours(1), gap.LastActivityAt);
                }
                else
                {
                    Assert.Equal(stated ? RefusalCode.NotPermitted : RefusalCode.IllegalMove, Assert.Single(moved.Refusals).Code);
                    Assert.Equal(before, SomeGap.Told(gap));
                }
            }
        }
    }

    [Fact]
    public void The_table_holds_no_edge_that_is_not_stated()
    {
        Assert.Equal(Stated.Keys.Order(), Transitions.Table.Select(t => (t.From, t.Action)).Order());
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void What_a_move_lacks_is_said_item_by_item_in_the_order_of_the_form(GapState state, GapAction action, string missing, Audience? readBy)
    {
        Assert.Equal(readBy, Transitions.Find(state, action)!.ReadBy);
        if (missing.Length == 0)
        {
            Assert.Empty(Transitions.Find(state, action)!.Needs);
            return;
        }

        var gap = SomeGap.In(state);
        var before = SomeGap.Told(gap);

        var moved = gap.Move(action, new GapMove(), new Actor(PersonId.System, "somebody", Transitions.Find(state, action)!.By), SomeGap.At);

        Assert.Equal(missing, string.Join(' ', moved.Refusals.Select(r => string.Join('.', r.Path))));
        Assert.All(moved.Refusals, r => Assert.Equal(RefusalCode.Required, r.Code));
        Assert.Equal(before, SomeGap.Told(gap));
    }

    /// <summary>For every edge: what it needs, and who reads its words.</summary>
    public static TheoryData<GapState, GapAction, string, Audience?> Needed => new()
    {
        { GapState.New, GapAction.Claim, "severity duplicatesChecked", null },
        { GapState.Triage, GapAction.Accept, "kind area", null },
        { GapState.Triage, GapAction.Ask, "question respondBy", Audience.Reporter },
        { GapState.Assessing, GapAction.Ask, "question respondBy", Audience.Reporter },
        { GapState.Triage, GapAction.Defer, "reason expiresOn recurrenceThreshold", Audience.Internal },
        { GapState.Assessing, GapAction.Defer, "reason expiresOn recurrenceThreshold", Audience.Internal },
        { GapState.Triage, GapAction.Decline, "reason destination", Audience.Reporter },
        { GapState.Assessing, GapAction.Propose, "decisionRecord", null },
        { GapState.NeedsInfo, GapAction.Answer, "answer", Audience.Reporter },
        { GapState.NeedsInfo, GapAction.TimeOut, "", null },
        { GapState.Deferred, GapAction.Resume, "", null },
        { GapState.InReview, GapAction.Reject, "reason", Audience.Internal },
        { GapState.InReview, GapAction.Approve, "", null },
        { GapState.Decided, GapAction.Correct, "decisionRecord", null },
        { GapState.Decided, GapAction.Implement, "plan", Audience.Reporter },
        { GapState.Implementing, GapAction.Close, "verificationNote", Audience.Reporter },
        { GapState.Closed, GapAction.Regress, "", null },
        { GapState.Decided, GapAction.Expire, "", null },
        { GapState.Implementing, GapAction.Expire, "", null },
        { GapState.Closed, GapAction.Expire, "", null },
    };

    [Fact]
    public void Of_every_edge_it_is_stated_what_it_needs() =>
        Assert.Equal(Transitions.Table.Select(t => (t.From, t.Action)).Order(), Needed.Select(row => ((GapState)row[0], (GapAction)row[1])).Order());

    /// <summary>Of every edge that touches a clock, which and how.</summary>
    [Theory]
    [InlineData(GapAction.Claim, "Acknowledge Meets")]
    [InlineData(GapAction.Accept, "Assess Meets")]
    [InlineData(GapAction.Decline, "Assess Meets, Decide Meets")]
    [InlineData(GapAction.Answer, "Assess Resumes, Decide Resumes")]
    [InlineData(GapAction.TimeOut, "Assess Resumes, Decide Resumes")]
    [InlineData(GapAction.Resume, "Assess Resumes, Decide Resumes")]
    [InlineData(GapAction.Propose, "")]
    [InlineData(GapAction.Reject, "")]
    [InlineData(GapAction.Approve, "Decide Meets, Implement Starts")]
    [InlineData(GapAction.Correct, "Decide Starts, Implement Stops")]
    [InlineData(GapAction.Implement, "")]
    [InlineData(GapAction.Close, "Implement Meets")]
    [InlineData(GapAction.Regress, "Assess Starts, Decide Starts")]
    [InlineData(GapAction.Ask, "Assess Pauses, Decide Pauses", GapState.Triage)]
    [InlineData(GapAction.Ask, "Decide Pauses", GapState.Assessing)]
    [InlineData(GapAction.Defer, "Assess Pauses, Decide Pauses", GapState.Triage)]
    [InlineData(GapAction.Defer, "Decide Pauses", GapState.Assessing)]
    [InlineData(GapAction.Expire, "Decide Starts, Implement Stops", GapState.Decided)]
    [InlineData(GapAction.Expire, "Decide Starts, Implement Stops", GapState.Implementing)]
    [InlineData(GapAction.Expire, "Decide Starts", GapState.Closed)]
    public void Each_edge_does_to_the_clocks_what_is_stated(GapAction action, string stated, GapState? from = null)
    {
        var edge = Transitions.Table.Single(t => t.Action == action && (from is null || t.From == from));

        Assert.Equal(stated, string.Join(", ", edge.Clocks.Select(c => $"{c.Clock} {c.Change}")));
    }

    [Fact]
    public void At_its_opening_every_clock_but_the_last_starts() => Assert.Equal([GapClock.Acknowledge, GapClock.Assess, GapClock.Decide], Clocks.AtOpening);

    [Fact]
    public void A_plan_needs_a_day_to_come_unless_nothing_needs_doing()
    {
        var owner = new Actor(PersonId.System, "somebody", Roles.PolicyOwner);
        var plan = new GapMove { Plan = SomeGap.Words("The guidance is rewritten.") };

        Assert.Equal(["planDueOn"], SomeGap.In(GapState.Decided).Move(GapAction.Implement, plan, owner, SomeGap.At).Refusals.Single().Path);
        Assert.True(SomeGap.In(GapState.Decided).Move(GapAction.Implement, plan with { PlanDueOn = SomeGap.Tomorrow.AddDays(-1) }, owner, SomeGap.At).Refused);
        Assert.False(SomeGap.In(GapState.Decided).Move(GapAction.Implement, plan with { PlanNotNeeded = true }, owner, SomeGap.At).Refused);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void A_deferral_recurs_after_one_to_a_thousand_reports(int threshold, bool refused)
    {
        var moved = SomeGap.In(GapState.Triage).Move(
            GapAction.Defer, SomeGap.Everything with { RecurrenceThreshold = threshold }, new Actor(PersonId.System, "somebody", Roles.TriageLead), SomeGap.At);

        Assert.Equal(refused, moved.Refused);
    }

    [Theory]
    [InlineData(GapState.NeedsInfo, GapAction.Answer, Roles.Specialist, GapState.Triage)]
    [InlineData(GapState.NeedsInfo, GapAction.Answer, Roles.Specialist, GapState.Assessing)]
    [InlineData(GapState.NeedsInfo, GapAction.TimeOut, Roles.System, GapState.Assessing)]
    [InlineData(GapState.Deferred, GapAction.Resume, Roles.System, GapState.Triage)]
    [InlineData(GapState.Deferred, GapAction.Resume, Roles.System, GapState.Assessing)]
    [InlineData(GapState.InReview, GapAction.Reject, Roles.PolicyApprover, GapState.Assessing)]
    [InlineData(GapState.InReview, GapAction.Reject, Roles.PolicyApprover, GapState.Decided)]
    public void What_waited_goes_back_to_where_it_came_from(GapState waiting, GapAction ends, Roles by, GapState origin)
    {
        var gap = SomeGap.In(waiting, returnsTo: origin);

        gap.Move(ends, SomeGap.Everything, new Actor(PersonId.System, "somebody", by), SomeGap.At);

        Assert.Equal(origin, gap.State);
        Assert.Null(gap.ReturnsTo);
        Assert.Null(gap.RespondBy);
        Assert.Null(gap.DeferredUntil);
        Assert.Null(gap.RecurrenceThreshold);
    }

    [Fact]
    public void The_moves_offered_to_a_person_are_those_that_the_table_grants()
    {
        Assert.Equal([GapAction.Ask, GapAction.Defer, GapAction.Decline], Transitions.From(GapState.Triage, Roles.TriageLead).Select(t => t.Action));
        Assert.Empty(Transitions.From(GapState.Triage, Roles.Auditor));
        Assert.Empty(Transitions.From(GapState.Declined, Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover | Roles.System));
    }

    [Fact]
    public void Every_move_has_an_event_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<GapAction>().Select(FeedEventTypes.Of));
    }
}
