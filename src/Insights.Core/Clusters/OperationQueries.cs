using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>The operations with these ids; unknown ids are left out.</summary>
[Requires(Permission.ReadGaps)]
public sealed record OperationsById(IReadOnlyCollection<OperationId> Ids) : IQuery<Dictionary<OperationId, OperationView>>;

/// <summary>The operation with this human number.</summary>
[Requires(Permission.ReadGaps)]
public sealed record OperationByNumber(long Number) : IQuery<OperationView>;

/// <summary>The operations that touched a gap or a gap that is merged into it, the newest first.</summary>
/// <param name="Gap">The gap.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">Human number of the last operation read.</param>
[Requires(Permission.ReadGaps)]
public sealed record OperationsOf(GapId Gap, int First, long? After) : IQuery<Page<OperationView>>, IChecked
{
    public void Check(Check check) =>
        check.Must(First is >= 1 and <= Page<OperationView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 operations.", "first");
}

/// <summary>The operations that moved a report, oldest first, at most 100: how it came to stand where it stands.</summary>
[Requires(Permission.ReadGaps)]
public sealed record OperationsOfReport(ReportId Report) : IQuery<List<OperationView>>;

internal sealed class OperationQueriesHandler(IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<OperationsById, Outcome<Dictionary<OperationId, OperationView>>>,
    IRequestHandler<OperationByNumber, Outcome<OperationView>>,
    IRequestHandler<OperationsOf, Outcome<Page<OperationView>>>,
    IRequestHandler<OperationsOfReport, Outcome<List<OperationView>>>
{
    public async Task<Outcome<Dictionary<OperationId, OperationView>>> Handle(OperationsById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await OperationViews.OfAsync(db, db.Operations.Where(o => request.Ids.Contains(o.Id)), cancellationToken)).ToDictionary(o => o.Id);
    }

    public async Task<Outcome<OperationView>> Handle(OperationByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OperationViews.OfAsync(db, db.Operations.Where(o => o.Number == request.Number), cancellationToken) is [var one]
            ? one : Refusal.NotFound("operation", "number");
    }

    public async Task<Outcome<Page<OperationView>>> Handle(OperationsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var within = db.Gaps.Where(g => g.Id == request.Gap || g.StandsIn == request.Gap).Select(g => g.Id);
        // What was done before gaps were noted beside an operation is found by its links.
        var touched = db.OperationGaps.Where(o => within.Contains(o.GapId)).Select(o => o.OperationId)
            .Union(db.Links.Where(l => within.Contains(l.GapId)).Select(l => l.OperationId));
        var operations = db.Operations.Where(o => touched.Contains(o.Id) && (request.After == null || o.Number < request.After))
            .OrderByDescending(o => o.Number).Take(request.First + 1);
        var found = await OperationViews.OfAsync(db, operations, cancellationToken);
        found.Reverse();
        return Page<OperationView>.Of(found, request.First);
    }

    public async Task<Outcome<List<OperationView>>> Handle(OperationsOfReport request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = db.Links.Where(l => l.ReportId == request.Report);
        var touched = links.Select(l => (OperationId?)l.OperationId).Union(links.Where(l => l.EndedBy != null).Select(l => l.EndedBy));
        return await OperationViews.OfAsync(db, db.Operations.Where(o => touched.Contains(o.Id)).OrderBy(o => o.Number).Take(100), cancellationToken);
    }
}

/// <summary>Reads operations with all that belongs to them, in as many statements for a hundred as for one.</summary>
internal static class OperationViews
{
    private const int ReportsShown = 100;

