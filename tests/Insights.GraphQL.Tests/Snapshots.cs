using System.Text.Json;

namespace Insights.GraphQL.Tests;

/// <summary>Answers as text that a person can read in a snapshot; ids and times repeat from run to run, so nothing is masked.</summary>
internal static class Snapshots
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(object value) => JsonSerializer.Serialize(value, Indented).ReplaceLineEndings("\n");
}
