using Insights.Core.Identity;

namespace Insights.Core.Contact;

/// <summary>How somebody wants to hear of a kind of event.</summary>
public enum Delivery
{
    /// <summary>In the app, and in the digest by e-mail where one is sent.</summary>
    Digest,

    /// <summary>In the app only.</summary>
    App,

    /// <summary>Not at all.</summary>
    Off,
}

/// <summary>Which kinds of event can concern somebody at all.</summary>
public static class NotificationKinds
{
    /// <summary>The kinds that these roles can be told of, in the order of the form.</summary>
    public static IReadOnlyList<NotificationKind> For(Roles roles) => [.. Enum.GetValues<NotificationKind>().Where(kind => roles.May(NeededFor(kind)))];

    /// <summary>What a person must be allowed to do for this kind to concern them.</summary>
    internal static Permission NeededFor(NotificationKind kind) => kind switch
    {
        NotificationKind.QuestionAsked or NotificationKind.ReportRated => Permission.FileReports,
        NotificationKind.QuestionAnswered or NotificationKind.Assigned or NotificationKind.Overdue => Permission.MoveGaps,
        NotificationKind.DecisionProposed => Permission.ApproveDecisions,
        NotificationKind.DecisionReviewed => Permission.ProposeDecisions,
        NotificationKind.EndpointStopped => Permission.KeepConsumers,
        NotificationKind.CalibrationAsked or NotificationKind.CalibrationClosed => Permission.AnswerCalibration,
        _ => Permission.FollowGaps,
    };
}
