using Insights.Core.Audit;
using Insights.Core.Data;

namespace Insights.Core.Evidence;

/// <summary>What a check of the audit log comes to. The numbers are the exit codes of <c>audit verify</c>.</summary>
public enum AuditVerdict
{
    /// <summary>Every entry stands where it was written, as it was written.</summary>
    Intact = 0,

    /// <summary>An entry was changed, taken out or put in, or is not the one that was signed.</summary>
    BrokenLink = 1,

    /// <summary>The end is missing, or the database or its checkpoints are an older copy.</summary>
    Truncated = 2,

    /// <summary>A checkpoint is not signed by a key that is trusted, or cannot be read.</summary>
    BadSignature = 3,
}

/// <summary>What is wrong.</summary>
public enum AuditFault
{
    /// <summary>The entry, or a finding under it, is not what was hashed.</summary>
    EntryChanged,

    /// <summary>There is no entry with this position, but later ones.</summary>
    EntryMissing,

    /// <summary>The entry has no hash.</summary>
    EntryUnsealed,

    /// <summary>The entry stands behind the end that the head row names.</summary>
    EntryBehindHead,

    /// <summary>An entry stands before the first one, or a finding under an entry that is not there.</summary>
    Astray,

    /// <summary>The last entry is not the one that the head row names.</summary>
    HeadDiffers,

    /// <summary>The head row is gone.</summary>
    HeadMissing,

    /// <summary>The log ends before the position that the head row names.</summary>
    EndMissing,

    /// <summary>The log ends before an entry that a checkpoint vouches for.</summary>
    BehindCheckpoint,

    /// <summary>Entries since the checkpoint before are not those that were signed.</summary>
    NotWhatWasSigned,

    /// <summary>Checkpoints that were written are not there.</summary>
    CheckpointsMissing,

    /// <summary>The checkpoints are of another database, or of another life of this one.</summary>
    OtherDatabase,

    /// <summary>A checkpoint is not signed by a trusted key, or cannot be read.</summary>
    CheckpointUntrusted,
}

/// <summary>What a check of the audit log found.</summary>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Fault">What is wrong first; null when nothing is.</param>
/// <param name="Position">The first position that cannot be trusted; null when all can.</param>
/// <param name="Entries">How many entries were looked at.</param>
/// <param name="Vouched">The last position that a checkpoint vouches for.</param>
/// <param name="Checkpoints">How many checkpoints were looked at.</param>
public sealed record AuditFindings(AuditVerdict Verdict, AuditFault? Fault, long? Position, long Entries, long Vouched, int Checkpoints);

/// <summary>
/// Checks the whole audit log against itself, against the head row and against the signed checkpoints outside the
/// database. Reads row by row, so a long log takes no more memory than a short one, but for some bytes a checkpoint.
/// The context brings one snapshot for all it reads, and that begins with the first read.
/// </summary>
public sealed class AuditVerification(InsightsDb db, CheckpointFolder? folder, IReadOnlyList<NoteVerifier> trusted)
{
    private readonly MerkleTree _tree = new();
    private readonly List<Checkpoint> _checkpoints = [];
    private long _entries;
    private int _next;

