using Insights.Core.Audit;
using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Insights.Core.Feed;

/// <summary>
/// Seals the audit entries that a database holds from before there was a chain: once, at the first start after the update,
/// before anything else may write. Only where the head has never had a hash: entries without one beside a head that has one
/// are no older entries, and <c>audit verify</c> names them.
/// </summary>
public sealed partial class AuditSealing(ILogger<AuditSealing> log)
{
    private const int Batch = 2_000;

    /// <summary>Seals what is to be sealed, so many entries a transaction; stopped halfway, it goes on at the next start.</summary>
    public async Task RunAsync(InsightsDb db, CancellationToken ct)
    {
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        if (head.AuditHash is not null || head.AuditPosition == 0 || head.CheckpointPosition is not null)
            return;

        var position = await db.AuditEntries.Where(a => a.Hash != null).MaxAsync(a => (long?)a.Position, ct) ?? 0;
        var hash = position == 0 ? AuditChain.Genesis : (await db.AuditEntries.Where(a => a.Position == position).Select(a => a.Hash).SingleAsync(ct))!;
        while (true)
        {
            var entries = await db.AuditEntries.Where(a => a.Position > position).OrderBy(a => a.Position).Take(Batch).ToListAsync(ct);
            if (entries.Count == 0)
                break;
            var last = entries[^1].Position;
            var passed = (await db.PassedFindings.AsNoTracking().Where(p => p.AuditPosition > position && p.AuditPosition <= last)
                .OrderBy(p => p.AuditPosition).ThenBy(p => p.Number).ToListAsync(ct)).ToLookup(p => p.AuditPosition);
            foreach (var entry in entries)
                hash = entry.Seal(hash, [.. passed[entry.Position]]);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            position = last;
            Sealed(log, position, head.AuditPosition);
        }

        await db.FeedHeads.ExecuteUpdateAsync(row => row.SetProperty(h => h.AuditHash, hash), ct);
    }

    [LoggerMessage(1004, LogLevel.Information, "Sealed audit entries up to {Position} of {Last}, which are from before the chain")]
    private static partial void Sealed(ILogger log, long position, long last);
}
