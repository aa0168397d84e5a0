namespace Insights.Similarity.Index;

/// <summary>Names with dense ids in order of arrival, and how many living documents hold each. It only grows.</summary>
/// <remarks>
/// For one writer. Readers use <see cref="View"/>s, without locks: the arrays are appended to in place beyond what a view covers, and
/// replaced by larger copies when full. A holder count is one 64-bit cell, the count below and the version of the write that last touched it above,
/// so that a reader of an older view notices and takes back what came later.
/// </remarks>
internal sealed class Vocabulary
{
    private readonly bool _signed;
    private char[] _characters = new char[256];
    private int[] _starts = new int[33];
    private int[] _table = new int[64];
    private long[] _holders = new long[32];
    private ulong[] _signatures = [];

    /// <param name="signed">Whether names get a signature to find near ones by.</param>
    public Vocabulary(bool signed) => _signed = signed;

    public int Count { get; private set; }

    /// <summary>Names that some living document holds.</summary>
    public int Living { get; private set; }

    public VocabularyView View => new(_characters, _starts, _table, _holders, _signatures, Count);

    /// <summary>The id of a name, new or known.</summary>
    /// <exception cref="InvalidOperationException">There are more names, or longer ones in sum, than an array can hold.</exception>
    public int Intern(ReadOnlySpan<char> name)
    {
        var known = View.IdOf(name);
        if (known >= 0) return known;
        MakeRoom(name.Length);
        var id = Count;
        name.CopyTo(_characters.AsSpan(_starts[id]));
        _starts[id + 1] = _starts[id] + name.Length;
        if (_signed) _signatures[id] = NearTerms.Signature(name);
        Count++;
        VocabularyView.Enter(_table, name, id);
        return id;
    }

    /// <summary>Counts a write into the holders of what it added and removed, both ascending; each name it changes is written once.</summary>
    public void Apply(int version, ReadOnlySpan<int> added, ReadOnlySpan<int> removed)
    {
        foreach (var id in removed)
        {
            if (added.BinarySearch(id) < 0) Set(id, Holders(id) - 1, version);
        }

        foreach (var id in added)
        {
            if (removed.BinarySearch(id) < 0) Set(id, Holders(id) + 1, version);
        }
    }

    /// <summary>Adds holders outside any version, while nobody reads yet.</summary>
    public void Load(int id, int holders) => Set(id, Holders(id) + holders, 0);

    public int Holders(int id) => (int)_holders[id];

    private void Set(int id, int count, int version)
    {
        if (count == 0) Living--;
        else if (Holders(id) == 0) Living++;
        Volatile.Write(ref _holders[id], ((long)version << 32) | (uint)count);
    }

    private void MakeRoom(int characters)
    {
        var end = (long)_starts[Count] + characters;
        if (end > Array.MaxLength || Count + 2 > Array.MaxLength / 2) throw new InvalidOperationException("The index cannot hold more names.");
        if (end > _characters.Length) Array.Resize(ref _characters, Larger(_characters.Length, end));
        if (Count + 1 == _starts.Length) Array.Resize(ref _starts, Larger(_starts.Length, Count + 2));
        if (Count == _holders.Length) Array.Resize(ref _holders, Larger(_holders.Length, Count + 1));
        if (_signed && Count >= _signatures.Length) Array.Resize(ref _signatures, _holders.Length);
        if (2L * (Count + 1) > _table.Length) _table = View.Rehashed(2 * _table.Length);
    }

    /// <summary>Half as large again while small, a quarter when large.</summary>
    private static int Larger(int length, long needed) =>
        (int)Math.Min(Array.MaxLength, Math.Max(needed, length + (length < 1 << 20 ? length / 2L : length / 4L)));
}

/// <summary>The names a reader sees. Safe to share and to keep.</summary>
internal readonly struct VocabularyView(char[] characters, int[] starts, int[] table, long[] holders, ulong[] signatures, int count)
{
    public int Count => count;

    /// <summary>Memory held.</summary>
    public long Bytes => 2L * characters.Length + 4L * (starts.Length + table.Length) + 8L * (holders.Length + signatures.Length);

    public ReadOnlySpan<ulong> Signatures => signatures.AsSpan(0, Math.Min(count, signatures.Length));

    public ReadOnlySpan<char> Name(int id) => characters.AsSpan(starts[id], starts[id + 1] - starts[id]);

    /// <summary>The id of a name; -1 where the view has none.</summary>
    public int IdOf(ReadOnlySpan<char> name)
    {
        for (var at = Home(table, name); ; at = (at + 1) & (table.Length - 1))
        {
            var id = Volatile.Read(ref table[at]) - 1;
            if (id < 0) return -1;
            // A later name may have settled here since; it is none of this view's.
            if (id < count && Name(id).SequenceEqual(name)) return id;
        }
    }

    /// <summary>How many documents held the name after <paramref name="last"/>, whatever was written since.</summary>
    /// <param name="id">Of this view.</param>
    /// <param name="last">The newest write that the reader's view knows.</param>
    /// <param name="facts">Whether the names are facts rather than terms.</param>
    public int Holders(int id, Change last, bool facts)
    {
        var cell = Volatile.Read(ref holders[id]);
        var (held, touched) = ((int)cell, (int)(cell >> 32));
        if (touched <= last.Version) return held;
        for (var later = last.Next; later is not null && later.Version <= touched; later = later.Next)
        {
            if ((facts ? later.Added.Facts : later.Added.Terms).Span.BinarySearch(id) >= 0) held--;
            if ((facts ? later.Removed.Facts : later.Removed.Terms).Span.BinarySearch(id) >= 0) held++;
        }

        return held;
    }

    /// <summary>A table of the names so far; <paramref name="length"/> is a power of two and leaves half of it empty.</summary>
    public int[] Rehashed(int length)
    {
        var larger = new int[length];
        for (var id = 0; id < count; id++) Enter(larger, Name(id), id);
        return larger;
    }

    /// <summary>Takes the first free place for a name that is not in the table.</summary>
    public static void Enter(int[] table, ReadOnlySpan<char> name, int id)
    {
        var at = Home(table, name);
        while (table[at] != 0) at = (at + 1) & (table.Length - 1);
        Volatile.Write(ref table[at], id + 1);
    }

    /// <summary>The runtime's seeded hash: nobody can choose words that all collide.</summary>
    private static int Home(int[] table, ReadOnlySpan<char> name) => string.GetHashCode(name) & (table.Length - 1);
}
