using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Privacy;
using Insights.Testing;

namespace Insights.Core.Tests.Gaps;

/// <summary>Gaps without a database, in any state.</summary>
internal static class SomeGap
{
    public static readonly DateTimeOffset At = TestDatabase.Start;

    public static readonly DateOnly Tomorrow = DateOnly.FromDateTime(At.UtcDateTime).AddDays(1);

    /// <summary>Brings along all that any edge needs.</summary>
    public static GapMove Everything { get; } = new()
    {
        Severity = Severity.High,
        DuplicatesChecked = true,
        Kind = GapKind.Ambiguity,
        Area = "appeals",
        Question = Words("Which reading was applied?"),
        RespondBy = Tomorrow,
        Answer = Words("The first reading."),
        ExpiresOn = Tomorrow,
        RecurrenceThreshold = 2,
        Reason = Words("It waits."),
        Destination = "enforcement-quality",
        DecisionId = new DecisionId("dec_00000000000000000000000001"),
        Resolution = Resolution.GuidanceClarified,
        Plan = Words("The guidance is rewritten."),
        PlanDueOn = Tomorrow,
        VerificationNote = Words("A sample agreed."),
    };

    public static GuardedText Words(string text) =>
        Guard.Default.TryScreen(text, out var words, out _) ? words : throw new ArgumentException("The guard refuses this.", nameof(text));

    public static Gap In(GapState state, GapState returnsTo = GapState.Triage)
    {
        var gap = Gap.Open(new GapId("gap_00000000000000000000000001"), 1, new ReportId("rpt_00000000000000000000000001"), Words("A gap."), null, null, null, null, null, 1, At);
        foreach (var action in WayTo(state, returnsTo))
        {
            var moved = gap.Move(action, Everything, new Actor(PersonId.System, "anyone", AllRoles), At);
            if (moved.Refused)
                throw new InvalidOperationException(moved.Refusals[0].Message);
        }

        return gap;
    }

    /// <summary>Everything the gap holds, as text.</summary>
    public static string Told(Gap gap) => JsonSerializer.Serialize(gap, JsonColumn.Options);

    private static Roles AllRoles => Enum.GetValues<Roles>().Aggregate((all, role) => all | role);

    private static GapAction[] WayTo(GapState state, GapState returnsTo) => (state, returnsTo) switch
    {
        (GapState.New, _) => [],
        (GapState.Triage, _) => [GapAction.Claim],
        (GapState.NeedsInfo or GapState.Deferred, GapState.Assessing) => [GapAction.Claim, GapAction.Accept, state is GapState.Deferred ? GapAction.Defer : GapAction.Ask],
        (GapState.NeedsInfo, _) => [GapAction.Claim, GapAction.Ask],
        (GapState.Deferred, _) => [GapAction.Claim, GapAction.Defer],
        (GapState.Declined, _) => [GapAction.Claim, GapAction.Decline],
        (GapState.Assessing, _) => [GapAction.Claim, GapAction.Accept],
        (GapState.InReview, GapState.Decided) => [GapAction.Claim, GapAction.Accept, GapAction.Propose, GapAction.Approve, GapAction.Correct],
        (GapState.InReview, _) => [GapAction.Claim, GapAction.Accept, GapAction.Propose],
        (GapState.Decided, _) => [GapAction.Claim, GapAction.Accept, GapAction.Propose, GapAction.Approve],
        (GapState.Implementing, _) => [GapAction.Claim, GapAction.Accept, GapAction.Propose, GapAction.Approve, GapAction.Implement],
        (GapState.Closed, _) => [GapAction.Claim, GapAction.Accept, GapAction.Propose, GapAction.Approve, GapAction.Implement, GapAction.Close],
    };
}
