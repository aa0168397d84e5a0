using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Contact;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What can be read of notifications, watching and mail.</summary>
[FieldsOf(typeof(Query))]
internal static class ContactQueries
{
    /// <summary>What the viewer is to know, the newest first. What is unread about one gap is one line.</summary>
    /// <param name="first">How many lines at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last line read.</param>
    /// <param name="unreadOnly">Leaves out what was read.</param>
    [Needs(typeof(ReadNotifications))]
    public static async Task<CountedConnection<NotificationView>> NotificationsAsync(
        [FromServices] IMediator mediator, int first = 20, string? after = null, bool unreadOnly = false, CancellationToken ct = default) =>
        (await mediator.AskAsync(new ReadNotifications(first, Cursors.Read(after, 1)?[0], unreadOnly), ct))
            .Connect(after, line => Cursors.Of(line.Position), c => mediator.AskAsync(new CountNotifications(unreadOnly), c));

    /// <summary>How many unread lines the viewer has.</summary>
    [Needs(typeof(CountNotifications))]
    public static Task<int> UnreadNotificationsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new CountNotifications(UnreadOnly: true), ct);

    /// <summary>How the viewer is told. Nobody else can read it.</summary>
    [Needs(typeof(ReadNotificationPreferences))]
    public static Task<NotificationPreferencesView> NotificationPreferencesAsync([FromServices] IMediator mediator, CancellationToken ct) =>
        mediator.AskAsync(new ReadNotificationPreferences(), ct);

    /// <summary>The gaps that the viewer watches, what changed last first, page by page.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last gap read.</param>
    [Needs(typeof(WatchedGaps))]
    public static async Task<CountedConnection<GapView>> WatchedGapsAsync(
        [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var at, var number] ? new GapKey(at, number) : null;
        return (await mediator.AskAsync(new WatchedGaps(first, key), ct))
            .Connect(after, gap => Cursors.Of(gap.LastActivityAt.ToUnixTimeMilliseconds(), gap.Number), c => mediator.AskAsync(new CountWatchedGaps(), c));
    }

    /// <summary>Whether mail is sent, and whose digest waits because it could not be handed over.</summary>
    [Needs(typeof(ReadMailStanding))]
    public static Task<MailStandingView> MailStandingAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadMailStanding(), ct);
}

/// <summary>What a notification leads to.</summary>
[FieldsOf(typeof(NotificationView), nameof(NotificationView.GapId), nameof(NotificationView.ReportId))]
internal static class NotificationFields
{
    /// <summary>The gap it is about; null where the report stands in none.</summary>
    public static IDataLoaderResult<GapView?>? Gap([FromSource] NotificationView line, [FromServices] Loaders loaders) =>
        line.GapId is { } gap ? loaders.Gaps.Load(gap) : null;

    /// <summary>The report the newest change concerns; null when the viewer may not see it.</summary>
    public static IDataLoaderResult<ReportView?>? Report([FromSource] NotificationView line, [FromServices] Loaders loaders) =>
        line.ReportId is { } report ? loaders.Reports.Load(report) : null;

    /// <summary>Who made the newest change.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] NotificationView line, [FromServices] Loaders loaders) => loaders.People.Load(line.By);
}

/// <summary>What people said of a report, and what became of it.</summary>
[FieldsOf(typeof(ReportView))]
internal static class ReportContactFields
{
    /// <summary>How it was rated; null while nobody did, and for whoever is neither its author nor reads ratings.</summary>
    public static IDataLoaderResult<ReportRatingsView?> Ratings([FromSource] ReportView report, [FromServices] Loaders loaders) => loaders.Ratings.Load(report.Id);

    /// <summary>What became of it, and whom it waits for; null for a draft.</summary>
    public static IDataLoaderResult<ReportOutcomeView?> Outcome([FromSource] ReportView report, [FromServices] Loaders loaders) => loaders.Outcomes.Load(report.Id);

    /// <summary>What was said between its author and the policy team, oldest first; null for anybody else.</summary>
    [Needs(typeof(ConversationOf))]
    public static async Task<IReadOnlyList<CommentView>?> ConversationAsync([FromSource] ReportView report, [FromServices] IMediator mediator, CancellationToken ct) =>
        await mediator.FindAsync(new ConversationOf(report.Id), ct);
}

/// <summary>Who watches a gap.</summary>
[FieldsOf(typeof(GapView))]
internal static class GapContactFields
{
    /// <summary>Whether the viewer watches it, or a gap that is merged into it.</summary>
    public static IDataLoaderResult<bool> Watched([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Watches.Load(gap.Id).Then(watch => watch?.Mine ?? false);

    /// <summary>How many people watch it.</summary>
    public static IDataLoaderResult<int> WatcherCount([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Watches.Load(gap.Id).Then(watch => watch?.Count ?? 0);
}

/// <summary>What model teams did with what was learned from a gap.</summary>
[FieldsOf(typeof(GapView))]
internal static class GapReceiptFields
{
    /// <summary>What consumers said they did with items about it, or about a gap that is merged into it, the newest first.</summary>
    public static IDataLoaderResult<IReadOnlyList<ReceiptView>> Receipts([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Receipts.Load(gap.Id);
}

/// <summary>Whose digest waits.</summary>
[FieldsOf(typeof(WaitingDigestView), nameof(WaitingDigestView.PersonId))]
internal static class WaitingDigestFields
{
    /// <summary>Whose it is.</summary>
    public static IDataLoaderResult<PersonView?> Person([FromSource] WaitingDigestView waiting, [FromServices] Loaders loaders) => loaders.People.Load(waiting.PersonId);
}
