namespace Insights.Similarity;

/// <summary>What the engine may know of one report: free text by field and exact facts by field.</summary>
/// <remarks>Field names must be among those of <see cref="LookAlikeOptions"/>; a field may be left out.
/// The engine keeps no text: only terms, counts and fact values stay in the index.</remarks>
/// <param name="key">Identifies the document in the index; compared ordinally.</param>
public sealed class AlikeDocument(string key)
{
    private static readonly Dictionary<string, string> NoTexts = [];
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFacts = [];

    /// <summary>Identifies the document in the index; compared ordinally.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>When it was written; of a query, when it is asked.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Free text by field name, for instance <c>title</c>, <c>question</c>, <c>body</c>. Any Unicode, any length;
    /// the first <see cref="LookAlikeOptions.WordsReadPerField"/> words of a field count.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = NoTexts;

    /// <summary>Exact values by field name, for instance <c>clause</c> or <c>case</c>. Compared ordinally; blank and repeated
    /// values are ignored, as are those after the first <see cref="LookAlikeOptions.ValuesReadPerFact"/> of a field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facts { get; init; } = NoFacts;
}
