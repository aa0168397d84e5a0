using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Scenarios;

/// <summary>
/// The whole set as lines of JSON: a manifest, then one scenario a line in the order of their numbers. The same scenarios
/// give the same bytes, so that the version of a set says what it holds. Retired ones are not in it, nor those whose words are withheld or erased.
/// </summary>
[Requires(Permission.ExportScenarios)]
public sealed record ExportScenarios : IQuery<ScenarioSet>;

/// <summary>A set of scenarios as it leaves.</summary>
/// <param name="Version">The version of the set: the beginning of the digest of its lines.</param>
/// <param name="Count">How many scenarios it holds.</param>
/// <param name="Sha256">The digest of all lines behind the manifest, with their line ends, in small hexadecimal digits.</param>
/// <param name="Content">The manifest and the lines, in UTF-8.</param>
public sealed record ScenarioSet(string Version, int Count, string Sha256, ReadOnlyMemory<byte> Content);

internal sealed class ExportScenariosHandler(IDbContextFactory<InsightsDb> contexts, ScenarioDesk desk) : IRequestHandler<ExportScenarios, Outcome<ScenarioSet>>
{
    private const string LineSchema = "insights.scenario.v1";
    private const string SetSchema = "insights.scenario-set.v1";

    // Ends of lines that some readers know besides \n are escaped by this encoder too.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<Outcome<ScenarioSet>> Handle(ExportScenarios request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await desk.ViewsAsync(db, db.Scenarios.Where(s => s.RetiredAt == null), cancellationToken);
        var whole = all.Where(IsWhole).ToList();
        var lines = new ArrayBufferWriter<byte>();
        foreach (var scenario in whole)
            Line(lines, json => Write(json, desk.Masked(scenario)));

        var digest = Convert.ToHexStringLower(SHA256.HashData(lines.WrittenSpan));
        var version = digest[..16];
        var content = new ArrayBufferWriter<byte>();
        Line(content, json =>
        {
            json.WriteString("schema", SetSchema);
            json.WriteString("setVersion", version);
            json.WriteNumber("count", whole.Count);
            json.WriteNumber("reviewDue", whole.Count(s => s.ReviewDue));
            json.WriteNumber("leftOut", all.Count - whole.Count);
            json.WriteString("sha256", digest);
        });
        content.Write(lines.WrittenSpan);
        return new ScenarioSet(version, whole.Count, digest, content.WrittenMemory);
    }

    /// <summary>A scenario with holes in its words would be judged by what is missing.</summary>
    private static bool IsWhole(ScenarioView scenario) =>
        !scenario.Factors.Append(scenario.Facts).Append(scenario.Outcome).Any(text => text.IsEmpty || Holes(text, GuardedText.Withheld) || Holes(text, GuardedText.Erased));

    private static bool Holes(GuardedText text, GuardedText placeholder) => text.Value.Contains(placeholder.Value, StringComparison.Ordinal);

    private static void Line(ArrayBufferWriter<byte> into, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(into, Json))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        into.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, ScenarioView scenario)
    {
        json.WriteString("schema", LineSchema);
        json.WriteString("id", scenario.Id.Value);
        json.WriteNumber("number", scenario.Number);
        json.WriteNumber("revision", scenario.Version);
        json.WriteNumber("gapNumber", scenario.GapNumber);
        json.WriteString("language", scenario.Language);
        json.WriteString("facts", scenario.Facts.Value);
        json.WriteStartArray("factors");
        foreach (var factor in scenario.Factors)
            json.WriteStringValue(factor.Value);
        json.WriteEndArray();
        json.WriteString("expectedOutcome", scenario.Outcome.Value);
        json.WriteString("clause", scenario.Clause);
        json.WriteNumber("clauseVersion", scenario.ClauseVersion);
        json.WriteBoolean("reviewDue", scenario.ReviewDue);
        json.WriteStartArray("reviewReasons");
        foreach (var reason in scenario.ReviewReasons)
            json.WriteStringValue(CodeNames.Of(reason));
        json.WriteEndArray();
    }
}
