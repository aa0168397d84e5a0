using System.IO.Compression;
using System.Text.Json;
using Insights.Similarity.Learning;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Tests;

/// <summary>The shipped model can be made again: <c>INSIGHTS_UPDATE_WEIGHTS=1</c> writes it, <c>INSIGHTS_CHECK_WEIGHTS=1</c> compares.</summary>
public sealed class ShippedModelTests
{
    private static readonly DateTimeOffset Border = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [ShippedModelFact]
    public void The_shipped_model_is_what_the_development_trackers_earlier_duplicates_teach()
    {
        var index = new LookAlikeIndex(new LookAlikeOptions(
            [new("title", 3, 0.5), new("body", 1, 0.75)],
            [
                new("product", 0.05, FactRole.Topic), new("component", 0.25, FactRole.Topic), new("type", 0.05), new("severity", 0.02), new("version", 0.05),
            ]));
        var oldest = new Dictionary<string, string>();
        var pairs = new List<LabelledPair>();
        foreach (var (report, bucket) in Earlier())
        {
            index.Put(report);
            if (bucket is null) continue;
            if (oldest.TryGetValue(bucket, out var first)) pairs.Add(new LabelledPair(report.Key, first, true, report.Created));
            else oldest.Add(bucket, report.Key);
        }

        var byHand = new LookAlikeModel(RankLearning.ByHand, [], [], new Calibration([new Knot(0, 0), new Knot(10, 1)]), 0.5, 0.8);
        var learned = new LookAlikeTrainer(index, null).Train(pairs, byHand)!;

        if (ShippedModelFactAttribute.Asked("INSIGHTS_UPDATE_WEIGHTS"))
            File.WriteAllText(Path.Combine(ShippedModelFactAttribute.Root!, "src/Insights.Similarity/Ranking/shipped-model.json"), learned.Model.ToJson() + "\n");
        else
            Assert.Equal(LookAlikeModel.Default.Version, learned.Model.Version);
        Assert.True(learned.IsBetter);
    }

    private static IEnumerable<(AlikeDocument Report, string? Bucket)> Earlier()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(ShippedModelFactAttribute.Data!), CompressionMode.Decompress));
        var read = new List<(long Id, AlikeDocument Report, string? Bucket)>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            IReadOnlyList<string> Values(string name) => Text(name).Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var report = new AlikeDocument(root.GetProperty("id").ToString())
            {
                Created = root.GetProperty("created").GetDateTimeOffset(),
                Texts = new Dictionary<string, string> { ["title"] = Text("summary"), ["body"] = Text("description") },
                Facts = new[] { "product", "component", "type", "severity", "version" }.ToDictionary(f => f, Values),
            };
            var bucket = root.GetProperty("bucket");
            if (report.Created < Border) read.Add((root.GetProperty("id").GetInt64(), report, bucket.ValueKind == JsonValueKind.Null ? null : bucket.ToString()));
        }

        return read.OrderBy(r => r.Report.Created).ThenBy(r => r.Id).Select(r => (r.Report, r.Bucket));
    }
}

/// <summary>Runs where the development tracker lies beside the repository and its minute is asked for; skipped visibly elsewhere.</summary>
internal sealed class ShippedModelFactAttribute : FactAttribute
{
    public ShippedModelFactAttribute()
    {
        if (Data is null || Root is null) Skip = "The development tracker is not beside this repository.";
        else if (!Asked("INSIGHTS_UPDATE_WEIGHTS") && !Asked("INSIGHTS_CHECK_WEIGHTS")) Skip = "Takes a minute: set INSIGHTS_CHECK_WEIGHTS=1.";
    }

    public static string? Root { get; } = Above("Insights.sln") is { } solution ? Path.GetDirectoryName(solution) : null;

    public static string? Data { get; } = Above(Path.Combine("shared", "data", "similarity-dev.ndjson.gz"));

    public static bool Asked(string variable) => Environment.GetEnvironmentVariable(variable) == "1";

    private static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, path))) return Path.Combine(folder.FullName, path);
        }

        return null;
    }
}
