using System.Runtime.InteropServices;

namespace Insights.Similarity.Index;

/// <summary>Finds a term in spite of a typing error, by shared character trigrams and then by edit distance.</summary>
/// <remarks>Only words of letters between <see cref="Shortest"/> and <see cref="Longest"/> characters take part, and a trigram shared
/// by more than <see cref="MostTermsPerGram"/> living terms is passed over, so the work for one word is bounded.</remarks>
internal sealed class TermGrams
{
    private const int Shortest = 5;
    private const int Longest = 24;
    private const int MostTermsPerGram = 4_000;

    private readonly Dictionary<ulong, Sharers> _sharers = [];
    private long _held;

    public long Bytes => _sharers.Count * 128L + _held * 6;

    /// <summary>Takes up a term; it counts as living from the first call of <see cref="Revive"/>.</summary>
    public void Add(int id, string term)
    {
        if (!TakesPart(term)) return;
        foreach (var gram in Grams(term))
        {
            ref var sharers = ref CollectionsMarshal.GetValueRefOrAddDefault(_sharers, gram, out _);
            (sharers ??= new()).Terms.Add(id);
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
        var shared = new Dictionary<int, int>();
        var distinct = 0;
        foreach (var gram in Grams(term))
        {
            distinct++;
            if (!_sharers.TryGetValue(gram, out var sharers) || sharers.Living > MostTermsPerGram) continue;
            foreach (var id in sharers.Terms)
            {
                if (Math.Abs(names[id].Length - term.Length) <= edits) CollectionsMarshal.GetValueRefOrAddDefault(shared, id, out _)++;
            }
        }

        (int Distance, int Rarer, string Name)? best = null;
        foreach (var (id, grams) in shared)
        {
            // One edit changes at most three of a word's trigrams, a swap of neighbours at most four.
            if (postings[id].Alive == 0 || grams < distinct - 4 * edits) continue;
            var distance = EditDistance.Within(term, names[id], edits);
            if (distance > edits) continue;
            var found = (distance, -postings[id].Alive, names[id]);
            if (best is null || Compare(found, best.Value) < 0) best = found;
        }

        return best?.Name;
    }

    private void Change(string term, int by)
    {
        if (!TakesPart(term)) return;
        foreach (var gram in Grams(term)) _sharers[gram].Living += by;
    }

    private static int Compare((int Distance, int Rarer, string Name) a, (int Distance, int Rarer, string Name) b) =>
        a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance)
        : a.Rarer != b.Rarer ? a.Rarer.CompareTo(b.Rarer)
        : string.CompareOrdinal(a.Name, b.Name);

    private static bool TakesPart(string term) => term.Length is >= Shortest and <= Longest && term.All(char.IsLetter);

    /// <summary>The distinct trigrams of the word between two blanks: as many as it has letters.</summary>
    private static IEnumerable<ulong> Grams(string term)
    {
        var seen = new HashSet<ulong>();
        for (var i = -1; i < term.Length - 1; i++)
        {
            var gram = ((ulong)(i < 0 ? ' ' : term[i]) << 32) | ((ulong)term[i + 1] << 16) | (i + 2 < term.Length ? term[i + 2] : ' ');
            if (seen.Add(gram)) yield return gram;
        }
    }

    private sealed class Sharers
    {
        public List<int> Terms { get; } = new(1);

        public int Living { get; set; }
    }
}
