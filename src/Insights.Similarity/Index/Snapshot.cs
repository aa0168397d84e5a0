using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Insights.Similarity.Index;

/// <summary>Writes a view to a stream and reads it back.</summary>
/// <remarks>
/// A head (magic, format, fingerprint of engine and options), then frames: a length, a payload, and the SHA-256 of everything so far. So frames
/// cannot be cut, changed, left out or exchanged unnoticed, and nothing of a frame is looked at before its checksum holds. Terms and facts by
/// name, documents by column; postings are made again. Numbers are little-endian, names as the machine has them. Idle names and dead documents are left behind.
/// </remarks>
internal static class Snapshot
{
    private const int Format = 1;
    private const int NamesInFrame = 1 << 17;
    internal const int FirstRead = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "ALIKEIDX"u8;

    /// <summary>What may not differ between writer and reader.</summary>
    public static byte[] Fingerprint(LookAlikeOptions options, string engine) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{engine};{LookAlikeOptions.WordsReadPerField};{options.Describe()}"));

    /// <summary>Takes as long as the index is large; nobody waits for it, and writes made meanwhile are not in it.</summary>
    public static void Save(IndexView view, byte[] fingerprint, Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new byte[Magic.Length + 4 + fingerprint.Length];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(Magic.Length), Format);
        fingerprint.CopyTo(head, Magic.Length + 4);
        stream.Write(head);
        hash.AppendData(head);

