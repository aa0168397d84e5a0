using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Reads back what a command has just committed, in its own context.</summary>
internal sealed class ReportViews(InsightsDb db, IConfigurationProvider maps)
{
    public Task<ReportView> OfAsync(ReportId id, CancellationToken ct) =>
        db.Reports.AsNoTracking().Where(r => r.Id == id).ProjectTo<ReportView>(maps).SingleAsync(ct);
}
