using System.Globalization;

namespace Insights.Similarity;

/// <summary>A field of free text.</summary>
/// <param name="Name">The key used in <see cref="AlikeDocument.Texts"/>.</param>
/// <param name="Weight">How much an occurrence here counts against one in a field of weight 1; above 0, at most <see cref="LookAlikeOptions.MostWeight"/>.</param>
/// <param name="LengthNormalisation">BM25F's b in [0, 1]: 0 ignores the field's length, 1 divides by it in full.</param>
public sealed record TextField(string Name, double Weight, double LengthNormalisation);

/// <summary>What a fact says about a report. Learned weights speak of roles and never of names, so they hold for other fields too.</summary>
public enum FactRole
{
    /// <summary>How the report was made or graded: kind, severity, language, version.</summary>
    Trait,

    /// <summary>What the report is about: clause, area, component.</summary>
    Topic,

    /// <summary>One particular thing in the world, such as a case: two reports that share it seldom do so by chance.</summary>
    Reference,
}

/// <summary>A field of exact values.</summary>
/// <param name="Name">The key used in <see cref="AlikeDocument.Facts"/>.</param>
/// <param name="Bonus">By how much full agreement raises the text score: 0.5 raises it by half. At least 0.</param>
/// <param name="Role">What agreement means to the re-ranking model.</param>
public sealed record FactField(string Name, double Bonus, FactRole Role = FactRole.Trait);

/// <summary>Fields, weights and limits of a <see cref="LookAlikeIndex"/>. Immutable.</summary>
public sealed class LookAlikeOptions
{
    /// <summary>Words read from one text field; what follows is ignored, so that one document cannot be unboundedly dear.</summary>
    public const int WordsReadPerField = 10_000;

    /// <summary>Values read from one fact field of one document.</summary>
    public const int ValuesReadPerFact = 64;

    /// <summary>The heaviest words of a query that are searched for, at most; see <see cref="PostingsRead"/>.</summary>
    public const int QueryWords = 32;

    /// <summary>In a large collection fewer words are searched for: those that stand in at most so many documents and a tenth of all.</summary>
    public const int PostingsRead = 100_000;

    /// <summary>Matches listed in one result.</summary>
    public const int MatchesShown = 10;

    /// <summary>The greatest weight of a text field: sums of points stay whole numbers of 64 bits.</summary>
    public const double MostWeight = 100;

    /// <summary>The most text fields an index can have.</summary>
    public const int MostTextFields = 4;

    /// <summary>Title 3, question 2, body 1; a shared case reference is the strongest fact, then clause, area, kind, surface,
    /// language, region.</summary>
    public static LookAlikeOptions Default { get; } = new(
        [new("title", 3, 0.5), new("question", 2, 0.6), new("body", 1, 0.75)],
        [
            new("case", 1, FactRole.Reference), new("clause", 0.4, FactRole.Topic), new("area", 0.2, FactRole.Topic), new("kind", 0.1),
            new("surface", 0.08), new("language", 0.05), new("region", 0.04),
        ]);

    /// <summary>Checks and keeps the fields.</summary>
    /// <param name="texts">One to <see cref="MostTextFields"/> text fields.</param>
    /// <param name="facts">Any number of fact fields.</param>
    /// <param name="k1">How slowly repeated occurrences saturate; above 0. Weighted, so somewhat above BM25's usual 1.2.</param>
    /// <exception cref="ArgumentException">A name repeats or is blank, a number is out of its range, or there are too few or too
    /// many text fields.</exception>
    public LookAlikeOptions(IReadOnlyList<TextField> texts, IReadOnlyList<FactField> facts, double k1 = 1.5)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(facts);
        if (texts.Count is 0 or > MostTextFields)
            throw new ArgumentException($"An index has 1 to {MostTextFields} text fields.", nameof(texts));
        if (texts.Any(f => f.Weight is not (> 0 and <= MostWeight) || f.LengthNormalisation is not (>= 0 and <= 1)))
            throw new ArgumentException($"A text field has a weight above 0, at most {MostWeight}, and a length normalisation in [0, 1].", nameof(texts));
        if (facts.Any(f => !(f.Bonus >= 0 && double.IsFinite(f.Bonus))))
            throw new ArgumentException("A fact field has a bonus of at least 0.", nameof(facts));
        if (!(k1 > 0 && double.IsFinite(k1))) throw new ArgumentException("k1 is above 0.", nameof(k1));
        var names = texts.Select(f => f.Name).Concat(facts.Select(f => f.Name)).ToList();
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw new ArgumentException("Field names are not blank and not repeated.");

        Texts = [.. texts];
        Facts = [.. facts];
        K1 = k1;
    }

    /// <summary>The text fields.</summary>
    public IReadOnlyList<TextField> Texts { get; }

    /// <summary>The fact fields.</summary>
    public IReadOnlyList<FactField> Facts { get; }

    /// <summary>How slowly repeated occurrences saturate.</summary>
    public double K1 { get; }

    /// <summary>Everything a score depends on besides the documents and the code, in one line.</summary>
    internal string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{K1:R};{string.Join(',', Texts.Select(f => FormattableString.Invariant($"{f.Name}:{f.Weight:R}:{f.LengthNormalisation:R}")))};{string.Join(',', Facts.Select(f => FormattableString.Invariant($"{f.Name}:{f.Bonus:R}:{f.Role}")))}");
}
