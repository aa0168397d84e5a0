using System.Text.Json;

namespace Insights.Privacy.Tests;

/// <summary>The sample of scored lines, where this checkout lies beside the folder that holds it.</summary>
internal static class SharedSample
{
    private static readonly string? Path = Find();

    public static string? WhyMissing => Path is null ? "../shared/data/guard-dev.ndjson is not beside this checkout." : null;

    public static IEnumerable<(string Text, (int Start, int End, string[] Types)[] Spans)> Lines() => File.ReadLines(Path!).Select(line =>
    {
        using var read = JsonDocument.Parse(line);
        var spans = read.RootElement.GetProperty("spans").EnumerateArray().Select(span => (
            span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32(),
            (string[])[span.GetProperty("type").GetString()!, .. span.TryGetProperty("alt", out var others) ? others.EnumerateArray().Select(o => o.GetString()!) : []]));
        return (read.RootElement.GetProperty("text").GetString()!, spans.ToArray());
    });

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data", "guard-dev.ndjson");
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }
}

/// <summary>A fact that needs the shared sample and is skipped, visibly, without it.</summary>
public sealed class SharedSampleFactAttribute : FactAttribute
{
    public SharedSampleFactAttribute() => Skip = SharedSample.WhyMissing;
}
