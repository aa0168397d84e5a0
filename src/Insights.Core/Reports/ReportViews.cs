using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Reads back what a command has just committed, in its own context.</summary>
internal sealed class ReportViews(InsightsDb db, IConfigurationProvider maps)
{
    /// <summary>What an earlier use of the same key made, unless it has been discarded since.</summary>
    public async Task<Outcome<ReportView>> EarlierAsync(string id, CancellationToken ct) =>
        await db.Reports.AsNoTracking().Where(r => r.Id == ReportId.Of(id)).ProjectTo<ReportView>(maps).FirstOrDefaultAsync(ct)
            is { } view ? view : Refusal.NotFound("draft of yours", "idempotencyKey");

    public Task<ReportView> OfAsync(ReportId id, CancellationToken ct) =>
        db.Reports.AsNoTracking().Where(r => r.Id == id).ProjectTo<ReportView>(maps).SingleAsync(ct);
}
