using System.Collections.Concurrent;
using Insights.Core.Data;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>
/// How complete each report is, in memory: working it out means reading all that the report says. A report is read again
/// once it has another version, so that nothing has to tell the shelf of a change. Safe to share.
/// </summary>
internal sealed class CompletenessShelf
{
    /// <summary>At most so many reports are read by one statement.</summary>
    private const int AtOnce = 500;

    private readonly ConcurrentDictionary<ReportId, (int Version, double Share)> _kept = new();

    /// <summary>The shares of what is filled in, in the order of the reports.</summary>
    public async Task<List<double>> OfAsync(InsightsDb db, IReadOnlyList<ReportRow> reports, CancellationToken ct)
    {
        foreach (var some in reports.Where(r => !(_kept.TryGetValue(r.Id, out var kept) && kept.Version == r.Version)).Select(r => r.Id).Chunk(AtOnce))
        {
            foreach (var read in await db.Reports.AsNoTracking().Where(r => some.Contains(r.Id)).Select(r => new { r.Id, r.Version, r.Content }).ToListAsync(ct))
                _kept[read.Id] = (read.Version, Completeness.Of(read.Content) is { Missing.Count: > 0 } missing ? missing.Share : 1);
        }

        return [.. reports.Select(r => _kept[r.Id].Share)];
    }
}
