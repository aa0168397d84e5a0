using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>What the caller is to know, the newest first. What is unread about one gap is one line; so is what was read of it at once.</summary>
/// <param name="First">How many lines at most, 1 to 100.</param>
/// <param name="After">The position of the last line read.</param>
/// <param name="UnreadOnly">Leaves out what was read.</param>
[Requires(Permission.BeTold)]
public sealed record ReadNotifications(int First, long? After, bool UnreadOnly) : IQuery<Page<NotificationView>>, IChecked
{
    public void Check(Check check) =>
        check.Must(First is >= 1 and <= Page<NotificationView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 lines.", "first");
}

/// <summary>How many lines the caller has.</summary>
/// <param name="UnreadOnly">Leaves out what was read.</param>
[Requires(Permission.BeTold)]
public sealed record CountNotifications(bool UnreadOnly) : IQuery<int>;

/// <summary>Something to know about one gap, about one report that stands in none, about one consumer, or about one calibration round: one or several changes.</summary>
public sealed record NotificationView
{
    /// <summary>Place of the newest change in the audit log; mark as read up to here.</summary>
    public required long Position { get; init; }

    /// <summary>The gap, or the report where that stands in none, or the consumer, or the calibration round.</summary>
    public required string AboutId { get; init; }

    /// <summary>What the newest change was.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>How many changes it stands for.</summary>
    public required int Count { get; init; }

    /// <summary>When the newest change was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it.</summary>
    public required PersonId By { get; init; }

    /// <summary>The state the gap moved to by it; empty where it did not move.</summary>
    public GapState? State { get; init; }

    /// <summary>The gap.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The report the newest change concerns.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>The consumer it is about.</summary>
    public ConsumerId? ConsumerId { get; init; }

    /// <summary>The calibration round it is about.</summary>
    public CalibrationRoundId? RoundId { get; init; }

    /// <summary>When it was read; empty while it is unread.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}

internal sealed class ReadNotificationsHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current) :
    IRequestHandler<ReadNotifications, Outcome<Page<NotificationView>>>, IRequestHandler<CountNotifications, Outcome<int>>
{
    public async Task<Outcome<Page<NotificationView>>> Handle(ReadNotifications request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await NotificationLines.ReadAsync(db, Mine(db).Where(n => !request.UnreadOnly || n.ReadAt == null), request.First, request.After, cancellationToken);
    }

    public async Task<Outcome<int>> Handle(CountNotifications request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Mine(db).Where(n => !request.UnreadOnly || n.ReadAt == null).Select(n => new { n.About, n.ReadAt }).Distinct().CountAsync(cancellationToken);
    }

    private IQueryable<Notification> Mine(InsightsDb db)
    {
        var me = current.Actor.Id;
        return db.Notifications.AsNoTracking().Where(n => n.PersonId == me);
    }
}

/// <summary>Gathers somebody's notifications into lines.</summary>
internal static class NotificationLines
{
    public static async Task<Page<NotificationView>> ReadAsync(InsightsDb db, IQueryable<Notification> ofOne, int first, long? after, CancellationToken ct)
    {
        var lines = Page<Line>.Of(
            await ofOne.GroupBy(n => new { n.About, n.ReadAt }).Select(g => new Line { Newest = g.Max(n => n.Position), Count = g.Count() })
                .Where(l => after == null || l.Newest < after).OrderByDescending(l => l.Newest).Take(first + 1).ToListAsync(ct), first);
        var newest = lines.Items.Select(l => l.Newest).ToList();
        var counts = lines.Items.ToDictionary(l => l.Newest, l => l.Count);
        var found = await (
            from n in ofOne
            join line in db.AuditEntries on n.Position equals line.Position
            where newest.Contains(n.Position)
            orderby n.Position descending
            select new { Notification = n, line.By, line.FromState, line.ToState }).ToListAsync(ct);
        return new Page<NotificationView>(
            [.. found.Select(f => new NotificationView
            {
                Position = f.Notification.Position,
                AboutId = f.Notification.About,
                Kind = f.Notification.Kind,
                Count = counts[f.Notification.Position],
                At = f.Notification.At,
                By = f.By,
                State = f.ToState != f.FromState && Enum.TryParse<GapState>(f.ToState, out var state) ? state : null,
                GapId = f.Notification.GapId,
                ReportId = f.Notification.ReportId,
                ConsumerId = f.Notification.ConsumerId,
                RoundId = f.Notification.RoundId,
                ReadAt = f.Notification.ReadAt,
            })],
            lines.HasMore);
    }

    private sealed class Line
    {
        public long Newest { get; init; }

        public int Count { get; init; }
    }
}
