using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>One line of <c>guard scan --ndjson</c>, in and out.</summary>
internal static class ScanLine
{
    /// <summary>Reads the text of a JSON object; other members are passed over.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            using var read = JsonDocument.Parse(line);
            if (read.RootElement.ValueKind != JsonValueKind.Object || !read.RootElement.TryGetProperty("text", out var member)
                || member.ValueKind != JsonValueKind.String)
                return false;
            text = member.GetString()!;
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is an InvalidOperationException. Either message may quote the line, so neither is passed on.
            return false;
        }
    }

    /// <summary>The text and what was found in it, in ASCII whatever the terminal is set to.</summary>
    public static string Answer(string text, IReadOnlyList<GuardFinding> findings)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("text", text);
            writer.WriteStartArray("found");
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteNumber("start", finding.Start);
                writer.WriteNumber("end", finding.End);
                writer.WriteString("type", finding.Type);
                writer.WriteString("ruleId", finding.RuleId);
                writer.WriteString("tier", finding.Tier switch { FindingTier.A => "A", FindingTier.B => "B", _ => "C" });
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
