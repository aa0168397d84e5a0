using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>
/// The caller has read what they were told, up to the newest line they saw: about one gap, report, consumer or round, or about all. What
/// came in since stays unread, and marking again changes nothing more.
/// </summary>
/// <param name="Through">The position of the newest line that was shown.</param>
/// <param name="AboutId">The gap, report, consumer or calibration round; without it, everything.</param>
[Requires(Permission.BeTold)]
public sealed record MarkNotificationsRead(long Through, string? AboutId) : ICommand<NotificationCountView>, IChecked
{
    public void Check(Check check)
    {
        check.Must(Through >= 1, RefusalCode.OutOfRange, "Name the position of a line.", "through");
        check.Must(AboutId is null || PublicIds.TryParse<GapId>(AboutId, out _) || PublicIds.TryParse<ReportId>(AboutId, out _) || PublicIds.TryParse<ConsumerId>(AboutId, out _) || PublicIds.TryParse<CalibrationRoundId>(AboutId, out _), RefusalCode.Malformed,
            "Name a gap, a report, a consumer or a calibration round.", "aboutId");
    }
}

/// <summary>How many lines are left.</summary>
public sealed record NotificationCountView
{
    /// <summary>Lines that are unread.</summary>
    public required int Unread { get; init; }
}

internal sealed class MarkNotificationsReadHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock)
    : IRequestHandler<MarkNotificationsRead, Outcome<NotificationCountView>>
{
    public async Task<Outcome<NotificationCountView>> Handle(MarkNotificationsRead request, CancellationToken cancellationToken)
    {
        var (me, at) = (current.Actor.Id, clock.GetUtcNow());
        var mine = db.Notifications.Where(n => n.PersonId == me && n.ReadAt == null);
        var read = await mine.Where(n => n.Position <= request.Through && (request.AboutId == null || n.About == request.AboutId))
            .ExecuteUpdateAsync(row => row.SetProperty(n => n.ReadAt, at), cancellationToken);
        var unread = await mine.Select(n => n.About).Distinct().CountAsync(cancellationToken);
        if (read > 0)
            await ledger.Record(new AuditLine("MarkNotificationsRead") { Count = read }).CommitAsync(cancellationToken);
        return new NotificationCountView { Unread = unread };
    }
}
