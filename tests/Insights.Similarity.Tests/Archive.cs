namespace Insights.Similarity.Tests;

/// <summary>A few reports as the product has them, and larger archives of them by rule.</summary>
internal static class Archive
{
    public static IReadOnlyList<AlikeDocument> Reports { get; } =
    [
        Report("age", "Age assurance between bands", "The estimate lies between two bands and the text names neither; which applies?", "CS-4.2"),
        Report("appeal", "Appeal after a new registration", "May an account registered anew appeal the enforcement of the former one?", "CS-7"),
        Report("glossary", "Glossary entry differs by locale", "One term has two translations and reviewers apply both.", "CS-9"),
        Report("label", "Provenance label missing", "Synthetic media without a provenance label: is it in scope of the clause?", "CS-12"),
        Report("threshold", "Evidence threshold for referral", "Reviewers disagree how much evidence a referral needs.", "CS-3"),
    ];

    public static AlikeDocument Report(string key, string title, string body, string clause, string? cited = null, int day = 0) => new(key)
    {
        Created = Some.Day.AddDays(day),
        Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body },
        Facts = new Dictionary<string, IReadOnlyList<string>> { ["clause"] = [clause], ["case"] = cited is null ? [] : [cited] },
    };

    public static LookAlikeIndex Index()
    {
        var index = new LookAlikeIndex(LookAlikeOptions.Default);
        foreach (var report in Reports) index.Put(report);
        return index;
    }

    /// <summary>Pairs of reports that share <paramref name="shared"/> words of their subject among words that all reports draw from.</summary>
    /// <remarks>Keys are <c>a07</c> and <c>b07</c>; of each pair the b is younger.</remarks>
    public static IEnumerable<AlikeDocument> Pairs(int count, int shared = 4, int seed = 1)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var subject = string.Join(' ', Enumerable.Range(0, shared).Select(w => Some.Word(i * shared + w)));
            yield return Report($"a{i:000}", subject, Noise(random), $"CS-{i % 7}", day: i);
            yield return Report($"b{i:000}", Noise(random), subject + " " + Noise(random), $"CS-{i % 7}", day: i + random.Next(1, 20));
        }
    }

    private static string Noise(Random random) => string.Join(' ', Enumerable.Range(0, 6).Select(_ => Some.Word(600 + random.Next(90))));
}
