using System.Numerics;
using System.Security.Cryptography;
using Insights.Core.Audit;

namespace Insights.Core.Evidence;

/// <summary>
/// The Merkle tree of RFC 6962 over the hashes of audit entries, as it grows. It keeps the roots of its complete subtrees
/// only, so a million entries take twenty hashes of memory. Not safe to share.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<byte[]> _peaks = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Told of every subtree that becomes complete: its height, its place among those of that height, its hash.</summary>
    internal Action<int, long, byte[]>? Completed { get; init; }

    public void Add(ReadOnlySpan<byte> entryHash)
    {
        var (hash, height, place) = (LeafOf(entryHash), 0, Size);
        Completed?.Invoke(height, place, hash);
        for (; (place & 1) == 1; place >>= 1)
        {
            hash = NodeOf(_peaks[^1], hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            Completed?.Invoke(++height, place >> 1, hash);
        }

        _peaks.Add(hash);
        Size++;
    }

    /// <summary>The root over all leaves so far.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0)
            return SHA256.HashData([]);
        var root = _peaks[^1];
        for (var i = _peaks.Count - 2; i >= 0; i--)
            root = NodeOf(_peaks[i], root);
        return root;
    }

    /// <summary>The root that this entry and its path lead to; null when the path does not fit the place.</summary>
    /// <param name="entryHash">Hash of the entry.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="path">The hashes beside the way up.</param>
    public static byte[]? RootOf(ReadOnlySpan<byte> entryHash, long index, long size, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size)
            return null;
        var (hash, at, last) = (LeafOf(entryHash), index, size - 1);
        foreach (var beside in path)
        {
            if (last == 0 || beside.Length != AuditChain.HashLength)
                return null;
            if ((at & 1) == 1 || at == last)
            {
                hash = NodeOf(beside, hash);
                for (; (at & 1) == 0 && at != 0; at >>= 1)
                    last >>= 1;
            }
            else
            {
                hash = NodeOf(hash, beside);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 ? hash : null;
    }

    internal static byte[] NodeOf(byte[] left, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * AuditChain.HashLength)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + AuditChain.HashLength)..]);
        return SHA256.HashData(bytes);
    }

    private static byte[] LeafOf(ReadOnlySpan<byte> entryHash)
    {
        Span<byte> bytes = stackalloc byte[1 + AuditChain.HashLength];
        bytes[0] = 0;
        entryHash.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }
}

/// <summary>
/// Inclusion proofs of some leaves, gathered in one pass over all: only the hashes beside their ways up are kept, so
/// memory grows with their number times the height of the tree.
/// </summary>
internal sealed class MerklePaths
{
    private readonly Dictionary<(int Height, long Place), byte[]?> _needed = [];
    private readonly MerkleTree _tree;
    private readonly long _size;

    public MerklePaths(long size, IEnumerable<long> indexes)
    {
        _size = size;
        _tree = new MerkleTree { Completed = Keep };
        foreach (var index in indexes)
        {
            foreach (var (start, length) in Beside(index))
                Need(start, length);
        }
    }

    public void Add(ReadOnlySpan<byte> entryHash) => _tree.Add(entryHash);

    public byte[] Root() => _tree.Root();

    /// <summary>The path of one of the leaves asked for, from the bottom up. Only after every leaf was added.</summary>
    public IReadOnlyList<byte[]> Of(long index) => [.. Beside(index).Select(range => RootOf(range.Start, range.Length))];

    /// <summary>The ranges whose roots stand beside the way from a leaf to the root, the lowest first.</summary>
    private Stack<(long Start, long Length)> Beside(long index)
    {
        var ranges = new Stack<(long, long)>();
        for (var (start, length) = (0L, _size); length > 1;)
        {
            var left = LeftOf(length);
            var isLeft = index < start + left;
            ranges.Push(isLeft ? (start + left, length - left) : (start, left));
            (start, length) = isLeft ? (start, left) : (start + left, length - left);
        }

        return ranges;
    }

    private void Need(long start, long length)
    {
        if (BitOperations.IsPow2(length))
        {
            _needed.TryAdd(KeyOf(start, length), null);
            return;
        }

        Need(start, LeftOf(length));
        Need(start + LeftOf(length), length - LeftOf(length));
    }

    private byte[] RootOf(long start, long length) => BitOperations.IsPow2(length)
        ? _needed[KeyOf(start, length)] ?? throw new InvalidOperationException("Not every leaf was added.")
        : MerkleTree.NodeOf(RootOf(start, LeftOf(length)), RootOf(start + LeftOf(length), length - LeftOf(length)));

    private void Keep(int height, long place, byte[] hash)
    {
        if (_needed.ContainsKey((height, place)))
            _needed[(height, place)] = hash;
    }

    private static (int Height, long Place) KeyOf(long start, long length) => (BitOperations.Log2((ulong)length), start / length);

    /// <summary>The greatest power of two below the length.</summary>
    private static long LeftOf(long length) => 1L << BitOperations.Log2((ulong)length - 1);
}
