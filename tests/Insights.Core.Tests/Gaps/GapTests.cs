using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Gaps;

public sealed class GapTests
{
    [Fact]
    public void A_closed_gap_comes_back_as_regressed_when_a_report_joins()
    {
        var gap = SomeGap.In(GapState.Closed);

        var joined = gap.Joined(SomePeople.Specialist, SomeGap.At);

        Assert.Equal(new GapMoved(GapAction.Regress, GapState.Closed, GapState.Triage), joined.Value);
        Assert.Equal((GapState.Triage, 1), (gap.State, gap.RegressionCount));
        Assert.Equal(gap.Version - 1, gap.StateVersion);
    }

    [Fact]
    public void A_deferred_gap_comes_back_with_the_report_that_reaches_the_threshold()
    {
        var gap = SomeGap.In(GapState.Deferred, returnsTo: GapState.Assessing);

        Assert.Null(gap.Joined(SomePeople.Specialist, SomeGap.At).Value);
        Assert.Equal((GapState.Deferred, 1), (gap.State, gap.RecurredCount));
        Assert.Equal(new GapMoved(GapAction.Resume, GapState.Deferred, GapState.Assessing), gap.Joined(SomePeople.Specialist, SomeGap.At).Value);
        Assert.Equal((GapState.Assessing, 0), (gap.State, gap.RecurredCount));
    }

    [Fact]
    public void A_declined_gap_takes_no_further_report()
    {
        var gap = SomeGap.In(GapState.Declined);
        var before = SomeGap.Told(gap);

        var joined = gap.Joined(SomePeople.Specialist, SomeGap.At.AddHours(1));

        Assert.Equal((RefusalCode.IllegalMove, "gapId"), (joined.Refusals.Single().Code, joined.Refusals.Single().Path.Single()));
        Assert.Equal(before, SomeGap.Told(gap));
    }

    [Theory]
    [InlineData(GapState.New)]
    [InlineData(GapState.Triage)]
    [InlineData(GapState.NeedsInfo)]
    [InlineData(GapState.Assessing)]
    [InlineData(GapState.InReview)]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Implementing)]
    public void Anywhere_else_a_report_joins_without_a_move(GapState state)
    {
        var gap = SomeGap.In(state);
        var version = gap.Version;

        Assert.Null(gap.Joined(SomePeople.Specialist, SomeGap.At).Value);
        Assert.Equal((state, version + 1), (gap.State, gap.Version));
    }

    [Fact]
    public void Who_has_not_seen_the_newest_change_is_told_the_present_version()
    {
        var gap = SomeGap.In(GapState.Triage);

        Assert.Null(gap.IfChangedSince(gap.Version));
        Assert.Equal(gap.Version, Assert.IsType<ConflictRefusal>(gap.IfChangedSince(gap.Version - 1)).CurrentVersion);
    }

    [Fact]
    public void The_proposer_reviews_nothing_even_when_holding_both_roles()
    {
        var content = new DecisionContent
        {
            Resolution = Resolution.GuidanceClarified,
            Facts = SomeGap.Words("Facts."),
            Explanation = SomeGap.Words("Explanation."),
            Alternatives = SomeGap.Words("Alternatives."),
            AutomationInDetection = Automation.None,
            AutomationInDecision = Automation.None,
            EffectiveOn = SomeGap.Tomorrow,
            ReviewBy = SomeGap.Tomorrow.AddDays(1),
        };
        var decision = Decision.Propose(new DecisionId("dec_00000000000000000000000001"), new GapId("gap_00000000000000000000000001"), 1, content, SomePeople.OwnerAndApprover.Id, 1, SomeGap.At);

        Assert.Equal(RefusalCode.SamePerson, decision.Approve(SomePeople.OwnerAndApprover.Id, SomeGap.At).Refusals.Single().Code);
        Assert.Equal(RefusalCode.SamePerson, decision.Reject(SomePeople.OwnerAndApprover.Id, SomeGap.At).Refusals.Single().Code);
        Assert.Equal(DecisionState.Proposed, decision.State);
        Assert.False(decision.Approve(SomePeople.Approver.Id, SomeGap.At).Refused);
        Assert.Equal(RefusalCode.IllegalMove, decision.Reject(SomePeople.Approver.Id, SomeGap.At).Refusals.Single().Code);
        Assert.Equal((DecisionState.Approved, (PersonId?)SomePeople.Approver.Id), (decision.State, decision.ReviewedBy));
    }
}
