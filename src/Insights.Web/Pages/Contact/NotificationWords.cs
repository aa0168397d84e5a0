using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Contact;

/// <summary>What people read in place of the kinds of events, on pages and in digests.</summary>
internal static class NotificationWords
{
    /// <summary>What happened, as a sentence without an end.</summary>
    public static string Of(NotificationKind kind, GapState? state) => kind switch
    {
        NotificationKind.QuestionAsked => "You were asked a question",
        NotificationKind.QuestionAnswered => "A question was answered",
        NotificationKind.QuestionTimedOut => "The time to answer a question ended",
        NotificationKind.ReportLinked => "A report was linked to it",
        NotificationKind.GapMoved => state is { } now ? $"It moved on: {Words.Of(now)}" : "It moved on",
        NotificationKind.DecisionProposed => "A decision waits for a second person",
        NotificationKind.DecisionReviewed => state is GapState.Decided ? "The decision you proposed was approved" : "The decision you proposed was sent back",
        NotificationKind.GapDecided => "It is decided",
        NotificationKind.GapClosed => "It is closed: the effect was verified",
        NotificationKind.GapDeclined => "It was declined",
        NotificationKind.GapMerged => "It was merged with another gap",
        NotificationKind.RemarkWritten => "Somebody wrote a remark",
        NotificationKind.ReportRated => "Your report was rated",
        NotificationKind.Assigned => "It was given to you",
        NotificationKind.Overdue => "A day passed by which something was due",
        NotificationKind.EndpointStopped => "Nothing is sent to an endpoint any more",
    };

    /// <summary>Which kind it is, on the form.</summary>
    public static string Label(NotificationKind kind) => kind switch
    {
        NotificationKind.QuestionAsked => "A question to me",
        NotificationKind.QuestionAnswered => "A question is answered",
        NotificationKind.QuestionTimedOut => "Nobody answered in time",
        NotificationKind.ReportLinked => "A report is linked",
        NotificationKind.GapMoved => "A gap moves on",
        NotificationKind.DecisionProposed => "A decision waits for an approver",
        NotificationKind.DecisionReviewed => "My decision is approved or sent back",
        NotificationKind.GapDecided => "A gap is decided",
        NotificationKind.GapClosed => "A gap is closed",
        NotificationKind.GapDeclined => "A gap is declined",
        NotificationKind.GapMerged => "Gaps are merged",
        NotificationKind.RemarkWritten => "A remark is written",
        NotificationKind.ReportRated => "A report of mine is rated",
        NotificationKind.Assigned => "Something is given to me",
        NotificationKind.Overdue => "Something is late",
        NotificationKind.EndpointStopped => "Sending to an endpoint stops",
    };

    public static string Of(MailFailure failure) => failure switch
    {
        MailFailure.Unreachable => "the mail server could not be reached",
        MailFailure.TimedOut => "the mail server did not answer in time",
        MailFailure.NotSecure => "the connection could not be made secure",
        MailFailure.SignInRefused => "the mail server did not accept the user or the password",
        MailFailure.Refused => "the mail server did not take the mail",
        MailFailure.Faulted => "something else went wrong",
    };
}
