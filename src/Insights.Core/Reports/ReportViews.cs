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
        await ReadAsync(ReportId.Of(id), ct) is [var view] ? view : Refusal.NotFound("draft of yours", "idempotencyKey");

    public async Task<ReportView> OfAsync(ReportId id, CancellationToken ct) => (await ReadAsync(id, ct)).Single();

    private async Task<List<ReportView>> ReadAsync(ReportId id, CancellationToken ct) =>
        await db.WithAnswersAsync(await db.Reports.AsNoTracking().Where(r => r.Id == id).ProjectTo<ReportView>(maps).ToListAsync(ct), ct);
}
