using System.IO.Compression;
using System.Text.Json;
using Insights.Similarity;

namespace Insights.Benchmarks.Collection;

/// <summary>
/// A real issue tracker, and any number of reports composed from it with a fixed seed: the facts and lengths of one of its reports, the words of
/// each field drawn as often as they occur there. It is no part of the repository.
/// </summary>
internal sealed class Tracker
{
    private const string File = "shared/data/similarity-dev.ndjson.gz";
    private const double NearMedian = 0.1;

    public static LookAlikeOptions Options { get; } = new(
        [new("summary", 3, 0.5), new("description", 1, 0.75)],
        [
            new("component", 0.25, FactRole.Topic), new("product", 0.05, FactRole.Topic), new("type", 0.05), new("version", 0.05), new("severity", 0.02),
        ]);

    private readonly List<AlikeDocument> _reports = [];
    private readonly List<(int Summary, int Description)> _lengths = [];
    private readonly List<string> _summaryWords = [];
    private readonly List<string> _descriptionWords = [];
    private readonly Random _random;

    private Tracker(string path, int seed)
    {
        _random = new Random(seed);
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            _reports.Add(DocumentOf(json.RootElement));
        }

        _reports.Sort((a, b) => a.Created.CompareTo(b.Created));
        foreach (var report in _reports)
        {
            var (summary, description) = (Words(report.Texts["summary"]), Words(report.Texts["description"]));
            _lengths.Add((summary.Length, description.Length));
            _summaryWords.AddRange(summary);
            _descriptionWords.AddRange(description);
        }

        MedianLength = _lengths.Select(l => l.Summary + l.Description).Order().ElementAt(_lengths.Count / 2);
    }

    /// <summary>Words in the median report.</summary>
    public int MedianLength { get; }

    /// <summary>The tracker beside the repository; null where it is absent.</summary>
    public static Tracker? Read(int seed)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, File);
            if (System.IO.File.Exists(path)) return new Tracker(path, seed);
        }

        return null;
    }

    /// <summary>The first reports as they were filed.</summary>
    public IEnumerable<AlikeDocument> First(int count) => _reports.Take(count);

    /// <summary>Later reports within a tenth of the median length.</summary>
    public IReadOnlyList<AlikeDocument> DraftsAfter(int count, int drafts)
    {
        var near = Enumerable.Range(count, _reports.Count - count)
            .Where(i => Math.Abs(_lengths[i].Summary + _lengths[i].Description - MedianLength) <= NearMedian * MedianLength).ToList();
        return [.. Enumerable.Range(0, drafts).Select(_ => _reports[near[_random.Next(near.Count)]])];
    }

    /// <summary>Composed reports with keys from a number on.</summary>
    public IEnumerable<AlikeDocument> Composed(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var like = _random.Next(_reports.Count);
            yield return Compose(FormattableString.Invariant($"rpt_{i:D26}"), _reports[like], _lengths[like].Summary, _lengths[like].Description);
        }
    }

    /// <summary>Composed drafts of median length.</summary>
    public IReadOnlyList<AlikeDocument> Drafts(int drafts)
    {
        var summary = _lengths.Select(l => l.Summary).Order().ElementAt(_lengths.Count / 2);
        return [.. Enumerable.Range(0, drafts).Select(_ => Compose("draft", _reports[_random.Next(_reports.Count)], summary, MedianLength - summary))];
    }

    private AlikeDocument Compose(string key, AlikeDocument like, int summary, int description) => new(key)
    {
        Created = like.Created,
        Texts = new Dictionary<string, string> { ["summary"] = Text(_summaryWords, summary), ["description"] = Text(_descriptionWords, description) },
        Facts = like.Facts,
    };

    private string Text(List<string> words, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => words[_random.Next(words.Count)]));

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static AlikeDocument DocumentOf(JsonElement report) => new(report.GetProperty("id").GetRawText())
    {
        Created = report.GetProperty("created").GetDateTimeOffset(),
        Texts = Options.Texts.ToDictionary(f => f.Name, f => Value(report, f.Name)),
        Facts = Options.Facts.ToDictionary(f => f.Name, f => (IReadOnlyList<string>)[Value(report, f.Name)]),
    };

    private static string Value(JsonElement report, string name) =>
        report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
