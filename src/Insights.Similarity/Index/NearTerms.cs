using System.Numerics;

namespace Insights.Similarity.Index;

/// <summary>Finds a term in spite of a typing error: by letters and pairs of letters in common, then by edit distance.</summary>
/// <remarks>Only words of <see cref="Shortest"/> to <see cref="Longest"/> letters take part. Of every term of the index eight
/// bytes are looked at, so the work grows with the vocabulary.</remarks>
internal static class NearTerms
{
    private const int Shortest = 5;
    private const int Longest = 24;

    /// <summary>The set of a word's letters in the lower half and of its pairs of letters in the upper, hashed to 32 bits each; 0 for what takes no part.</summary>
    public static ulong Signature(ReadOnlySpan<char> term)
    {
        if (!TakesPart(term)) return 0;
        uint letters = 0, pairs = 0;
        var before = ' ';
        foreach (var c in term)
        {
            letters |= 1u << (c % 32);
            pairs |= Pair(before, c);
            before = c;
        }

        return letters | ((ulong)(pairs | Pair(before, ' ')) << 32);
    }

    /// <summary>The living term within one edit (two from ten letters on), the nearest first, then the most frequent, then by name; -1 where there is none.</summary>
    public static int Nearest(IndexView view, ReadOnlySpan<char> term)
    {
        var signature = Signature(term);
        if (signature == 0) return -1;
        var edits = term.Length < 10 ? 1 : 2;
        var (best, bestDistance, bestHolders) = (-1, edits, 0);
        var signatures = view.Terms.Signatures;
        for (var id = 0; id < signatures.Length; id++)
        {
            // An edit changes at most two letters of the set, and three pairs leave and three come where neighbours are swapped.
            var apart = signatures[id] ^ signature;
            if (BitOperations.PopCount((uint)apart) > 2 * edits || BitOperations.PopCount(apart >> 32) > 6 * edits || signatures[id] == 0) continue;
            var name = view.Terms.Name(id);
            var distance = EditDistance.Within(term, name, bestDistance);
            if (distance > bestDistance) continue;
            var holders = view.DocumentsWith(id);
            if (holders == 0) continue;
            if (best >= 0 && distance == bestDistance && (holders < bestHolders || (holders == bestHolders && name.SequenceCompareTo(view.Terms.Name(best)) > 0)))
                continue;
            (best, bestDistance, bestHolders) = (id, distance, holders);
        }

        return best;
    }

    private static bool TakesPart(ReadOnlySpan<char> term)
    {
        if (term.Length is < Shortest or > Longest) return false;
        foreach (var c in term)
        {
            if (!char.IsLetter(c)) return false;
        }

        return true;
    }

    private static uint Pair(char first, char second) => 1u << (int)(((first * 31u) + second) * 2654435761u >> 27);
}
