using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>Links by when they were made, and which of them were taken back.</summary>
internal sealed class LinkEntries(MetricScope scope)
{
    /// <summary>What says that reports belong together. What was put back by an undo is the link that it was.</summary>
    private static readonly OperationKind[] Linking = [OperationKind.Link, OperationKind.Merge, OperationKind.Group];

    private HashSet<OperationId>? _undone;

    public async Task<List<MetricEntry>> ReversedAsync(CancellationToken ct)
    {
        var (start, end) = (scope.Start, scope.End);
        var undone = await UndoneAsync(ct);
        var links = await (
            from link in scope.Db.Links
            join operation in scope.Db.Operations on link.OperationId equals operation.Id
            join report in scope.Reports on link.ReportId equals report.Id
            where link.Restores == null && link.LinkedAt >= start && link.LinkedAt < end && Linking.Contains(operation.Kind)
            select new { link.LinkedAt, link.OperationId, Operation = operation.Number, report.Number, report.Kind, report.Area }).ToListAsync(ct);
        return links.ConvertAll(l => new MetricEntry(l.LinkedAt, l.Number, Counted: undone.Contains(l.OperationId), Operation: l.Operation) { Kind = l.Kind, Area = l.Area });
    }

    /// <summary>The operations that do not hold: undone, and not done again by undoing that.</summary>
    public async Task<HashSet<OperationId>> UndoneAsync(CancellationToken ct)
    {
        if (_undone is not null)
            return _undone;
        var by = await scope.Db.Operations.Where(o => o.UndoneBy != null).Select(o => new { o.Id, By = o.UndoneBy!.Value }).ToDictionaryAsync(o => o.Id, o => o.By, ct);
        return _undone = [.. by.Keys.Where(id => IsUndone(id))];

        bool IsUndone(OperationId id)
        {
            var undone = false;
            for (; by.TryGetValue(id, out var next); id = next)
                undone = !undone;
            return undone;
        }
    }
}
