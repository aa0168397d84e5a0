using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>What happened to a gap or a report since somebody had it before them: what to show who was refused because it changed.</summary>
/// <param name="Id">The gap, or a report that the caller may see.</param>
/// <param name="Since">When they had it before them.</param>
[Requires(Permission.ReadTimelines)]
public sealed record ChangesSince(string Id, DateTimeOffset Since) : IQuery<List<ChangeView>>, IChecked
{
    /// <summary>How many are told at most; the newest.</summary>
    public const int Most = 20;

    public void Check(Check check) =>
        check.Must(PublicIds.TryParse<GapId>(Id, out _) || PublicIds.TryParse<ReportId>(Id, out _), RefusalCode.Malformed, "Name a gap or a report by its id.", "id");
}

/// <summary>One thing that happened, without its words.</summary>
public sealed record ChangeView
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required PersonId By { get; init; }

    /// <summary>What was done, by the name of the command.</summary>
    public required string Action { get; init; }
}

internal sealed class ChangesSinceHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current) : IRequestHandler<ChangesSince, Outcome<List<ChangeView>>>
{
    public async Task<Outcome<List<ChangeView>>> Handle(ChangesSince request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = PublicIds.ParseOrNull<GapId>(request.Id) is { } gap ? OfGap(db, gap) : OfReport(db, ReportId.Of(request.Id));
        var newest = await lines.AsNoTracking().Where(l => l.At >= request.Since).OrderByDescending(l => l.Position).Take(ChangesSince.Most)
            .Select(l => new ChangeView { At = l.At, By = l.By, Action = l.Action }).ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }

    private static IQueryable<AuditEntry> OfGap(InsightsDb db, GapId gap)
    {
        var within = db.Gaps.Where(g => g.Id == gap || g.StandsIn == gap).Select(g => (GapId?)g.Id);
        return DraftLines.LeaveOut(db.AuditEntries).Where(l => within.Contains(l.GapId));
    }

    private IQueryable<AuditEntry> OfReport(InsightsDb db, ReportId report)
    {
        var (me, seesAll) = (current.Actor.Id, current.Actor.May(Permission.ReadReports));
        var visible = db.Reports.Where(r => r.Id == report && (r.AuthorId == me || (seesAll && r.State != ReportState.Draft))).Select(r => (ReportId?)r.Id);
        // When an author wrote at a draft is nobody else's business, also once it is filed.
        return db.AuditEntries.Where(l => visible.Contains(l.ReportId) && (l.By == me || l.Action != nameof(SaveDraft)));
    }
}
