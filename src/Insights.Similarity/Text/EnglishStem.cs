using System.Buffers;

namespace Insights.Similarity.Text;

/// <summary>Lets the inflected forms of an English word meet, and little else.</summary>
/// <remarks>
/// Rules, in order: a few irregular forms; plural and third person (-sses, -ies, -ches/-shes/-xes/-zes, -s but not -ss, -us, -is);
/// -ing and -ed where at least three letters with a vowel remain (-ied gives -y; a doubled consonant other than l, s, z becomes
/// single; consonant-vowel-consonant of three letters regains its e); a final e where four letters remain; -our and -or, -is and
/// -iz (behaviour, organise). Derivations (moderate, moderation) stay apart: joining them also joins policy words that differ.
/// Only words that fold to plain a to z reach this. Malay and German words keep their endings (-an, -ung, -en); where a word of
/// another language does lose a final s or e, query and documents lose it alike.
/// </remarks>
internal static class EnglishStem
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["children"] = "child",
        ["men"] = "man",
        ["women"] = "woman",
        ["people"] = "person",
        ["persons"] = "person",
        ["criteria"] = "criterion",
        ["used"] = "use",
        ["using"] = "use",
        ["agreed"] = "agree",
        ["guaranteed"] = "guarantee",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> IrregularOf =
        Irregular.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Stems a word of letters a to z in place and returns its new length, never longer than before nor under three.</summary>
    public static int Apply(Span<char> word, int length)
    {
        if (length < 3) return length;
        if (IrregularOf.TryGetValue(word[..length], out var regular))
        {
            regular.CopyTo(word);
            length = regular.Length;
        }
        else
        {
            length = Verb(word, Plural(word, length));
        }

        return Spelling(word, FinalE(word, length));
    }

    private static int Plural(Span<char> w, int n)
    {
        if (n < 4 || w[n - 1] != 's') return n;
        var s = w[..n];
        if (s.EndsWith("sses")) return n - 2;
        if (n > 4 && s.EndsWith("ies"))
        {
            w[n - 3] = 'y';
            return n - 2;
        }

        if (n > 4 && (s.EndsWith("ches") || s.EndsWith("shes") || s.EndsWith("xes") || s.EndsWith("zzes"))) return n - 2;
        return w[n - 2] is 's' or 'u' or 'i' ? n : n - 1;
    }

    private static int Verb(Span<char> w, int n)
    {
        var s = w[..n];
        if (n > 4 && s.EndsWith("ied"))
        {
            w[n - 3] = 'y';
            return n - 2;
        }

        var cut = s.EndsWith("ing") ? n - 3 : s.EndsWith("ed") && !s.EndsWith("eed") ? n - 2 : n;
        if (cut == n || cut < 3 || !w[..cut].ContainsAny(Vowels)) return n;
        if (cut > 3 && w[cut - 1] == w[cut - 2] && !IsVowel(w[cut - 1]) && w[cut - 1] is not ('l' or 's' or 'z')) return cut - 1;
        if (cut == 3 && !IsVowel(w[0]) && IsVowel(w[1]) && !IsVowel(w[2]) && w[2] is not ('w' or 'x' or 'y'))
        {
            w[cut] = 'e';
            return cut + 1;
        }

        return cut;
    }

    private static int FinalE(Span<char> w, int n) => n > 4 && w[n - 1] == 'e' ? n - 1 : n;

    private static int Spelling(Span<char> w, int n)
    {
        if (n < 6) return n;
        var s = w[..n];
        if (s.EndsWith("our"))
        {
            w[n - 2] = 'r';
            return n - 1;
        }

        if (s.EndsWith("is")) w[n - 1] = 'z';
        else if (s.EndsWith("isation")) w[n - 6] = 'z';
        return n;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
