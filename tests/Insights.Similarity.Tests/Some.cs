using Insights.Similarity.Index;

namespace Insights.Similarity.Tests;

/// <summary>Short factories for documents and indexes.</summary>
internal static class Some
{
    public static readonly LookAlikeOptions TwoFields = new(
        [new("title", 2, 0.5), new("body", 1, 0)], [new("case", 1), new("clause", 0.5)], k1: 1);

    public static readonly DateTimeOffset Day = new(2026, 2, 1, 8, 0, 0, TimeSpan.Zero);

    public static AlikeDocument Doc(string key, string title = "", string body = "", string[]? clause = null, string[]? cases = null) => new(key)
    {
        Created = Day,
        Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body },
        Facts = new Dictionary<string, IReadOnlyList<string>> { ["clause"] = clause ?? [], ["case"] = cases ?? [] },
    };

    public static LookAlikeIndex Index(params AlikeDocument[] documents)
    {
        // A tail of five and versions that start over at every hundredth write: small collections meet segments, merges and renewal too.
        var index = new LookAlikeIndex(TwoFields, new Shelf(TwoFields, mostInTail: 5, renewAt: 100));
        foreach (var document in documents) index.Put(document);
        return index;
    }

    /// <summary>A word that no stemming, stop list or typing-error bridge touches.</summary>
    public static string Word(int number) =>
        new([Consonant(number), 'o', Consonant(number / 16), "aou"[number / 256 % 3]]);

    public static string Words(Random random, int count, int vocabulary) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => Word((int)(vocabulary * Math.Pow(random.NextDouble(), 2.5)))));

    private static char Consonant(int number) => "bcdfghklmnprtvwz"[number % 16];
}
