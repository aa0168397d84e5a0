using System.Text.Json;
using System.Text.Json.Serialization;
using Insights.Core.Cases;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;

namespace Insights.Benchmarks.Collection;

/// <summary>The reports of the demo seed, through the guard: the words, lengths and codes that everything measured is composed of.</summary>
internal static class DemoReports
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>A made-up key.</summary>
    public static CaseScheme Cases { get; } = new(
        "benchmarks", new CaseKeyRing(new CaseKey(1, "a synthetic key for the benchmarks only"u8)), [new CaseSource("synthetic", "Made-up cases")]);

    private static readonly CaseTokeniser Tokeniser = new(Cases.Keys);

    public static IReadOnlyList<ReportContent> Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "demo");
        var linked = Directory.EnumerateFiles(Path.Combine(folder, "gaps"), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => Objects(file, "gaps")).SelectMany(gap => gap.GetProperty("reports").EnumerateArray());
        return [.. linked.Concat(Objects(Path.Combine(folder, "unlinked.json"), "unlinkedReports")).Select(ToContent)];
    }

    private static ReportContent ToContent(JsonElement report)
    {
        var form = report.Deserialize<ReportForm>(Json)!;
        var cases = report.TryGetProperty("cases", out var cited) ? cited.GetArrayLength() : 0;
        return ReportContent.From(form with { Attested = true }, new Screen(Guard.Default)) with
        {
            CaseReferences = [.. Enumerable.Range(1, cases).Select(CaseReference)],
        };
    }

    /// <summary>A reference to a made-up case, under a made-up key.</summary>
    public static CaseToken CaseReference(int n) => Tokeniser.Tokenise("benchmarks", "synthetic", FormattableString.Invariant($"b-{n}"));

    private static JsonElement.ArrayEnumerator Objects(string file, string list)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<JsonElement>(stream).GetProperty(list).EnumerateArray();
    }
}