        var (termIds, terms) = Held(view.Terms.Count, view.DocumentsWith);
        var (factIds, facts) = Held(view.FactCount, view.DocumentsWithFact);
        var groups = Groups(view).ToList();
        var frame = new Frame();
        frame.Int(terms.Count);
        frame.Int(facts.Count);
        frame.Int(groups.Count);
        Flush(frame, hash, stream);
        foreach (var part in terms.Chunk(NamesInFrame)) Names(frame, part, view.Terms, hash, stream);
        foreach (var part in facts.Chunk(NamesInFrame)) Names(frame, part, view.Facts, hash, stream);
        foreach (var slots in groups)
        {
            Documents(frame, view, slots, termIds, factIds);
            Flush(frame, hash, stream);
        }
    }

    /// <exception cref="SnapshotRefusedException">See <see cref="SnapshotRefusal"/>; nothing has been loaded.</exception>
    public static Shelf Load(LookAlikeOptions options, byte[] fingerprint, Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new byte[Magic.Length + 4 + fingerprint.Length];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read < Magic.Length || !head.AsSpan().StartsWith(Magic)) throw new SnapshotRefusedException(SnapshotRefusal.NotASnapshot);
        if (read < head.Length) throw new SnapshotRefusedException(SnapshotRefusal.Truncated);
        if (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(Magic.Length)) != Format) throw new SnapshotRefusedException(SnapshotRefusal.OtherVersion);
        if (!head.AsSpan(Magic.Length + 4).SequenceEqual(fingerprint)) throw new SnapshotRefusedException(SnapshotRefusal.OtherOptions);
        hash.AppendData(head);

        var shelf = new Shelf(options);
        try
        {
            var buffer = new byte[FirstRead];
            var first = Next(ref buffer, hash, stream);
            var (terms, facts, groups) = (first.Int(), first.Int(), first.Int());
            shelf.Load(
                Names(terms), Names(facts), Enumerable.Range(0, groups).Select(_ => Documents(Next(ref buffer, hash, stream), options.Texts.Count, terms, facts)));

            IEnumerable<string> Names(int count)
            {
                for (var left = count; left > 0; left -= NamesInFrame)
                {
                    foreach (var name in NamesOf(Next(ref buffer, hash, stream), Math.Min(left, NamesInFrame))) yield return name;
                }
            }
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // A true checksum over nonsense: someone meant it.
            throw new SnapshotRefusedException(SnapshotRefusal.Corrupted, e);
        }

        return shelf;
    }

    /// <summary>The ids that some document holds, and the place of each among them.</summary>
    private static (int[] Places, List<int> Ids) Held(int count, Func<int, int> holders)
    {
        var (places, ids) = (new int[count], new List<int>());
        for (var id = 0; id < count; id++)
        {
            if (holders(id) == 0) continue;
            places[id] = ids.Count;
            ids.Add(id);
        }

        return (places, ids);
    }

    /// <summary>Living documents by segment, those of the tail last.</summary>
    private static IEnumerable<List<int>> Groups(IndexView view)
    {
        for (var s = 0; s <= view.Segments.Length; s++)
        {
            var first = s < view.Segments.Length ? view.FirstSlot(s) : view.TailFirst;
            var end = s < view.Segments.Length ? first + view.Segments[s].Count : view.SlotLimit;
            var living = Enumerable.Range(first, end - first).Where(view.IsAlive).ToList();
            if (living.Count > 0) yield return living;
        }
    }

    private static void Names(Frame frame, int[] ids, VocabularyView names, IncrementalHash hash, Stream stream)
    {
        foreach (var id in ids)
        {
            frame.Number(names.Name(id).Length);
            frame.Raw(MemoryMarshal.AsBytes(names.Name(id)));
        }

        Flush(frame, hash, stream);
    }

    private static List<string> NamesOf(Payload payload, int count)
    {
        var names = new List<string>(count);
        while (names.Count < count) names.Add(new string(MemoryMarshal.Cast<byte, char>(payload.Raw(2 * payload.Number()))));
        return names;
    }

    private static void Documents(Frame frame, IndexView view, List<int> slots, int[] termIds, int[] factIds)
    {
        var size = slots.Aggregate(default(SegmentSize), (sum, slot) => sum.Plus(view.Row(slot)));
        foreach (var number in (ReadOnlySpan<int>)[size.Documents, size.KeyCharacters, size.Terms, size.Facts, size.Grams]) frame.Int(number);
        foreach (var slot in slots)
        {
            var row = view.Row(slot);
            frame.Number(row.Key.Length);
            frame.Raw(MemoryMarshal.AsBytes(row.Key));
            frame.Long(row.Created);
            foreach (var length in row.Lengths) frame.Number(length);
            frame.Ascending(row.Terms, termIds);
            foreach (var counts in row.Counts) frame.Number((int)counts);
            frame.Ascending(row.Facts, factIds);
            frame.Number(row.Grams.Length);
            foreach (var gram in row.Grams) frame.Int(gram);
        }
    }

    private static SegmentDraft Documents(Payload payload, int fields, int terms, int facts)
    {
        var draft = new SegmentDraft(new SegmentSize(payload.Int(), payload.Int(), payload.Int(), payload.Int(), payload.Int()), fields);
        var lengths = new int[fields];
        for (var left = draft.Created.Length; left > 0; left--)
        {
            var key = MemoryMarshal.Cast<byte, char>(payload.Raw(2 * payload.Number()));
            var created = payload.Long();
            for (var f = 0; f < fields; f++) lengths[f] = payload.Number();
            var ids = payload.Ascending(terms);
            var counts = new uint[ids.Length];
            for (var i = 0; i < counts.Length; i++) counts[i] = (uint)payload.Number() is > 0 and var some ? some : throw new SnapshotRefusedException(SnapshotRefusal.Corrupted);
            var held = payload.Ascending(facts);
            var grams = new int[payload.Number()];
            for (var i = 0; i < grams.Length; i++) grams[i] = payload.Int();
            draft.Add(key, ids, counts, lengths, held, grams, created);
        }

        return draft.IsComplete ? draft : throw new SnapshotRefusedException(SnapshotRefusal.Corrupted);
    }

    private static void Flush(Frame frame, IncrementalHash hash, Stream stream)
    {
        var payload = frame.Written;
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        hash.AppendData(length);
        hash.AppendData(payload);
        stream.Write(length);
        stream.Write(payload);
        stream.Write(hash.GetCurrentHash());
        frame.Clear();
    }

    /// <summary>Reads a frame and its checksum; the buffer grows only as bytes arrive, so that a false length costs nothing.</summary>
    private static Payload Next(ref byte[] buffer, IncrementalHash hash, Stream stream)
    {
        Span<byte> length = stackalloc byte[4];
        Fill(stream, length);
        var end = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (end < 0 || end > Array.MaxLength) throw new SnapshotRefusedException(SnapshotRefusal.Corrupted);
        for (var at = 0; at < end;)
        {
            if (at == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(end, 2L * at));
            var part = buffer.AsSpan(at, Math.Min(end, buffer.Length) - at);
            Fill(stream, part);
            at += part.Length;
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        Fill(stream, checksum);
        hash.AppendData(length);
        hash.AppendData(buffer.AsSpan(0, end));
        if (!checksum.SequenceEqual(hash.GetCurrentHash())) throw new SnapshotRefusedException(SnapshotRefusal.Corrupted);
        return new Payload(buffer, end);
    }

    private static void Fill(Stream stream, Span<byte> span)
    {
        if (stream.ReadAtLeast(span, span.Length, throwOnEndOfStream: false) < span.Length) throw new SnapshotRefusedException(SnapshotRefusal.Truncated);
    }
}
