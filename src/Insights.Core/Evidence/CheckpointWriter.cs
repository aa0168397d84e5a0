using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>The audit log is not the one that the last checkpoint vouches for, so nothing is signed any more.</summary>
public sealed class AuditDisagreesException(long position)
    : Exception($"The audit log does not agree with its last checkpoint from position {position} on. Run audit verify.")
{
    public long Position { get; } = position;
}

/// <summary>
/// Signs how far the audit log is. What it signs it has checked: it starts from the last checkpoint, follows the chain
/// from there, and once that does not hold it signs nothing more, so that no tampering is ever vouched for.
/// </summary>
public sealed class CheckpointWriter(IDbContextFactory<InsightsDb> contexts, IWriteGate gate, CheckpointKeeping keeping, TimeProvider clock) : IDisposable
{
    /// <summary>So many new entries make a checkpoint due at once.</summary>
    public const int EveryEntries = 100;

    /// <summary>So long may an entry wait for a checkpoint.</summary>
    public static readonly TimeSpan EveryWhile = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private MerkleTree? _tree;
    private byte[] _hash = AuditChain.Genesis;
    private long _checkpoints;
    private long _signed;
    private DateTimeOffset? _at;

    /// <summary>The note of the newest checkpoint; null when there is none.</summary>
    public string? Latest { get; private set; } = keeping.Folder?.Last();

    /// <summary>Writes a checkpoint if one is due: enough new entries, or any that have waited long enough.</summary>
    public Task<bool> WriteIfDueAsync(CancellationToken ct) => WriteAsync(onlyIfDue: true, ct);

    /// <summary>Writes a checkpoint if there is anything new.</summary>
    public Task<bool> WriteAsync(CancellationToken ct) => WriteAsync(onlyIfDue: false, ct);

    public void Dispose() => _turn.Dispose();

    /// <exception cref="AuditDisagreesException">The log is not what was signed before.</exception>
    private async Task<bool> WriteAsync(bool onlyIfDue, CancellationToken ct)
    {
        if (keeping is not { Folder: { } folder, Signer: { } signer })
            return false;
        await _turn.WaitAsync(ct);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var head = await ChainReader.HeadAsync(db, ct) ?? throw new AuditDisagreesException(_signed + 1);
            _tree ??= await ResumeAsync(db, head, ct);
            var now = clock.GetUtcNow();
            var waiting = head.AuditPosition - _signed;
            if (waiting == 0 || (onlyIfDue && waiting < EveryEntries && now - _at < EveryWhile))
                return false;
            await FollowAsync(db, _tree, head, ct);
            var checkpoint = new Checkpoint(_tree.Size, _tree.Root(), _hash, head.Epoch, _checkpoints + 1, now);
            Latest = Put(folder, signer, checkpoint);
            await NoteAsync(db, checkpoint.Size, ct);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private string Put(CheckpointFolder folder, NoteSigner signer, Checkpoint checkpoint)
    {
        var note = signer.Sign(checkpoint.ToText());
        folder.Append(note, checkpoint.At);
        (_checkpoints, _signed, _at) = (checkpoint.Number, checkpoint.Size, checkpoint.At);
        return note;
    }

    /// <summary>Builds the tree up to the last checkpoint, which has to come out as it was signed.</summary>
    private async Task<MerkleTree> ResumeAsync(InsightsDb db, FeedHead head, CancellationToken ct)
    {
        var tree = new MerkleTree();
        _hash = AuditChain.Genesis;
        var last = LastSigned(head);
        if (last is null)
            return tree;
        await foreach (var (position, hash) in ChainReader.HashesAsync(db, last.Size, ct))
        {
            if (position != tree.Size + 1 || hash.Length != AuditChain.HashLength)
                throw new AuditDisagreesException(tree.Size + 1);
            tree.Add(hash);
            _hash = hash;
        }

        if (tree.Size != last.Size || last.Epoch != head.Epoch || !tree.Root().AsSpan().SequenceEqual(last.Root) || !_hash.AsSpan().SequenceEqual(last.Head))
            throw new AuditDisagreesException(Math.Min(tree.Size, last.Size));
        (_checkpoints, _signed, _at) = (last.Number, last.Size, last.At);
        return tree;
    }

    /// <summary>
    /// The newest note that can be trusted; half of one behind it was left by a power cut and does not count. One that the head
    /// row knows of and that is gone was taken away, and nothing may be signed over that.
    /// </summary>
    private Checkpoint? LastSigned(FeedHead head)
    {
        Checkpoint? last = null;
        foreach (var note in keeping.Folder!.Notes().TakeLast(2))
            last = Checkpoint.TryOpen(note, keeping.Trusted, out var checkpoint) ? checkpoint : last;
        return head.CheckpointPosition > (last?.Size ?? 0) ? throw new AuditDisagreesException((last?.Size ?? 0) + 1) : last;
    }

    /// <summary>Follows the chain from where the tree ends to the head.</summary>
    private async Task FollowAsync(InsightsDb db, MerkleTree tree, FeedHead head, CancellationToken ct)
    {
        await foreach (var row in ChainReader.ReadAsync(db, tree.Size, head.AuditPosition, ct))
        {
            if (row.Position != tree.Size + 1 || !row.Hash.AsSpan().SequenceEqual(row.HashBehind(_hash)))
                throw new AuditDisagreesException(tree.Size + 1);
            _hash = row.Hash;
            tree.Add(_hash);
        }

        if (tree.Size != head.AuditPosition || !_hash.AsSpan().SequenceEqual(head.AuditHash))
            throw new AuditDisagreesException(tree.Size + 1);
    }

    /// <summary>Has the head row remember it, so that a checkpoint that is taken away is missed.</summary>
    private async Task NoteAsync(InsightsDb db, long size, CancellationToken ct)
    {
        using var turn = await gate.EnterAsync(ct);
        await db.FeedHeads.ExecuteUpdateAsync(row => row.SetProperty(h => h.CheckpointPosition, size), ct);
    }
}
