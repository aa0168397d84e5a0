namespace Insights.Similarity.Text;

/// <summary>Words that carry no subject in English, and the commonest of Malay and German.</summary>
/// <remarks>Deliberately short: every other frequent word is weighed down by its document frequency.</remarks>
internal static class FunctionWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being",
        "but", "by", "can", "could", "did", "didn", "do", "does", "doesn", "doing", "don", "for", "from", "had", "has", "have",
        "having", "he", "her", "him", "his", "how", "if", "in", "into", "is", "isn", "it", "its", "just", "me", "my", "no", "not",
        "of", "on", "or", "our", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "those", "to", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
        "whom", "why", "will", "with", "would", "you", "your",
        "atau", "dan", "dari", "dengan", "di", "ini", "itu", "ke", "untuk", "yang",
        "das", "dem", "den", "der", "des", "die", "ein", "eine", "einer", "ist", "mit", "nicht", "oder", "und", "von", "zu",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> folded) => folded.Length <= 7 && Lookup.Contains(folded);
}
