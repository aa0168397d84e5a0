using Insights.Core.Audit;
using Insights.Core.Calibration;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>
/// Follows the audit log and notes who is to know of what happened since. What is noted and how far it came are
/// written together, so that a stop loses nothing and repeats nothing. Answers how many lines were looked at.
/// </summary>
/// <remarks>It leaves no audit line of its own: it only derives, and would follow itself for ever.</remarks>
[Requires(Permission.KeepTime)]
public sealed record TellPeople : ICommand<int>
{
    /// <summary>Most lines of one step, so that people's commands need not wait long.</summary>
    public const int MostLines = 500;

    /// <summary>Days before the very first step of which people are still told; a log that is older is not news.</summary>
    public const int FirstLooksBackDays = 14;

    /// <summary>Days after which what was read is forgotten.</summary>
    public const int KeptDays = 90;
}

internal sealed class TellPeopleHandler(InsightsDb db, Ledger ledger, TimeProvider clock) : IRequestHandler<TellPeople, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(TellPeople request, CancellationToken cancellationToken)
    {
        var told = await db.ToldUpTo.SingleOrDefaultAsync(cancellationToken) ?? await BeginAsync(cancellationToken);
        var lines = await db.AuditEntries.AsNoTracking().Where(a => a.Position > told.Position)
            .OrderBy(a => a.Position).Take(TellPeople.MostLines).ToListAsync(cancellationToken);
        if (lines.Count == 0)
            return 0;

        var telling = new Telling(await KnowAsync(lines, cancellationToken));
        db.AddRange(lines.SelectMany(telling.Of));
        told.MoveTo(lines[^1].Position);
        await ledger.CommitAsync(cancellationToken);
        return lines.Count;
    }

    private async Task<ToldUpTo> BeginAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-TellPeople.FirstLooksBackDays);
        var told = ToldUpTo.Begin(await db.AuditEntries.Where(a => a.At < since).MaxAsync(a => (long?)a.Position, ct) ?? 0);
        db.Add(told);
        return told;
    }

    private async Task<Known> KnowAsync(List<AuditEntry> lines, CancellationToken ct)
    {
        List<GapId> gaps = [.. lines.Select(l => l.GapId).OfType<GapId>().Distinct()];
        List<ReportId> reports = [.. lines.Select(l => l.ReportId).OfType<ReportId>().Distinct()];
        List<DecisionId> decisions = [.. lines.Select(l => l.DecisionId).OfType<DecisionId>().Distinct()];
        List<CommentId> comments = [.. lines.Where(l => l.Action == "WriteComment").Select(l => l.CommentId).OfType<CommentId>().Distinct()];
        List<PersonId> named = [.. lines.Select(l => l.PersonId).OfType<PersonId>().Distinct()];
        List<OperationId> merges = [.. lines.Where(l => l.Action == "MergeGap").Select(l => l.OperationId).OfType<OperationId>().Distinct()];

        List<long> rounds = [.. lines.Select(CalibrationDesk.NumberIn).OfType<long>().Distinct()];

        var watches = await (
            from watch in db.Watches
            join gap in db.Gaps on watch.GapId equals gap.Id
            where gaps.Contains(gap.Id) || (gap.StandsIn != null && gaps.Contains(gap.StandsIn.Value))
            select new { watch.GapId, gap.StandsIn, watch.PersonId }).ToListAsync(ct);
        var known = await db.Gaps.AsNoTracking().Where(g => gaps.Contains(g.Id)).Select(g => new { g.Id, g.StandsIn, g.OwnerId }).ToListAsync(ct);
        var standing = await db.AuthorsOfAsync(gaps, ct);
        var takenOut = await (
            from link in db.Links
            join report in db.Reports on link.ReportId equals report.Id
            where link.EndedBy != null && merges.Contains(link.EndedBy.Value) && gaps.Contains(link.GapId)
            select new { link.GapId, Operation = link.EndedBy!.Value, report.AuthorId }).ToListAsync(ct);
        var asked = await db.Comments.AsNoTracking().Where(c => c.ReportId != null && reports.Contains(c.ReportId.Value) && c.Kind == CommentKind.Question)
            .Select(c => new { Report = c.ReportId!.Value, c.By, c.At }).ToListAsync(ct);
        var reviewers = await (
            from round in db.CalibrationRounds
            join reviewer in db.CalibrationReviewers on round.Id equals reviewer.RoundId
            where rounds.Contains(round.Number)
            select new { round.Number, round.Id, reviewer.PersonId }).ToListAsync(ct);
        var preferences = await db.ContactPreferences.AsNoTracking().Select(p => new { p.PersonId, p.Deliveries }).ToListAsync(ct);

        return new Known
        {
            Roles = await db.People.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Roles, ct),
            Gaps = known.ToDictionary(g => g.Id, g => new KnownGap(g.Id, g.StandsIn, g.OwnerId,
                [.. watches.Where(w => w.GapId == g.Id).Select(w => w.PersonId)], [.. watches.Where(w => w.StandsIn == g.Id).Select(w => w.PersonId)])),
            Consumers = await db.Consumers.AsNoTracking().Where(c => named.Contains(c.PersonId)).ToDictionaryAsync(c => c.PersonId, c => new KnownConsumer(c.Id, c.OwnerId), ct),
            Rounds = reviewers.GroupBy(r => (r.Number, r.Id)).ToDictionary(g => g.Key.Number, g => new KnownRound(g.Key.Id, [.. g.Select(r => r.PersonId)])),
            Authors = await db.Reports.AsNoTracking().Where(r => reports.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.AuthorId, ct),
            Standing = standing.ToLookup(s => s.GapId, s => s.AuthorId),
            TakenOut = takenOut.ToLookup(t => (t.GapId, t.Operation), t => t.AuthorId),
            Askers = asked.GroupBy(a => a.Report).ToDictionary(g => g.Key, g => g.MaxBy(a => a.At)!.By),
            Proposers = await db.Decisions.AsNoTracking().Where(d => decisions.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.ProposedBy, ct),
            Remarks = await db.Comments.AsNoTracking().Where(c => comments.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Audience, ct),
            Off = preferences.SelectMany(p => p.Deliveries.Where(d => d.Delivery is Delivery.Off).Select(d => (p.PersonId, d.Kind))).ToHashSet(),
        };
    }
}

/// <summary>Forgets notifications that were read long ago. Answers how many.</summary>
[Requires(Permission.KeepTime)]
public sealed record ForgetOldNotifications : ICommand<int>;

internal sealed class ForgetOldNotificationsHandler(InsightsDb db, Ledger ledger, TimeProvider clock) : IRequestHandler<ForgetOldNotifications, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(ForgetOldNotifications request, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-TellPeople.KeptDays);
        var forgotten = await db.Notifications.Where(n => n.ReadAt != null && n.ReadAt < before).ExecuteDeleteAsync(cancellationToken);
        if (forgotten > 0)
            await ledger.CommitAsync(cancellationToken);
        return forgotten;
    }
}
