using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>
/// Every audit entry of a gap, of the gaps merged into it and of the reports that stand in it, each with what it takes to
/// see that it is in the log that the newest checkpoint vouches for.
/// </summary>
/// <param name="Gap">The gap.</param>
[Requires(Permission.TakeEvidence)]
public sealed record GapProof(GapId Gap) : IQuery<EvidenceProof>;

/// <summary>Entries of the audit log with their proofs.</summary>
/// <param name="Checkpoint">The signed checkpoint they lead to; null when none was written.</param>
/// <param name="Entries">The entries, the oldest first.</param>
public sealed record EvidenceProof(string? Checkpoint, IReadOnlyList<ProvenEntry> Entries);

/// <summary>One entry: what is hashed, and the way from its hash to the root of the checkpoint.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Fields">Name and value of each field that is not empty, in the order of the hash.</param>
/// <param name="Findings">The same of each finding that was let pass under it.</param>
/// <param name="Previous">Hash of the entry before.</param>
/// <param name="Hash">Its own hash.</param>
/// <param name="Path">The hashes beside the way up; null for an entry younger than the checkpoint.</param>
public sealed record ProvenEntry(
    long Position, IReadOnlyList<string[]> Fields, IReadOnlyList<IReadOnlyList<string[]>> Findings, byte[] Previous, byte[] Hash, IReadOnlyList<byte[]>? Path);

internal sealed class GapProofHandler(IDbContextFactory<InsightsDb> contexts, CheckpointWriter writer, CheckpointKeeping keeping)
    : IRequestHandler<GapProof, Outcome<EvidenceProof>>
{
    public async Task<Outcome<EvidenceProof>> Handle(GapProof request, CancellationToken cancellationToken)
    {
        await VouchAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var note = writer.Latest;
        var size = note is not null && Checkpoint.TryOpen(note, keeping.Trusted, out var checkpoint) ? checkpoint.Size : 0;
        var positions = await PositionsAsync(db, request.Gap, cancellationToken);
        var paths = await PathsAsync(db, size, positions, cancellationToken);

        var entries = new List<ProvenEntry>();
        foreach (var position in positions)
        {
            var previous = await ChainReader.HashAtAsync(db, position - 1, cancellationToken);
            await foreach (var row in ChainReader.ReadAsync(db, position - 1, position, cancellationToken))
                entries.Add(Proven(row, previous, position <= size ? paths?.Of(position - 1) : null));
        }

        return new EvidenceProof(note, entries);
    }

    /// <summary>Has whatever was just done vouched for as well, the taking of this evidence among it. A log that does not agree stays with its last checkpoint, and so its proof does not hold.</summary>
    private async Task VouchAsync(CancellationToken ct)
    {
        try
        {
            await writer.WriteAsync(ct);
        }
        catch (AuditDisagreesException)
        {
            // The worker says so in the log, and the audit page to everyone who reads it.
        }
    }

    /// <summary>The ways from these entries to the root, in one pass over all hashes; null where the log has a hole.</summary>
    private static async Task<MerklePaths?> PathsAsync(InsightsDb db, long size, List<long> positions, CancellationToken ct)
    {
        var paths = new MerklePaths(size, positions.Where(p => p <= size).Select(p => p - 1));
        var last = 0L;
        if (size > 0)
        {
            await foreach (var (position, hash) in ChainReader.HashesAsync(db, size, ct))
            {
                if (position != ++last || hash.Length != AuditChain.HashLength)
                    return null;
                paths.Add(hash);
            }
        }

        return last == size ? paths : null;
    }

    private static async Task<List<long>> PositionsAsync(InsightsDb db, GapId gap, CancellationToken ct)
    {
        var within = db.Gaps.Where(g => g.Id == gap || g.StandsIn == gap).Select(g => (GapId?)g.Id);
        var reports = db.Links.Where(l => within.Contains(l.GapId) && l.EndedBy == null).Select(l => (ReportId?)l.ReportId);
        return await db.AuditEntries.Where(a => within.Contains(a.GapId) || reports.Contains(a.ReportId))
            .OrderBy(a => a.Position).Select(a => a.Position).ToListAsync(ct);
    }

    private static ProvenEntry Proven(ChainRow row, byte[] previous, IReadOnlyList<byte[]>? path) => new(
        row.Position, Pairs(AuditChain.Fields, row.Values), [.. row.Findings.Select(f => Pairs(AuditChain.FindingFields, f))], previous, row.Hash, path);

    private static List<string[]> Pairs<T>(IReadOnlyList<AuditChain.Field<T>> fields, string?[] values) =>
        [.. fields.Zip(values).Where(pair => pair.Second is not null).Select(pair => new[] { pair.First.Name, pair.Second! })];
}
