using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>
/// Counts the oldest UTC day that has ended and is not counted yet, once for ever. Sent by the scheduler until no such day
/// is left; the first one is the day of the first event. Answers the day; null where there was none. Days that lie more than
/// one behind the last thing anybody did wait until somebody does something: a clock that went wrong runs ahead of people.
/// </summary>
[Requires(Permission.KeepTime)]
public sealed record CountDay : ICommand<DateOnly?>;

/// <remarks>
/// Gaps and reports are counted from the feed itself, up to the last event of the day, so that a day which is counted late
/// gets the counts it would have got. Cases stand nowhere on the feed; a late day has the citations of the reports of
/// that day as they are now.
/// </remarks>
internal sealed class CountDayHandler(InsightsDb db, Ledger ledger, TimeProvider clock, SmallCountRule rule) : IRequestHandler<CountDay, Outcome<DateOnly?>>
{
    public async Task<Outcome<DateOnly?>> Handle(CountDay request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = await db.FeedSnapshots.AsNoTracking().OrderByDescending(s => s.Day).Select(s => new { s.Day, s.Position }).FirstOrDefaultAsync(cancellationToken);
        if ((last?.Day.AddDays(1) ?? await DayOfAsync(1, cancellationToken)) is not { } day || day >= DateOnly.FromDateTime(now.UtcDateTime))
            return (DateOnly?)null;
        if (await LastDayOfPeopleAsync(cancellationToken) is { } lived && day > lived.AddDays(1))
            return (DateOnly?)null;

        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var position = await LastOfAsync(day, last?.Position ?? 0, head.FeedPosition, cancellationToken);
        var tables = new CountTables(rule);
        await CountGapsAsync(tables, position, cancellationToken);
        await CountReportsAsync(tables, position, cancellationToken);
        await CountCasesAsync(tables, UtcDays.StartOf(day.AddDays(1)), cancellationToken);
        db.Add(FeedSnapshot.Of(day, position, head.FeedPosition, tables.Counts, rule, now));
        ledger.Record(new AuditLine("CountDay") { Code = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        await ledger.CommitAsync(cancellationToken);
        return day;
    }

    /// <summary>The day of the newest act on record that was not the product's own, which keeps to the same clock; null where there is none.</summary>
    private async Task<DateOnly?> LastDayOfPeopleAsync(CancellationToken ct) =>
        await db.AuditEntries.AsNoTracking().Where(a => a.By != Actor.System.Id).OrderByDescending(a => a.Position).Select(a => (DateTimeOffset?)a.At).FirstOrDefaultAsync(ct) is { } at
            ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    private async Task<DateOnly?> DayOfAsync(long position, CancellationToken ct) =>
        (await db.FeedEvents.AsNoTracking().Where(e => e.Position == position).Select(e => e.Item).FirstOrDefaultAsync(ct))?.On;

    /// <summary>The last position up to this day. Positions are dense and days grow along them, so halving finds it.</summary>
    private async Task<long> LastOfAsync(DateOnly day, long from, long to, CancellationToken ct)
    {
        while (from < to)
        {
            var middle = from + ((to - from + 1) / 2);
            if (await DayOfAsync(middle, ct) <= day)
                from = middle;
            else
                to = middle - 1;
        }

        return from;
    }

    private async Task CountGapsAsync(CountTables tables, long position, CancellationToken ct)
    {
        var latest = db.FeedEvents.Where(e => e.Position <= position).LastOfEachGap();
        var gaps = await db.FeedEvents.Where(e => latest.Contains(e.Position) && e.Type != FeedEventType.GapMerged && e.Type != FeedEventType.GapDissolved)
            .GroupBy(e => new { e.State, e.Kind, e.Area, e.Severity }).Select(g => new { g.Key.State, g.Key.Kind, g.Key.Area, g.Key.Severity, Count = g.LongCount() }).ToListAsync(ct);
        var groups = gaps.ToLookup(g => SubjectOf(g.State!.Value));
        tables.AddByKind(CountSubject.OpenGaps, groups[CountSubject.OpenGaps].Select(g => (g.Area, g.Kind, g.Count)));
        tables.AddBySeverity(CountSubject.DecidedGaps, groups[CountSubject.DecidedGaps].Select(g => (g.Area, g.Severity, g.Count)));
        tables.AddByKind(CountSubject.DeclinedGaps, groups[CountSubject.DeclinedGaps].Select(g => (g.Area, g.Kind, g.Count)));
    }

    private async Task CountReportsAsync(CountTables tables, long position, CancellationToken ct)
    {
        var filed = await db.FeedEvents.Where(e => e.Type == FeedEventType.ReportFiled && e.Position <= position)
            .GroupBy(e => new { e.Kind, e.Area }).Select(g => new { g.Key.Kind, g.Key.Area, Count = g.LongCount() }).ToListAsync(ct);
        tables.AddByKind(CountSubject.FiledReports, filed.Select(f => (f.Area, f.Kind, f.Count)));
    }

    /// <summary>Two references that are known to stand for one case count once.</summary>
    private async Task CountCasesAsync(CountTables tables, DateTimeOffset before, CancellationToken ct)
    {
        var reports = db.Reports.Where(r => r.FiledAt != null && r.FiledAt < before && r.State != ReportState.Withdrawn && r.State != ReportState.Purged);
        var cited = await (
            from citation in db.ReportCases
            join report in reports on citation.ReportId equals report.Id
            join alias in db.CaseAliases on citation.Case equals alias.Old into aliases
            from newest in aliases.DefaultIfEmpty()
            select new { report.Kind, report.Area, Case = newest == null ? citation.Case : newest.New }).Distinct()
            .GroupBy(c => new { c.Kind, c.Area }).Select(g => new { g.Key.Kind, g.Key.Area, Count = g.LongCount() }).ToListAsync(ct);
        tables.AddByKind(CountSubject.CitedCases, cited.Select(c => ((string?)c.Area, c.Kind, c.Count)), summed: false);
    }

    private static CountSubject SubjectOf(GapState state) =>
        state is GapState.Declined ? CountSubject.DeclinedGaps : Transitions.Settled.Contains(state) ? CountSubject.DecidedGaps : CountSubject.OpenGaps;
}