    /// <summary>Runs the check and stops at the first thing that is wrong.</summary>
    /// <param name="progress">Told now and then how many entries were read.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<AuditFindings> RunAsync(IProgress<long>? progress, CancellationToken ct)
    {
        // Before the database is read: a checkpoint that is there already vouches for entries that are there.
        if (ReadCheckpoints() is { } unsound)
            return unsound;
        var known = _checkpoints.Count;
        var head = await ChainReader.HeadAsync(db, ct);
        // Once more, for those that were written since and that the head row knows of.
        if (ReadCheckpoints() is { } unsoundNow)
            return unsoundNow;

        var hash = AuditChain.Genesis;
        await foreach (var row in ChainReader.ReadAsync(db, long.MinValue, null, ct))
        {
            if (row.Position <= _entries)
                return Of(AuditVerdict.BrokenLink, AuditFault.Astray, row.Position);
            if (row.Position > _entries + 1)
                return Of(AuditVerdict.BrokenLink, AuditFault.EntryMissing, _entries + 1);
            if (row.Hash.Length == 0)
                return Of(AuditVerdict.BrokenLink, AuditFault.EntryUnsealed, row.Position);
            if (!row.Hash.AsSpan().SequenceEqual(row.HashBehind(hash)))
                return Of(AuditVerdict.BrokenLink, AuditFault.EntryChanged, row.Position);
            (hash, _entries) = (row.Hash, row.Position);
            _tree.Add(hash);
            if (Contradicted(hash) is { } contradiction)
                return contradiction;
            if (_entries % 10_000 == 0)
                progress?.Report(_entries);
        }

        return await ChainReader.FirstStrayFindingAsync(db, ct) is { } stray ? Of(AuditVerdict.BrokenLink, AuditFault.Astray, stray)
            : Ended(head, hash, known) ?? Of(AuditVerdict.Intact, null, null);
    }

    /// <summary>Reads the checkpoints anew: every one signed, none missing, none before its predecessor.</summary>
    private AuditFindings? ReadCheckpoints()
    {
        _checkpoints.Clear();
        foreach (var note in folder?.Notes() ?? [])
        {
            var before = _checkpoints.Count == 0 ? 0 : _checkpoints[^1].Size;
            if (!Checkpoint.TryOpen(note, trusted, out var checkpoint))
                return Of(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, before + 1);
            if (checkpoint.Number != _checkpoints.Count + 1 || checkpoint.Size < before)
                return Of(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, before + 1);
            _checkpoints.Add(checkpoint);
        }

        return null;
    }

    /// <summary>Whether a checkpoint of this very length says that the log was another one.</summary>
    private AuditFindings? Contradicted(byte[] hash)
    {
        for (; _next < _checkpoints.Count && _checkpoints[_next].Size == _entries; _next++)
        {
            var signed = _checkpoints[_next];
            if (!signed.Head.AsSpan().SequenceEqual(hash) || !signed.Root.AsSpan().SequenceEqual(_tree.Root()))
                return Of(AuditVerdict.BrokenLink, AuditFault.NotWhatWasSigned, _next == 0 ? 1 : _checkpoints[_next - 1].Size + 1);
        }

        return null;
    }

    /// <summary>What is wrong with the end, seen from the head row and from the checkpoints that were there before it was read.</summary>
    private AuditFindings? Ended(Feed.FeedHead? head, byte[] hash, int known)
    {
        if (known > 0 && _checkpoints[known - 1].Size > _entries)
            return Of(AuditVerdict.Truncated, AuditFault.BehindCheckpoint, _entries + 1);
        if (head is null)
            return Of(AuditVerdict.Truncated, AuditFault.HeadMissing, _entries + 1);
        if (_entries < head.AuditPosition)
            return Of(AuditVerdict.Truncated, AuditFault.EndMissing, _entries + 1);
        if (_entries > head.AuditPosition)
            return Of(AuditVerdict.BrokenLink, AuditFault.EntryBehindHead, head.AuditPosition + 1);
        if (!hash.AsSpan().SequenceEqual(head.AuditHash ?? AuditChain.Genesis))
            return Of(AuditVerdict.BrokenLink, AuditFault.HeadDiffers, _entries);
        if (folder is null)
            return null;
        var vouched = _checkpoints.Count == 0 ? 0 : _checkpoints[^1].Size;
        if (head.CheckpointPosition > vouched || (_entries > 0 && _checkpoints.Count == 0))
            return Of(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, vouched + 1);
        return _checkpoints.Any(c => c.Epoch != head.Epoch) ? Of(AuditVerdict.Truncated, AuditFault.OtherDatabase, 1) : null;
    }

    private AuditFindings Of(AuditVerdict verdict, AuditFault? fault, long? position) =>
        new(verdict, fault, position, _entries, _next == 0 ? 0 : _checkpoints[_next - 1].Size, _checkpoints.Count);
}
