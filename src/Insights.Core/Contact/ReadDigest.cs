using Insights.Core.Calibration;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Wellbeing;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>Whose digest is due, each with what they may act as.</summary>
[Requires(Permission.KeepTime)]
public sealed record DueDigests : IQuery<List<DueDigest>>;

/// <summary>A digest that is due.</summary>
/// <param name="To">Whose it is.</param>
/// <param name="DueAt">The time of the schedule it is for.</param>
public sealed record DueDigest(Actor To, DateTimeOffset DueAt);

/// <summary>What the caller's next digest says: what is unread and was in no digest yet, read through the caller's own eyes.</summary>
[Requires(Permission.BeTold)]
public sealed record ReadDigest : IQuery<DigestView>;

/// <summary>One digest.</summary>
public sealed record DigestView
{
    /// <summary>Lines of one mail at most; the rest is counted.</summary>
    public const int MostLines = 50;

    /// <summary>Where it goes; empty when its owner cleared the address meanwhile.</summary>
    public string? Address { get; init; }

    /// <summary>What it tells, the newest first.</summary>
    public required IReadOnlyList<DigestLine> Lines { get; init; }

    /// <summary>How many more gaps, reports, consumers and rounds there is something to tell of.</summary>
    public required int More { get; init; }

    /// <summary>The newest line of the audit log it tells of.</summary>
    public required long Through { get; init; }
}

/// <summary>One gap, report, consumer or calibration round of a digest.</summary>
/// <param name="Number">Its human number, such as G-42, R-7, C-3 or Round 2.</param>
/// <param name="Title">Its title, screened once more on the way out.</param>
/// <param name="Kind">What the newest change was.</param>
/// <param name="State">The state the gap moved to; empty where it did not.</param>
/// <param name="Count">How many changes there were.</param>
/// <param name="At">When the newest one was made.</param>
public sealed record DigestLine(string Number, string Title, NotificationKind Kind, GapState? State, int Count, DateTimeOffset At);

internal sealed class DueDigestsHandler(IDbContextFactory<InsightsDb> contexts, TimeProvider clock, WellbeingOptions organisation) : IRequestHandler<DueDigests, Outcome<List<DueDigest>>>
{
    public async Task<Outcome<List<DueDigest>>> Handle(DueDigests request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var takers = await (
            from preference in db.ContactPreferences.AsNoTracking()
            join person in db.People on preference.PersonId equals person.Id
            join chosen in db.PersonalSettings.AsNoTracking() on preference.PersonId equals chosen.PersonId into settings
            from own in settings.DefaultIfEmpty()
            where preference.Address != null && preference.Cadence != DigestCadence.Off
            orderby preference.PersonId
            select new { preference, person, own }).ToListAsync(cancellationToken);
        // What is due in somebody's quiet hours stays due, and goes out when they end.
        return takers.Where(t => t.person.Roles.May(Permission.BeTold) && t.preference.DueAt(now) is not null
                && (t.own?.Within(organisation) ?? organisation).QuietHours?.HoldAt(now) is not true)
            .Select(t => new DueDigest(t.person.AsActor(), t.preference.DueAt(now)!.Value)).ToList();
    }
}

internal sealed class ReadDigestHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, IMediator mediator, Guard guard, GuardTally tally)
    : IRequestHandler<ReadDigest, Outcome<DigestView>>
{
    public async Task<Outcome<DigestView>> Handle(ReadDigest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (me, keepsAll) = (current.Actor.Id, (current.Actor.Roles & Roles.Administrator) != 0);
        if (await db.ContactPreferences.AsNoTracking().FirstOrDefaultAsync(p => p.PersonId == me, cancellationToken) is not { } mine)
            return new DigestView { Lines = [], More = 0, Through = 0 };

        List<NotificationKind> kinds = [.. Enum.GetValues<NotificationKind>().Where(kind => mine.Of(kind) is Delivery.Digest)];
        var (through, told) = (mine.MailedThrough, db.Notifications.AsNoTracking().Where(n => n.PersonId == me && n.ReadAt == null && kinds.Contains(n.Kind)));
        var fresh = told.Where(n => n.Position > through);
        var page = await NotificationLines.ReadAsync(db, fresh, DigestView.MostLines, after: null, cancellationToken);
        var all = await fresh.Select(n => n.About).Distinct().CountAsync(cancellationToken);

        var gaps = (await mediator.Send(new GapsById([.. page.Items.Select(l => l.GapId).OfType<GapId>().Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        var reports = (await mediator.Send(new ReportsById([.. page.Items.Select(l => l.ReportId).OfType<ReportId>().Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        var about = page.Items.Select(l => l.ConsumerId).OfType<ConsumerId>().ToList();
        var consumers = await db.Consumers.AsNoTracking().Where(c => about.Contains(c.Id) && (keepsAll || c.OwnerId == me)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var rounds = (await mediator.Send(new CalibrationRoundsById([.. page.Items.Select(l => l.RoundId).OfType<CalibrationRoundId>().Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        return new DigestView
        {
            Address = mine.Address,
            Lines = [.. page.Items.Select(line => LineOf(line, gaps, reports, consumers, rounds)).OfType<DigestLine>()],
            More = all - page.Items.Count,
            Through = page.Items.Select(l => l.Position).DefaultIfEmpty(through).Max(),
        };
    }

    /// <summary>Null for what its reader may not see any more.</summary>
    private DigestLine? LineOf(NotificationView line, Dictionary<GapId, GapView> gaps, Dictionary<ReportId, ReportView> reports, Dictionary<ConsumerId, Consumer> consumers, Dictionary<CalibrationRoundId, CalibrationRoundView> rounds)
    {
        if (line.ConsumerId is { } reader)
            return consumers.TryGetValue(reader, out var consumer) ? Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"C-{consumer.Number}"), consumer.Name) : null;
        if (line.RoundId is { } asked)
            return rounds.TryGetValue(asked, out var round) ? Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Round {round.Number}"), round.Title) : null;
        if (line.GapId is { } id)
            return gaps.TryGetValue(id, out var gap) ? Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"G-{gap.Number}"), gap.Title) : null;
        return line.ReportId is { } filed && reports.TryGetValue(filed, out var report)
            ? Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"R-{report.Number}"), report.Content.Title) : null;

        DigestLine Line(string number, GuardedText? title) => new(number, title is null ? "" : Masked(title), line.Kind, line.State, line.Count, line.At);
    }

    /// <summary>Mail is an outlet: what the rules of today find is masked, and no case reference leaves.</summary>
    private string Masked(GuardedText title) => CaseToken.Without(tally.Mask(guard, title).Value, "[CASE_REFERENCE]");
}
