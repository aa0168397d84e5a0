using System.IO.Compression;
using System.Text.Json;
using Insights.Benchmarks.Measuring;
using Insights.Similarity;
using Insights.Similarity.Learning;
using Insights.Similarity.Ranking;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// Makes the shipped model again from the tracker's earlier duplicates, and says whether it is the one in the repository. With
/// <c>INSIGHTS_UPDATE_WEIGHTS=1</c> it takes its place.
/// </summary>
internal static class ShippedModel
{
    private const string Data = "shared/data/similarity-dev.ndjson.gz";
    private const string File = "src/Insights.Similarity/Ranking/shipped-model.json";

    private static readonly DateTimeOffset Border = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Task RunAsync()
    {
        if (Above(Data) is not { } data)
        {
            Sheet.Note($"The tracker is not beside this repository; the shipped model is not made again.");
            return Task.CompletedTask;
        }

        var index = new LookAlikeIndex(new LookAlikeOptions(
            [new("title", 3, 0.5), new("body", 1, 0.75)],
            [
                new("product", 0.05, FactRole.Topic), new("component", 0.25, FactRole.Topic), new("type", 0.05), new("severity", 0.02), new("version", 0.05),
            ]));
        var oldest = new Dictionary<string, string>();
        var pairs = new List<LabelledPair>();
        foreach (var (report, bucket) in Earlier(data))
        {
            index.Put(report);
            if (bucket is null) continue;
            if (oldest.TryGetValue(bucket, out var first)) pairs.Add(new LabelledPair(report.Key, first, true, report.Created));
            else oldest.Add(bucket, report.Key);
        }

        var byHand = new LookAlikeModel(RankLearning.ByHand, [], [], new Calibration([new Knot(0, 0), new Knot(10, 1)]), 0.5, 0.8);
        var learned = new LookAlikeTrainer(index, null).Train(pairs, byHand)!;
        Sheet.Note($"Learned {learned.Model.Version}; shipped is {LookAlikeModel.Default.Version}. Better than by hand: {learned.IsBetter}.");
        if (Environment.GetEnvironmentVariable("INSIGHTS_UPDATE_WEIGHTS") == "1")
            System.IO.File.WriteAllText(Above(File)!, learned.Model.ToJson() + "\n");
        return Task.CompletedTask;
    }

    private static IEnumerable<(AlikeDocument Report, string? Bucket)> Earlier(string data)
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(data), CompressionMode.Decompress));
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

    private static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, path)))
                return Path.Combine(folder.FullName, path);
        }

        return null;
    }
}
