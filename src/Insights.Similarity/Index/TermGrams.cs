using System.Numerics;
using System.Runtime.InteropServices;

namespace Insights.Similarity.Index;

/// <summary>Finds a term in spite of a typing error: by a shared rare trigram, then by letters in common, then by edit distance.</summary>
/// <remarks>Only words of <see cref="Shortest"/> to <see cref="Longest"/> letters take part, and a trigram shared by more than
/// <see cref="MostTermsPerGram"/> living terms is passed over, so the work for one word is bounded.</remarks>
internal sealed class TermGrams
{
    private const int Shortest = 5;
    private const int Longest = 24;
    private const int MostTermsPerGram = 4_000;

    private readonly Dictionary<ulong, Sharers> _sharers = [];
    private long _held;

    public long Bytes => _sharers.Count * 128L + _held * 12;

    /// <summary>Takes up a term; it counts as living from the first call of <see cref="Revive"/>.</summary>
    public void Add(int id, string term)
    {
        if (!TakesPart(term)) return;
        var entry = new Entry(id, Letters(term), term.Length);
        foreach (var gram in Grams(term))
        {
            ref var sharers = ref CollectionsMarshal.GetValueRefOrAddDefault(_sharers, gram, out _);
            (sharers ??= new()).Terms.Add(entry);
            _held++;
        }
    }

    /// <summary>A term has its first living document.</summary>
    public void Revive(string term) => Change(term, 1);

    /// <summary>A term has lost its last living document.</summary>
    public void Retire(string term) => Change(term, -1);

    /// <summary>The living term within one edit (two from ten letters on), the nearest first, then the most frequent, then by name.</summary>
    public string? Nearest(string term, List<string> names, List<PostingList> postings)
    {
        if (!TakesPart(term)) return null;
        var edits = term.Length < 10 ? 1 : 2;
        var letters = Letters(term);
        (int Distance, int Rarer, string Name)? best = null;
        foreach (var sharers in RarestSharers(term, 4 * edits + 1))
        {
            foreach (var entry in CollectionsMarshal.AsSpan(sharers.Terms))
            {
                if (Math.Abs(entry.Length - term.Length) > edits || BitOperations.PopCount(entry.Letters ^ letters) > 2 * edits
                    || postings[entry.Id].Alive == 0)
                    continue;
                var name = names[entry.Id];
                var distance = EditDistance.Within(term, name, edits);
                if (distance > edits) continue;
                var found = (distance, -postings[entry.Id].Alive, name);
                if (best is null || Compare(found, best.Value) < 0) best = found;
            }
        }

        return best?.Name;
    }

    /// <summary>One edit changes at most four of a word's trigrams, so a near term shares one of any (4 · edits + 1): the rarest are cheapest.</summary>
    private IEnumerable<Sharers> RarestSharers(string term, int count) =>
        Grams(term).Select(g => _sharers.GetValueOrDefault(g)).OrderBy(s => s?.Living ?? 0).Take(count)
            .OfType<Sharers>().Where(s => s.Living is > 0 and <= MostTermsPerGram);

    private static int Compare((int Distance, int Rarer, string Name) a, (int Distance, int Rarer, string Name) b) =>
        a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance)
        : a.Rarer != b.Rarer ? a.Rarer.CompareTo(b.Rarer)
        : string.CompareOrdinal(a.Name, b.Name);

    private void Change(string term, int by)
    {
        if (!TakesPart(term)) return;
        foreach (var gram in Grams(term)) _sharers[gram].Living += by;
    }

    private static bool TakesPart(string term) => term.Length is >= Shortest and <= Longest && term.All(char.IsLetter);

    /// <summary>The set of a word's letters as bits: an edit changes at most two of them.</summary>
    private static uint Letters(string term)
    {
        var set = 0u;
        foreach (var c in term) set |= 1u << (c % 32);
        return set;
    }

    /// <summary>The distinct trigrams of the word between two blanks.</summary>
    private static IEnumerable<ulong> Grams(string term)
    {
        var seen = new HashSet<ulong>();
        for (var i = -1; i < term.Length - 1; i++)
        {
            var gram = ((ulong)(i < 0 ? ' ' : term[i]) << 32) | ((ulong)term[i + 1] << 16) | (i + 2 < term.Length ? term[i + 2] : ' ');
            if (seen.Add(gram)) yield return gram;
        }
    }

    private readonly record struct Entry(int Id, uint Letters, int Length);

    private sealed class Sharers
    {
        public List<Entry> Terms { get; } = new(1);

        public int Living { get; set; }
    }
}
