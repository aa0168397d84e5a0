using Insights.Core.Gaps;

namespace Insights.Core.Feed;

/// <summary>Names the event of each move of a gap.</summary>
internal static class FeedEventTypes
{
    public static FeedEventType Of(GapAction action) => action switch
    {
        GapAction.Claim => FeedEventType.GapClaimed,
        GapAction.Accept => FeedEventType.GapAccepted,
        GapAction.Ask => FeedEventType.QuestionAsked,
        GapAction.Answer => FeedEventType.QuestionAnswered,
        GapAction.TimeOut => FeedEventType.QuestionTimedOut,
        GapAction.Defer => FeedEventType.GapDeferred,
        GapAction.Resume => FeedEventType.GapResumed,
        GapAction.Decline => FeedEventType.GapDeclined,
        GapAction.Propose => FeedEventType.DecisionProposed,
        GapAction.Reject => FeedEventType.DecisionRejected,
        GapAction.Approve => FeedEventType.DecisionApproved,
        GapAction.Correct => FeedEventType.DecisionCorrected,
        GapAction.Implement => FeedEventType.ImplementationStarted,
        GapAction.Close => FeedEventType.GapClosed,
        GapAction.Regress => FeedEventType.GapRegressed,
        GapAction.Expire => FeedEventType.RiskExpired,
        GapAction.Bypass => FeedEventType.GapBypassed,
    };
}
