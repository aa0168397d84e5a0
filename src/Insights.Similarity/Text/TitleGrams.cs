namespace Insights.Similarity.Text;

/// <summary>Character 4-grams of a title: alike in spite of typing errors, compounds and inflection.</summary>
/// <remarks>Letters and digits are folded as terms are; whatever stands between two words is one blank, also before the first and after
/// the last. A gram is kept as a 32-bit hash, so two different ones may meet; about one pair in four thousand million does.
/// The first <see cref="CharactersRead"/> characters count.</remarks>
internal static class TitleGrams
{
    private const int Width = 4;
    private const int CharactersRead = 1_024;

    /// <summary>Ascending, distinct; empty for a title without a word.</summary>
    public static int[] Of(string? title)
    {
        if (string.IsNullOrEmpty(title)) return [];
        var letters = new List<char>(Math.Min(title.Length, CharactersRead) + 2) { ' ' };
        Span<char> folded = stackalloc char[Folding.MaxLength];
        for (var at = 0; at < title.Length && letters.Count < CharactersRead;)
        {
            var end = at;
            while (end < title.Length && end - at < Folding.MaxLength && Words.Width(title, end, started: end > at) is var width and > 0) end += width;
            if (end == at)
            {
                at++;
                if (letters[^1] != ' ') letters.Add(' ');
                continue;
            }

            var length = Folding.Fold(title.AsSpan(at, end - at), folded);
            letters.AddRange(folded[..length]);
            at = end;
        }

        if (letters[^1] != ' ') letters.Add(' ');
        if (letters.Count < 2) return [];
        var grams = new HashSet<int>();
        for (var i = 0; i == 0 || i + Width <= letters.Count; i++)
            grams.Add(Hash(letters, i, Math.Min(Width, letters.Count - i)));
        return [.. grams.Order()];
    }

    /// <summary>FNV-1a over UTF-16 code units: the same on every machine and in every run, as stored grams need.</summary>
    private static int Hash(List<char> letters, int from, int count)
    {
        var hash = 2166136261u;
        for (var i = from; i < from + count; i++) hash = (hash ^ letters[i]) * 16777619u;
        return (int)hash;
    }
}
