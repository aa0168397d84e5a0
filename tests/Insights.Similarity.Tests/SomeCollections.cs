using FsCheck;
using FsCheck.Fluent;

namespace Insights.Similarity.Tests;

/// <summary>Documents with distinct keys over a small vocabulary, so that they share words, facts and exact ties; and a query like them.</summary>
public sealed record SomeCollection(IReadOnlyList<AlikeDocument> Documents, AlikeDocument Query)
{
    public override string ToString() => string.Join(Environment.NewLine, Documents.Append(Query).Select(d =>
        $"{d.Key}: {string.Join(" | ", d.Texts.Values)} [{string.Join(',', d.Facts.SelectMany(f => f.Value))}]"));
}

/// <summary>What FsCheck draws from.</summary>
public static class SomeCollections
{
    public static Arbitrary<SomeCollection> Collections()
    {
        var word = Gen.Frequency((3, Gen.Choose(0, 5)), (3, Gen.Choose(0, 30)), (1, Gen.Choose(0, 400))).Select(Some.Word);
        var text = from length in Gen.Frequency((4, Gen.Choose(0, 8)), (1, Gen.Choose(0, 60)))
                   from words in Gen.ArrayOf(word, length)
                   select string.Join(' ', words);
        var values = from count in Gen.Choose(0, 3)
                     from picked in Gen.ArrayOf(Gen.Choose(1, 5), count)
                     select picked.Select(v => $"V-{v}").ToArray();
        var document = from title in text
                       from body in text
                       from clause in values
                       from cases in values
                       select Some.Doc("q", title, body, clause, cases);
        var collection = from count in Gen.Choose(0, 90)
                         from documents in Gen.ArrayOf(document, count)
                         from query in document
                         select new SomeCollection(
                             [.. documents.Select((d, i) => new AlikeDocument($"r{i * 37 % 91:00}") { Created = d.Created, Texts = d.Texts, Facts = d.Facts })], query);
        return collection.ToArbitrary();
    }
}
