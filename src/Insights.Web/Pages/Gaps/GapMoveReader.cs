using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>Makes the command of a move from its form.</summary>
internal static class GapMoveReader
{
    /// <summary>Sends the command of this move; empty when it was made.</summary>
    public static async Task<IReadOnlyList<Refusal>> SendAsync(PagePost post, GapAction action)
    {
        var values = post.Values;
        var gap = values["gapId"] ?? "";
        var version = values.Whole("expectedVersion") ?? 0;
        return action switch
        {
            GapAction.Claim => (await post.SendAsync(new ClaimGap(gap, version, values.Choice<Severity>("severity"), values.Ticked("duplicatesChecked"), LookAlikeModel.AnswersIn(values)))).Refusals,
            GapAction.Ask => (await post.SendAsync(Ask(values))).Refusals,
            GapAction.Approve => (await post.SendAsync(new ApproveDecision(values["decisionId"] ?? "", version))).Refusals,
            GapAction.Reject => (await post.SendAsync(new RejectDecision(values["decisionId"] ?? "", version, values["reason"]) { Acknowledged = values.Kept })).Refusals,
            GapAction.Bypass => (await post.SendAsync(new BypassGap(gap, version, values.Choice<GapState>("state"), values["reason"]) { Acknowledged = values.Kept })).Refusals,
            _ => (await post.SendAsync(Move(values, gap, version, action))).Refusals,
        };
    }

    public static MoveGap Move(FormValues v, string gap, int version, GapAction action) => new(gap, version, action)
    {
        Kind = v.Choice<GapKind>("kind"),
        Area = v["area"],
        Reason = v["reason"],
        ExpiresOn = v.Day("expiresOn"),
        RecurrenceThreshold = v.Whole("recurrenceThreshold"),
        Destination = v["destination"],
        Plan = v["plan"],
        PlanNotNeeded = v.Ticked("planNotNeeded"),
        PlanDueOn = v.Day("planDueOn"),
        VerificationNote = v["verificationNote"],
        Acknowledged = v.Kept,
    };

    /// <summary>The chosen report travels with the version of it that was shown.</summary>
    private static AskReporter Ask(FormValues v)
    {
        var report = v["askedReport"] ?? "";
        return new AskReporter(report, v.Whole($"version-{report}") ?? 0, v["question"], v.Day("respondBy")) { Acknowledged = v.Kept };
    }
}
