using System.Linq.Expressions;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>Names what is newer than an operation and stands on it.</summary>
internal sealed class Newer(InsightsDb db, Operation operation)
{
    private static readonly string[] Owning = ["AssignGap", "ReleaseGap", "ClaimGap", "AcceptGap"];
    private static readonly string[] Labelling = ["LabelGap", "UnlabelGap"];

    /// <summary>The newest operation that made or ended a link of these reports.</summary>
    public async Task<Refusal> OnReportAsync(ReportId report, CancellationToken ct, ReportId? other = null)
    {
        var links = db.Links.Where(l => l.ReportId == report || l.ReportId == other);
        var touched = links.Select(l => (OperationId?)l.OperationId).Union(links.Where(l => l.EndedBy != null).Select(l => l.EndedBy));
        var newest = await db.Operations.AsNoTracking().Where(o => touched.Contains(o.Id)).OrderByDescending(o => o.Number).FirstAsync(ct);
        return SupersededRefusal.By(newest.Id, newest.Number);
    }

    /// <summary>The newest move or operation that changed where a gap stands.</summary>
    public Task<Refusal> OnStateAsync(Gap gap, CancellationToken ct) => OnAsync(gap, line => line.FromState != null, ChangesState, ct);

    /// <summary>The newest act or operation that changed who answers for a gap.</summary>
    public Task<Refusal> OnOwnerAsync(Gap gap, CancellationToken ct) =>
        OnAsync(gap, line => Owning.Contains(line.Action), row => row.Before is { } before && before.OwnerVersion != row.After.OwnerVersion, ct);

    /// <summary>The newest act or operation that changed the labels of a gap.</summary>
    public Task<Refusal> OnLabelsAsync(Gap gap, CancellationToken ct) =>
        OnAsync(gap, line => Labelling.Contains(line.Action), row => row.Before is { } before && before.LabelsVersion != row.After.LabelsVersion, ct);

    private async Task<Refusal> OnAsync(Gap gap, Expression<Func<AuditEntry, bool>> acts, Func<OperationGap, bool> changes, CancellationToken ct)
    {
        var lines = db.AuditEntries.AsNoTracking().Where(a => a.GapId == gap.Id);
        var own = await lines.Where(a => a.OperationId == operation.Id).MaxAsync(a => (long?)a.Position, ct) ?? 0;
        var act = await lines.Where(acts).Where(a => a.OperationId == null && a.Position > own).OrderByDescending(a => a.Position).FirstOrDefaultAsync(ct);
        var newer = await NewestAsync(gap, changes, ct);
        if (newer is not null && (act is null || await lines.AnyAsync(a => a.OperationId == newer.Id && a.Position > act.Position, ct)))
            return SupersededRefusal.By(newer.Id, newer.Number);
        return act is not null ? SupersededRefusal.ByMove(gap.Number, act.Action, act.At)
            : Refusal.Of(RefusalCode.NotUndoable, $"G-{gap.Number} has moved on since.", "operationId");
    }

    /// <summary>The newest operation, moves left aside, that changed where a gap stands; null when only moves did.</summary>
    public async Task<Refusal?> OperationOnStateAsync(Gap gap, CancellationToken ct) =>
        await NewestAsync(gap, ChangesState, ct) is { } newer ? SupersededRefusal.By(newer.Id, newer.Number) : null;

    /// <summary>The newest operation by which somebody changed the canonical report; null when it only changed because reports were taken back.</summary>
    public async Task<Refusal?> OnCanonicalAsync(Gap gap, CancellationToken ct) =>
        await NewestAsync(gap, row => row.Before is { } before && before.CanonicalVersion != row.After.CanonicalVersion, ct) is { } newer
            ? SupersededRefusal.By(newer.Id, newer.Number) : null;

    private static bool ChangesState(OperationGap row) => row.Before is not { } before || before.StateVersion != row.After.StateVersion;

    /// <summary>The newest operation on a gap that stands: not undone, and not one of a pair of which one takes back the other.</summary>
    private async Task<Operation?> NewestAsync(Gap gap, Func<OperationGap, bool> changes, CancellationToken ct)
    {
        var later = await (
            from row in db.OperationGaps.AsNoTracking()
            join one in db.Operations on row.OperationId equals one.Id
            where row.GapId == gap.Id && one.Number > operation.Number
            orderby one.Number descending
            select new { Row = row, Operation = one }).ToListAsync(ct);
        var byId = later.ToDictionary(l => l.Operation.Id, l => l.Operation);
        return later.FirstOrDefault(l => l.Operation is { UndoneBy: null, Kind: not (OperationKind.Withdraw or OperationKind.Purge) } && changes(l.Row) && Stands(l.Operation))?.Operation;

        bool Stands(Operation last)
        {
            var length = 1;
            while (last.Undoes is { } undone && byId.TryGetValue(undone, out var earlier))
                (last, length) = (earlier, length + 1);
            return length % 2 == 1;
        }
    }
}