    /// <summary>The operations, by ascending number.</summary>
    public static async Task<List<OperationView>> OfAsync(InsightsDb db, IQueryable<Operation> operations, CancellationToken ct)
    {
        var found = await operations.AsNoTracking().ToListAsync(ct);
        var ids = found.Select(o => o.Id).ToList();
        var others = found.SelectMany(o => new[] { o.Undoes, o.UndoneBy }).OfType<OperationId>().Distinct().ToList();
        var numbers = await db.Operations.Where(o => others.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Number, ct);
        var gaps = (await (
            from row in db.OperationGaps.AsNoTracking()
            join gap in db.Gaps on row.GapId equals gap.Id
            where ids.Contains(row.OperationId)
            orderby gap.Number
            select new { row.OperationId, row.Before, row.After, gap.Id, gap.Number, gap.Title }).ToListAsync(ct)).ToLookup(r => r.OperationId);
        var links = await (
            from link in db.Links.AsNoTracking()
            join report in db.Reports on link.ReportId equals report.Id
            join gap in db.Gaps on link.GapId equals gap.Id
            where ids.Contains(link.OperationId) || (link.EndedBy != null && ids.Contains(link.EndedBy.Value))
            orderby report.Number
            select new { link.OperationId, link.EndedBy, link.ReportId, report.Number, Gap = gap.Number, link.Role, link.Reason }).ToListAsync(ct);
        var made = links.ToLookup(l => l.OperationId);
        var ended = links.Where(l => l.EndedBy is not null).ToLookup(l => l.EndedBy!.Value);
        var pairs = await (
            from pair in db.KeptApart.AsNoTracking()
            join a in db.Reports on pair.ReportA equals a.Id
            join b in db.Reports on pair.ReportB equals b.Id
            where ids.Contains(pair.OperationId) || (pair.EndedBy != null && ids.Contains(pair.EndedBy.Value))
            orderby a.Number, b.Number
            select new { pair.OperationId, pair.EndedBy, View = new KeptApartView { ReportA = a.Id, NumberA = a.Number, ReportB = b.Id, NumberB = b.Number } }).ToListAsync(ct);

        return [.. found.OrderBy(o => o.Number).Select(o =>
        {
            var moves = made[o.Id].Select(l => l.ReportId).Union(ended[o.Id].Select(l => l.ReportId)).ToList();
            return new OperationView
            {
                Id = o.Id,
                Number = o.Number,
                Kind = o.Kind,
                Reason = o.Reason ?? (o.Kind is OperationKind.Link ? made[o.Id].FirstOrDefault()?.Reason : null),
                By = o.By,
                At = o.At,
                Undoes = o.Undoes,
                UndoesNumber = o.Undoes is { } undone ? numbers[undone] : null,
                UndoneBy = o.UndoneBy,
                UndoneByNumber = o.UndoneBy is { } undoing ? numbers[undoing] : null,
                Gaps = [.. gaps[o.Id].Select(r => new OperationGapView
                {
                    GapId = r.Id,
                    Number = r.Number,
                    Title = r.Title,
                    StateBefore = r.Before?.State,
                    StateAfter = r.After.State,
                    OwnerBefore = r.Before?.OwnerId,
                    OwnerAfter = r.After.OwnerId,
                    LabelsBefore = r.Before?.Labels?.Split(' ') ?? [],
                    LabelsAfter = r.After.Labels?.Split(' ') ?? [],
                    CanonicalBefore = r.Before?.CanonicalReportId,
                    CanonicalAfter = r.After.CanonicalReportId,
                    StoodBefore = r.Before is { EndedBy: null },
                    StoodAfter = r.After.EndedBy is null,
                })],
                Reports = [.. moves.Take(ReportsShown).Select(report =>
                {
                    var (to, from) = (made[o.Id].FirstOrDefault(l => l.ReportId == report), ended[o.Id].FirstOrDefault(l => l.ReportId == report));
                    return new OperationReportView { ReportId = report, Number = (to ?? from)!.Number, From = from?.Gap, To = to?.Gap, Role = to?.Role };
                })],
                ReportCount = moves.Count,
                KeptApart = [.. pairs.Where(p => p.OperationId == o.Id || p.EndedBy == o.Id).Select(p => p.View)],
            };
        })];
    }
}
