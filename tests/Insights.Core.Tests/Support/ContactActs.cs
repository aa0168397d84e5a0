using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>The commands of keeping in contact, for <see cref="Acts"/>.</summary>
internal static class ContactActs
{
    /// <summary>Everyone of the tests who may follow gaps.</summary>
    private static readonly IReadOnlyList<Actor> Told = [.. SomePeople.All.Where(p => p.May(Permission.FollowGaps))];

    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<RateReport, ReportRatingsView>("RateReport", SomePeople.Lead, async d =>
        {
            var report = await d.FileAsync();
            return key => new RateReport(report.Id.Value, report.Revision, null, 4, 3, 2, 5, "Say which clause.", key);
        }),
        Act.Of<RateReport, ReportRatingsView>("RateReport_changes", SomePeople.Lead, async d =>
        {
            var report = await d.FileAsync();
            foreach (var rater in new[] { SomePeople.Lead, SomePeople.Owner, SomePeople.Approver, SomePeople.OwnerAndApprover })
                await d.SendAsync(rater, new RateReport(report.Id.Value, report.Revision, null, 1, 1, 1, 1, null, null));
            return key => new RateReport(report.Id.Value, report.Revision, 1, 4, 3, 2, 5, null, key);
        }),
        Act.Of<WatchGap, GapView>("WatchGap", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            return _ => new WatchGap(gap.Id.Value);
        }),
        Act.Of<UnwatchGap, GapView>("UnwatchGap", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            foreach (var person in Told)
                await d.SendAsync(person, new WatchGap(gap.Id.Value));
            return _ => new UnwatchGap(gap.Id.Value);
        }),
        Act.Of<TellPeople, int>("TellPeople", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.Decided);
            return _ => new TellPeople();
        }),
        Act.Of<MarkNotificationsRead, NotificationCountView>("MarkNotificationsRead", SomePeople.Specialist, async d =>
        {
            await d.GapInAsync(GapState.Decided);
            await d.SendAsync(Actor.System, new TellPeople());
            return _ => new MarkNotificationsRead(1000, null);
        }),
        Act.Of<ForgetOldNotifications, int>("ForgetOldNotifications", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.Decided);
            await d.SendAsync(Actor.System, new TellPeople());
            await d.SendAsync(SomePeople.Specialist, new MarkNotificationsRead(1000, null));
            d.Clock.Advance(TimeSpan.FromDays(91));
            return _ => new ForgetOldNotifications();
        }),
        Act.Of<SetNotificationPreferences, NotificationPreferencesView>("SetNotificationPreferences", SomePeople.Specialist, _ => Task.FromResult<Func<string?, SetNotificationPreferences>>(
            _ => new SetNotificationPreferences(0, "somebody@example.com", DigestCadence.Daily, 6, [new(NotificationKind.GapMoved, Delivery.App)]))),
        Act.Of<NoteDigest, Done>("NoteDigest_sent", Actor.System, async d =>
        {
            await d.TakeDigestAsync(SomePeople.Specialist);
            return _ => new NoteDigest(SomePeople.Specialist.Id.Value, d.Clock.GetUtcNow(), 3, null);
        }),
        Act.Of<NoteDigest, Done>("NoteDigest_failed", Actor.System, async d =>
        {
            await d.TakeDigestAsync(SomePeople.Specialist);
            return _ => new NoteDigest(SomePeople.Specialist.Id.Value, d.Clock.GetUtcNow(), 3, MailFailure.Unreachable);
        }),
    ];

    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        "RateReport" or "RateReport_changes" => [SomePeople.Owner, SomePeople.Approver, SomePeople.OwnerAndApprover],
        "WatchGap" or "UnwatchGap" => [.. Told.Except([act.By])],
        "MarkNotificationsRead" or "SetNotificationPreferences" => [.. SomePeople.All.Where(p => p.May(Permission.BeTold)).Except([act.By])],
        _ => [],
    };
}
