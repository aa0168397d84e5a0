using Insights.Similarity.Text;

namespace Insights.Similarity.Index;

/// <summary>A fact with its field's position in the options.</summary>
internal readonly record struct Fact(int Field, string Value)
{
    /// <summary>Field and value in one.</summary>
    public string Name => (char)Field + Value;

    public static Fact Of(ReadOnlySpan<char> name) => new(name[0], name[1..].ToString());
}

/// <summary>A document read into terms and facts, independent of any index.</summary>
internal sealed class AnalysedDocument
{
    private readonly AlikeDocument _source;
    private readonly LookAlikeOptions _options;

    /// <exception cref="ArgumentException">The document has a field that the options do not name.</exception>
    public AnalysedDocument(AlikeDocument source, LookAlikeOptions options)
    {
        (_source, _options) = (source, options);
        RefuseUnknown(source.Texts.Keys, options.Texts.Select(f => f.Name));
        RefuseUnknown(source.Facts.Keys, options.Facts.Select(f => f.Name));

        Terms = new TermBag(options.Texts.Count);
        for (var f = 0; f < options.Texts.Count; f++)
        {
            if (source.Texts.TryGetValue(options.Texts[f].Name, out var text) && text is not null) Words.Read(text, f, Terms);
        }

        TitleGrams = Text.TitleGrams.Of(source.Texts.GetValueOrDefault(options.Texts[0].Name));
        Facts = [.. options.Facts.SelectMany((field, f) => Values(source, field.Name).Select(v => new Fact(f, v)))];
    }

    public string Key => _source.Key;

    public TermBag Terms { get; }

    /// <summary>Hashed character 4-grams of the first text field, ascending, distinct.</summary>
    public int[] TitleGrams { get; }

    /// <summary>When the document was written, in seconds since 1970.</summary>
    public long Created => _source.Created.ToUnixTimeSeconds();

    /// <summary>Distinct facts, in the order of the options.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>A term as its author wrote it where it first stands.</summary>
    public string Written(int row)
    {
        var place = Terms.Place(row);
        return _source.Texts[_options.Texts[place.Field].Name].Substring(place.Start, place.Length);
    }

    private static IEnumerable<string> Values(AlikeDocument source, string field) =>
        source.Facts.TryGetValue(field, out var values) && values is not null
            ? values.Where(v => !string.IsNullOrWhiteSpace(v)).Distinct(StringComparer.Ordinal).Take(LookAlikeOptions.ValuesReadPerFact)
            : [];

    private static void RefuseUnknown(IEnumerable<string> given, IEnumerable<string> known)
    {
        if (given.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } name)
            throw new ArgumentException($"The index has no field '{name}'.");
    }
}
