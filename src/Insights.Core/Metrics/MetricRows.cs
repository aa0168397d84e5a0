using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>A report that others than its author may see.</summary>
internal sealed record ReportRow(ReportId Id, long Number, DateTimeOffset FiledAt, GapKind? Kind, string? Area, int Version, PersonId Author);

/// <summary>A gap that stands by itself.</summary>
internal sealed record GapRow(GapId Id, long Number, DateTimeOffset At, DateTimeOffset ActiveAt, GapState State, GapKind? Kind, string? Area, string? Clause, Severity? Severity);

/// <summary>A link, by whom and by which operation it was made.</summary>
internal sealed record LinkRow(OperationId Operation, ReportId Report, GapId Gap, DateTimeOffset At, PersonId By, bool IsFirst, bool Stands);

/// <summary>An operation, and what undid it.</summary>
internal sealed record OperationRow(OperationId Id, long Number, OperationKind Kind, OperationId? UndoneBy);

/// <summary>
/// The rows that several metrics rest on, each table read once and put together in memory: reports hold all they say in their
/// row, so that looking through them is what costs. What happened before the period plays no part in it and is left out.
/// </summary>
internal sealed class MetricRows
{
    private MetricRows(List<ReportRow> reports, List<GapRow> gaps, List<LinkRow> links, List<OperationRow> operations)
    {
        (Reports, Gaps) = (reports.ToDictionary(r => r.Id), gaps.ToDictionary(g => g.Id));
        (Links, Operations) = (links, operations.ToDictionary(o => o.Id));
    }

    /// <summary>Reports, whenever they were filed. What only its author may see is nowhere in a metric.</summary>
    public IReadOnlyDictionary<ReportId, ReportRow> Reports { get; }

    /// <summary>Gaps, whenever they were opened.</summary>
    public IReadOnlyDictionary<GapId, GapRow> Gaps { get; }

    /// <summary>Links made since the period began.</summary>
    public IReadOnlyList<LinkRow> Links { get; }

    /// <summary>Operations since the period began.</summary>
    public IReadOnlyDictionary<OperationId, OperationRow> Operations { get; }

    public static async Task<MetricRows> ReadAsync(MetricScope scope, CancellationToken ct)
    {
        var (db, start) = (scope.Db, scope.Start);
        return new MetricRows(
            await db.Reports.Where(r => r.FiledAt != null && r.State != ReportState.Draft && r.State != ReportState.Withdrawn && r.State != ReportState.Purged)
                .Select(r => new ReportRow(r.Id, r.Number, r.FiledAt!.Value, r.Kind, r.Area, r.Version, r.AuthorId)).ToListAsync(ct),
            await db.Gaps.Where(g => g.EndedBy == null)
                .Select(g => new GapRow(g.Id, g.Number, g.EarliestAt ?? g.OpenedAt, g.LastActivityAt, g.State, g.Kind, g.Area, g.ClauseCode, g.Severity)).ToListAsync(ct),
            await db.Links.Where(l => l.LinkedAt >= start)
                .Select(l => new LinkRow(l.OperationId, l.ReportId, l.GapId, l.LinkedAt, l.LinkedBy, l.Restores == null, l.EndedBy == null)).ToListAsync(ct),
            await db.Operations.Where(o => o.At >= start).Select(o => new OperationRow(o.Id, o.Number, o.Kind, o.UndoneBy)).ToListAsync(ct));
    }

    /// <summary>Whether an operation does not hold: it was undone, and not done again by undoing that.</summary>
    public bool IsUndone(OperationId id)
    {
        var undone = false;
        for (OperationId? next = id; next is { } one && Operations.GetValueOrDefault(one)?.UndoneBy is { } by; next = by)
            undone = !undone;
        return undone;
    }
}
