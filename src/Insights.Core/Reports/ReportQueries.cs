using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>The reports with these ids that the caller may see: filed ones by role, drafts and withdrawn ones only one's own.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record ReportsById(IReadOnlyCollection<ReportId> Ids) : IQuery<Dictionary<ReportId, ReportView>>;

/// <summary>The report with this human number.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record ReportByNumber(long Number) : IQuery<ReportView>;

/// <summary>Which reports. Every list that is given must hold the report's value.</summary>
public sealed record ReportFilter
{
    /// <summary>States.</summary>
    public IReadOnlyList<ReportState>? States { get; init; }

    /// <summary>Kinds.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Only the caller's own, drafts included.</summary>
    public bool Mine { get; init; }
}

/// <summary>A page of reports, the newest first, by keyset: continue after the last one of the page before.</summary>
/// <param name="Filter">Which reports; without it, all the caller may see.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The human number of the last report read.</param>
[Requires(Permission.ReadOwnReports)]
public sealed record ReportList(ReportFilter? Filter, int First, long? After) : IQuery<Page<ReportView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<ReportView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 reports.", "first");
}

/// <summary>How many reports a filter lets through.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record ReportCount(ReportFilter? Filter) : IQuery<int>;

/// <summary>All revisions of one report, oldest first.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record RevisionsOf(ReportId Report) : IQuery<List<ReportRevisionView>>;

/// <summary>The members of these gaps: reports with how and why they are linked.</summary>
[Requires(Permission.ReadGaps)]
public sealed record MembersOf(IReadOnlyCollection<GapId> Gaps) : IQuery<ManyBy<GapId, MemberView>>;

/// <summary>The gaps in which these reports stand.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record GapsOfReports(IReadOnlyCollection<ReportId> Reports) : IQuery<Dictionary<ReportId, GapId>>;

/// <summary>A report's membership of a gap, with the reason.</summary>
public sealed record MemberView
{
    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>The report's human number.</summary>
    public required long ReportNumber { get; init; }

    /// <summary>The report's title.</summary>
    public GuardedText? ReportTitle { get; init; }

    /// <summary>How it belongs to the gap.</summary>
    public required LinkRole Role { get; init; }

    /// <summary>Why, in the words of whoever linked it, merged or split.</summary>
    public GuardedText? Reason { get; init; }

    /// <summary>The approved decision that answers it already; the gap did not come back for it.</summary>
    public DecisionId? CitesDecisionId { get; init; }

    /// <summary>Who linked it.</summary>
    public required PersonId LinkedBy { get; init; }

    /// <summary>Whether the product itself linked it, and no person.</summary>
    public bool ByMachine => LinkedBy == PersonId.System;

    /// <summary>When.</summary>
    public required DateTimeOffset LinkedAt { get; init; }

    /// <summary>The operation that linked it.</summary>
    public required OperationId OperationId { get; init; }

    /// <summary>That operation's human number, as in O-12.</summary>
    public required long OperationNumber { get; init; }

    /// <summary>What that operation did: link, merge, split.</summary>
    public required OperationKind OperationKind { get; init; }

    /// <summary>The operation to undo if the link is wrong: the one that linked it or, where that was undone meanwhile and done again, the last that did so.</summary>
    public required OperationId UndoWith { get; init; }

    /// <summary>Human number of the operation to undo.</summary>
    public required long UndoWithNumber { get; init; }

    /// <summary>What the engine's score was, 0 to 1; not a probability.</summary>
    public double? Score { get; init; }

    /// <summary>The engine's chance that they are the same, 0 to 1, by what it had learned then.</summary>
    public double? Probability { get; init; }

    /// <summary>The terms and facts that matched then.</summary>
    public required IReadOnlyList<MatchedTerm> Matches { get; init; }

    /// <summary>The engine that said so.</summary>
    public string? EngineVersion { get; init; }
}

