using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>How far the audit log is, and how far a signed checkpoint vouches for it.</summary>
[Requires(Permission.ReadAudit)]
public sealed record ReadAuditCheckpoint : IQuery<AuditCheckpointView>;

/// <summary>Checks the newest entries of the audit log against each other, the head row and the newest checkpoint.</summary>
/// <param name="Last">How many entries, 1 to 10,000.</param>
[Requires(Permission.ReadAudit)]
public sealed record VerifyRecentAudit(int Last) : IQuery<AuditCheckView>, IChecked
{
    /// <summary>Most entries of one check; the verb checks all.</summary>
    public const int Most = 10_000;

    public void Check(Check check) => check.Must(Last is >= 1 and <= Most, RefusalCode.OutOfRange, "Ask for 1 to 10,000 entries.", "last");
}

/// <summary>How far the audit log is, and how far a signed checkpoint vouches for it.</summary>
public sealed record AuditCheckpointView
{
    /// <summary>Position of the last entry.</summary>
    public required long HeadPosition { get; init; }

    /// <summary>Position of the last entry that a checkpoint vouches for; empty when none was written.</summary>
    public long? Position { get; init; }

    /// <summary>When that checkpoint was signed.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Counted from 1.</summary>
    public long? Number { get; init; }

    /// <summary>Whether a trusted key signed it, and it says of its last entry what the database holds.</summary>
    public required bool Verified { get; init; }

    /// <summary>The checkpoint as it stands in its file, to be kept elsewhere.</summary>
    public string? Note { get; init; }
}

/// <summary>What a check of the newest entries found.</summary>
public sealed record AuditCheckView
{
    /// <summary>The first entry that was checked.</summary>
    public required long FromPosition { get; init; }

    /// <summary>The last entry there is.</summary>
    public required long ToPosition { get; init; }

    /// <summary>Whether every one fits the one before, and the last one the head row.</summary>
    public required bool Intact { get; init; }

    /// <summary>The first position that does not fit.</summary>
    public long? BadPosition { get; init; }

    /// <summary>The newest checkpoint.</summary>
    public required AuditCheckpointView Checkpoint { get; init; }
}

internal sealed class AuditCheckpointHandler(IDbContextFactory<InsightsDb> contexts, CheckpointWriter writer, CheckpointKeeping keeping)
    : IRequestHandler<ReadAuditCheckpoint, Outcome<AuditCheckpointView>>, IRequestHandler<VerifyRecentAudit, Outcome<AuditCheckView>>
{
    public async Task<Outcome<AuditCheckpointView>> Handle(ReadAuditCheckpoint request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var note = writer.Latest;
        return await NewestAsync(db, note, await ChainReader.HeadAsync(db, cancellationToken), cancellationToken);
    }

    public async Task<Outcome<AuditCheckView>> Handle(VerifyRecentAudit request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var note = writer.Latest;
        var head = await ChainReader.HeadAsync(db, cancellationToken);
        var end = head?.AuditPosition ?? 0;
        var start = Math.Max(1, end - request.Last + 1);
        var bad = await FirstBadAsync(db, start, end, head?.AuditHash, cancellationToken);
        return new AuditCheckView
        {
            FromPosition = start,
            ToPosition = end,
            Intact = bad is null && head is not null,
            BadPosition = bad,
            Checkpoint = await NewestAsync(db, note, head, cancellationToken),
        };
    }

    private static async Task<long?> FirstBadAsync(InsightsDb db, long start, long end, byte[]? headHash, CancellationToken ct)
    {
        var (at, hash) = (start - 1, await ChainReader.HashAtAsync(db, start - 1, ct));
        await foreach (var row in ChainReader.ReadAsync(db, start - 1, end, ct))
        {
            if (row.Position != at + 1 || !row.Hash.AsSpan().SequenceEqual(row.HashBehind(hash)))
                return at + 1;
            (at, hash) = (row.Position, row.Hash);
        }

        return at < end ? at + 1 : hash.AsSpan().SequenceEqual(headHash ?? AuditChain.Genesis) ? null : end;
    }

    private async Task<AuditCheckpointView> NewestAsync(InsightsDb db, string? note, FeedHead? head, CancellationToken ct)
    {
        var signed = note is not null && Checkpoint.TryOpen(note, keeping.Trusted, out var opened) ? opened : null;
        var stored = signed is null ? [] : await ChainReader.HashAtAsync(db, signed.Size, ct);
        return new AuditCheckpointView
        {
            HeadPosition = head?.AuditPosition ?? 0,
            Position = signed?.Size,
            At = signed?.At,
            Number = signed?.Number,
            Verified = signed is not null && signed.Epoch == head?.Epoch && signed.Head.AsSpan().SequenceEqual(stored),
            Note = note,
        };
    }
}
