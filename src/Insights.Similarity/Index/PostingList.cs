namespace Insights.Similarity.Index;

/// <summary>One document in which a term stands, with its counts by text field, eight bits a field.</summary>
internal readonly record struct Posting(int Slot, uint Counts);

/// <summary>The documents of one term in ascending slot order, dead ones included until the shelf is rebuilt.</summary>
internal sealed class PostingList
{
    /// <summary>Postings that share one upper bound.</summary>
    public const int Block = 64;

    private Posting[] _postings = new Posting[1];
    private float[] _bounds = new float[1];

    public int Count { get; private set; }

    /// <summary>Documents among <see cref="Count"/> that are still alive.</summary>
    public int Alive { get; set; }

    public ReadOnlySpan<Posting> Postings => _postings.AsSpan(0, Count);

    /// <summary>For each block, the largest weighted frequency in it at the shelf's reference lengths, never rounded down.</summary>
    public ReadOnlySpan<float> Bounds => _bounds.AsSpan(0, (Count + Block - 1) / Block);

    public long Bytes => 64 + 24 + _postings.Length * 8L + 24 + _bounds.Length * 4L;

    /// <summary>The counts of one document; 0 where it does not have the term.</summary>
    public uint CountsIn(int slot)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_postings[middle].Slot < slot) low = middle + 1;
            else high = middle;
        }

        return low < Count && _postings[low].Slot == slot ? _postings[low].Counts : 0;
    }

    /// <summary>Appends a posting; its slot is above all before it.</summary>
    public void Add(Posting posting, double weightedFrequency)
    {
        if (Count == _postings.Length) Array.Resize(ref _postings, Math.Max(2, Count + Count / 2));
        var block = Count / Block;
        if (block == _bounds.Length) Array.Resize(ref _bounds, block + Math.Max(1, block / 2));
        _postings[Count++] = posting;
        Alive++;
        _bounds[block] = Math.Max(_bounds[block], MathF.BitIncrement((float)weightedFrequency));
    }
}