internal sealed class ReportQueriesHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps, CurrentActor current) :
    IRequestHandler<ReportsById, Outcome<Dictionary<ReportId, ReportView>>>,
    IRequestHandler<ReportByNumber, Outcome<ReportView>>,
    IRequestHandler<ReportList, Outcome<Page<ReportView>>>,
    IRequestHandler<ReportCount, Outcome<int>>,
    IRequestHandler<RevisionsOf, Outcome<List<ReportRevisionView>>>,
    IRequestHandler<MembersOf, Outcome<ManyBy<GapId, MemberView>>>,
    IRequestHandler<GapsOfReports, Outcome<Dictionary<ReportId, GapId>>>
{
    public async Task<Outcome<Dictionary<ReportId, ReportView>>> Handle(ReportsById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var reports = await Visible(db).Where(r => request.Ids.Contains(r.Id)).ProjectTo<ReportView>(maps).ToListAsync(cancellationToken);
        return (await db.WithAnswersAsync(reports, cancellationToken)).ToDictionary(r => r.Id);
    }

    public async Task<Outcome<ReportView>> Handle(ReportByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var report = await Visible(db).Where(r => r.Number == request.Number).ProjectTo<ReportView>(maps).ToListAsync(cancellationToken);
        return await db.WithAnswersAsync(report, cancellationToken) is [var found] ? found : Refusal.NotFound("report", "number");
    }

    public async Task<Outcome<Page<ReportView>>> Handle(ReportList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var reports = Matching(db, request.Filter);
        if (request.After is { } after)
            reports = reports.Where(r => r.Number < after);

        var page = await reports.OrderByDescending(r => r.Number)
            .Take(request.First + 1).ProjectTo<ReportView>(maps).ToListAsync(cancellationToken);
        return Page<ReportView>.Of(await db.WithAnswersAsync(page, cancellationToken), request.First);
    }

    public async Task<Outcome<int>> Handle(ReportCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Matching(db, request.Filter).CountAsync(cancellationToken);
    }

    public async Task<Outcome<List<ReportRevisionView>>> Handle(RevisionsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await Visible(db).AnyAsync(r => r.Id == request.Report, cancellationToken))
            return Refusal.NotFound("report", "reportId");
        return await db.ReportRevisions.AsNoTracking().Where(r => r.ReportId == request.Report)
            .OrderBy(r => r.Number).ProjectTo<ReportRevisionView>(maps).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<ManyBy<GapId, MemberView>>> Handle(MembersOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from link in db.Links.AsNoTracking()
            join report in db.Reports on link.ReportId equals report.Id
            join operation in db.Operations on link.Restores ?? link.OperationId equals operation.Id
            where link.EndedBy == null && request.Gaps.Contains(link.GapId)
            orderby link.LinkedAt, report.Number
            select new MemberView
            {
                GapId = link.GapId,
                ReportId = link.ReportId,
                ReportNumber = report.Number,
                ReportTitle = report.Title,
                Role = link.Role,
                Reason = link.Reason ?? operation.Reason,
                CitesDecisionId = link.CitesDecisionId,
                LinkedBy = link.LinkedBy,
                LinkedAt = link.LinkedAt,
                OperationId = operation.Id,
                OperationNumber = operation.Number,
                OperationKind = operation.Kind,
                UndoWith = operation.UndoneBy ?? operation.Id,
                UndoWithNumber = operation.Number,
                Score = link.Score,
                Probability = link.Probability,
                Matches = link.Matches,
                EngineVersion = link.EngineVersion,
            }).ToListAsync(cancellationToken);
        return new ManyBy<GapId, MemberView>(await WithLastAsync(db, members, cancellationToken), m => m.GapId);
    }

    /// <summary>Follows an operation that was undone and done again to the last one that did so. Costs nothing where there is none.</summary>
    private static async Task<List<MemberView>> WithLastAsync(InsightsDb db, List<MemberView> members, CancellationToken ct)
    {
        while (members.Where(m => m.UndoWith != m.OperationId).Select(m => m.UndoWith).Distinct().ToList() is { Count: > 0 } undone)
        {
            var next = await db.Operations.AsNoTracking().Where(o => undone.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
            members = [.. members.Select(m => next.TryGetValue(m.UndoWith, out var o) ? m with { UndoWith = o.UndoneBy ?? o.Id, UndoWithNumber = o.Number } : m)];
            if (next.Values.All(o => o.UndoneBy is null))
                break;
        }

        return members;
    }

    public async Task<Outcome<Dictionary<ReportId, GapId>>> Handle(GapsOfReports request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Links.AsNoTracking().Where(l => l.EndedBy == null && request.Reports.Contains(l.ReportId))
            .ToDictionaryAsync(l => l.ReportId, l => l.GapId, cancellationToken);
    }

    private IQueryable<Report> Matching(InsightsDb db, ReportFilter? filter)
    {
        var reports = Visible(db);
        if (filter?.States is { } states)
            reports = reports.Where(r => states.Contains(r.State));
        if (filter?.Kinds is { } kinds)
            reports = reports.Where(r => r.Kind != null && kinds.Contains(r.Kind.Value));
        if (filter?.Areas is { } areas)
            reports = reports.Where(r => r.Area != null && areas.Contains(r.Area));
        if (filter is { Mine: true })
        {
            var me = current.Actor.Id;
            reports = reports.Where(r => r.AuthorId == me);
        }

        return reports;
    }

    private IQueryable<Report> Visible(InsightsDb db)
    {
        var me = current.Actor.Id;
        var readsAll = current.Actor.May(Permission.ReadReports);
        return db.Reports.AsNoTracking().Where(r => r.AuthorId == me
            || (readsAll && r.State != ReportState.Draft && r.State != ReportState.Withdrawn && r.State != ReportState.Purged));
    }
}
