using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>Commits a change of the allow-list and puts it in force.</summary>
internal sealed class Allowances(InsightsDb db, Ledger ledger, AfterCommit afterCommit, GuardInForce guard)
{
    /// <summary>Commits; where something stopped passing, every stored text is screened again.</summary>
    public async Task CommitAsync(bool narrower, CancellationToken ct)
    {
        if (narrower)
            await TextTables.MarkAllAsync(db, ct);
        await ledger.CommitAsync(ct);
        var list = await ReadAsync(db, ct);
        afterCommit.Do(() => guard.Allow(list));
    }

    public static async Task<AllowList> ReadAsync(InsightsDb db, CancellationToken ct)
    {
        var entries = await db.AllowedEntries.AsNoTracking().Where(a => a.EndedAt == null).OrderBy(a => a.Id).Select(a => new { a.Id, a.Text }).ToListAsync(ct);
        return new AllowList(entries.Select(a => new AllowedString(a.Id.Value, a.Text)));
    }
}
