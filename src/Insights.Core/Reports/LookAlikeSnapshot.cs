using System.Security.Cryptography;
using System.Text;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>
/// The form of the engine's file: what it belongs to, which revision of each report it holds, and the index itself, under
/// one checksum, so that what was cut off or altered is never read.
/// </summary>
internal static class LookAlikeSnapshot
{
    private const int Header = MagicLength + HashLength + sizeof(long);
    private const int MagicLength = 8;
    private const int HashLength = 32;

    private static ReadOnlySpan<byte> Magic => "INSALK01"u8;

    /// <param name="stream">Where it is written; it can seek.</param>
    /// <param name="origin">What it belongs to.</param>
    /// <param name="index">Writes the index.</param>
    /// <param name="revisions">The revision of each report; asked for once the index is written.</param>
    public static void Write(Stream stream, SnapshotOrigin origin, Action<Stream> index, Func<IReadOnlyCollection<KeyValuePair<string, int>>> revisions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        stream.Write(new byte[Header]);
        var hashed = new HashingStream(stream, hash);
        index(hashed);
        var end = stream.Position;
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8, leaveOpen: true))
        {
            var held = revisions();
            writer.Write(origin.Epoch);
            writer.Write(origin.AuditPosition);
            writer.Write(origin.AliasPrint);
            writer.Write(held.Count);
            foreach (var (key, revision) in held)
            {
                writer.Write(key);
                writer.Write(revision);
            }
        }

        Span<byte> place = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(place, end);
        hash.AppendData(place);
        stream.Position = 0;
        stream.Write(Magic);
        stream.Write(hash.GetHashAndReset());
        stream.Write(place);
    }

    /// <summary>Reads what the file says of itself and leaves the stream where the index begins.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or not as it was written.</exception>
    public static (SnapshotOrigin Origin, Dictionary<string, int> Revisions) Read(Stream stream)
    {
        var header = new byte[Header];
        if (stream.Length < Header || stream.ReadAtLeast(header, Header, throwOnEndOfStream: false) < Header || !header.AsSpan(0, MagicLength).SequenceEqual(Magic))
            throw new InvalidDataException("It is no file of this product.");
        var place = header.AsSpan(MagicLength + HashLength);
        if (!HashOf(stream, place).AsSpan().SequenceEqual(header.AsSpan(MagicLength, HashLength)))
            throw new InvalidDataException("It is not as it was written.");

        stream.Position = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(place);
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var origin = new SnapshotOrigin(reader.ReadInt64(), reader.ReadInt64(), reader.ReadString());
        var count = reader.ReadInt32();
        var revisions = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            revisions[reader.ReadString()] = reader.ReadInt32();
        stream.Position = Header;
        return (origin, revisions);
    }

    private static byte[] HashOf(Stream stream, ReadOnlySpan<byte> place)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int read; (read = stream.Read(buffer)) > 0;)
            hash.AppendData(buffer.AsSpan(0, read));
        hash.AppendData(place);
        return hash.GetHashAndReset();
    }

    /// <summary>Passes everything on, and counts it into the checksum.</summary>
    private sealed class HashingStream(Stream to, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            to.Write(buffer);
            hash.AppendData(buffer);
        }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>Which moment of which database a file of the engine belongs to.</summary>
/// <param name="Epoch">The life of the database.</param>
/// <param name="AuditPosition">How far its audit log was.</param>
/// <param name="AliasPrint">Fingerprint of which case references stand for one case.</param>
internal sealed record SnapshotOrigin(long Epoch, long AuditPosition, string AliasPrint)
{
    /// <summary>Commands that change words without a new revision. What is older than one of them is not used: it may hold what they took out.</summary>
    private static readonly string[] TakingWords = ["WithholdText", "EditWithheldText", "ReleaseWithheldText", "ApproveErasure"];

    public static async Task<SnapshotOrigin> NowAsync(InsightsDb db, CancellationToken ct)
    {
        var head = await db.FeedHeads.AsNoTracking().Select(h => new { h.Epoch, h.AuditPosition }).SingleAsync(ct);
        using var print = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var alias in db.CaseAliases.AsNoTracking().OrderBy(a => a.Old).AsAsyncEnumerable().WithCancellation(ct))
            print.AppendData(Encoding.ASCII.GetBytes($"{alias.Old.Value} {alias.New.Value}\n"));
        return new SnapshotOrigin(head.Epoch, head.AuditPosition, Convert.ToHexStringLower(print.GetHashAndReset()));
    }

    /// <summary>Why a file of this origin is of no use now; null when it is.</summary>
    public async Task<string?> UselessAsync(InsightsDb db, SnapshotOrigin now, CancellationToken ct) =>
        Epoch != now.Epoch || AuditPosition > now.AuditPosition ? "It belongs to another database, or to another life of this one."
        : await db.Set<Audit.AuditEntry>().AnyAsync(a => a.Position > AuditPosition && TakingWords.Contains(a.Action), ct) ? "Words were taken out since it was written."
        : null;
}
