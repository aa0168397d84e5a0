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
        NotificationKind.QuestionAsked => Texts.T("You were asked a question"),
        NotificationKind.QuestionAnswered => Texts.T("A question was answered"),
        NotificationKind.QuestionTimedOut => Texts.T("The time to answer a question ended"),
        NotificationKind.ReportLinked => Texts.T("A report was linked to it"),
        NotificationKind.GapMoved => state is { } now ? Texts.T("It moved on: {0}", Words.Of(now)) : Texts.T("It moved on"),
        NotificationKind.DecisionProposed => Texts.T("A decision waits for a second person"),
        NotificationKind.DecisionReviewed => state is GapState.Decided ? Texts.T("The decision you proposed was approved") : Texts.T("The decision you proposed was sent back"),
        NotificationKind.GapDecided => Texts.T("It is decided"),
        NotificationKind.GapClosed => Texts.T("It is closed: the effect was verified"),
        NotificationKind.GapDeclined => Texts.T("It was declined"),
        NotificationKind.GapMerged => Texts.T("It was merged with another gap"),
        NotificationKind.RemarkWritten => Texts.T("Somebody wrote a remark"),
        NotificationKind.ReportRated => Texts.T("Your report was rated"),
        NotificationKind.Assigned => Texts.T("It was given to you"),
        NotificationKind.Overdue => Texts.T("A day passed by which something was due"),
        NotificationKind.CalibrationAsked => Texts.T("You are asked to answer decided gaps, blind"),
        NotificationKind.CalibrationClosed => Texts.T("It is closed: see what was answered"),
        NotificationKind.EndpointStopped => Texts.T("Nothing is sent to an endpoint any more"),
    };

    /// <summary>Which kind it is, on the form.</summary>
    public static string Label(NotificationKind kind) => kind switch
    {
        NotificationKind.QuestionAsked => Texts.T("A question to me"),
        NotificationKind.QuestionAnswered => Texts.T("A question is answered"),
        NotificationKind.QuestionTimedOut => Texts.T("Nobody answered in time"),
        NotificationKind.ReportLinked => Texts.T("A report is linked"),
        NotificationKind.GapMoved => Texts.T("A gap moves on"),
        NotificationKind.DecisionProposed => Texts.T("A decision waits for an approver"),
        NotificationKind.DecisionReviewed => Texts.T("My decision is approved or sent back"),
        NotificationKind.GapDecided => Texts.T("A gap is decided"),
        NotificationKind.GapClosed => Texts.T("A gap is closed"),
        NotificationKind.GapDeclined => Texts.T("A gap is declined"),
        NotificationKind.GapMerged => Texts.T("Gaps are merged"),
        NotificationKind.RemarkWritten => Texts.T("A remark is written"),
        NotificationKind.ReportRated => Texts.T("A report of mine is rated"),
        NotificationKind.Assigned => Texts.T("Something is given to me"),
        NotificationKind.Overdue => Texts.T("Something is late"),
        NotificationKind.CalibrationAsked => Texts.T("A calibration round asks me"),
        NotificationKind.CalibrationClosed => Texts.T("A calibration round of mine is closed"),
        NotificationKind.EndpointStopped => Texts.T("Sending to an endpoint stops"),
    };

    public static string Of(MailFailure failure) => failure switch
    {
        MailFailure.Unreachable => Texts.T("the mail server could not be reached"),
        MailFailure.TimedOut => Texts.T("the mail server did not answer in time"),
        MailFailure.NotSecure => Texts.T("the connection could not be made secure"),
        MailFailure.SignInRefused => Texts.T("the mail server did not accept the user or the password"),
        MailFailure.Refused => Texts.T("the mail server did not take the mail"),
        MailFailure.Faulted => Texts.T("something else went wrong"),
    };
}
