using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Insights.Core.Tests.Scenarios;

/// <summary>The few words of JSON Schema that the published file uses, and a complaint about any other.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at = "")
    {
        foreach (var rule in schema.EnumerateObject())
        {
            foreach (var fault in Against(value, schema, rule, at))
                yield return fault;
        }
    }

    private static IEnumerable<string> Against(JsonElement value, JsonElement schema, JsonProperty rule, string at) => rule.Name switch
    {
        "title" or "description" => [],
        "type" => Is(value, rule.Value.GetString()!) ? [] : [$"{at}: not {rule.Value.GetString()}"],
        "const" => JsonElement.DeepEquals(value, rule.Value) ? [] : [$"{at}: another value"],
        "enum" => rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(value, one)) ? [] : [$"{at}: not one of those allowed"],
        "pattern" => value.ValueKind is not JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!) ? [] : [$"{at}: another form"],
        "minLength" => Length(value) is { } length && length < rule.Value.GetInt32() ? [$"{at}: too short"] : [],
        "maxLength" => Length(value) is { } length && length > rule.Value.GetInt32() ? [$"{at}: too long"] : [],
        "minimum" => value.ValueKind is JsonValueKind.Number && value.GetInt64() < rule.Value.GetInt64() ? [$"{at}: too small"] : [],
        "maxItems" => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > rule.Value.GetInt32() ? [$"{at}: too many"] : [],
        "items" => value.ValueKind is not JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Faults(item, rule.Value, Below(at, i.ToString(CultureInfo.InvariantCulture)))),
        "required" => rule.Value.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{Below(at, name)} is missing"),
        "properties" => rule.Value.EnumerateObject().Where(p => value.TryGetProperty(p.Name, out _)).SelectMany(p => Faults(value.GetProperty(p.Name), p.Value, Below(at, p.Name))),
        "additionalProperties" => value.EnumerateObject().Select(p => p.Name).Where(name => !schema.GetProperty("properties").TryGetProperty(name, out _)).Select(name => $"{Below(at, name)} is not allowed"),
        _ => throw new NotSupportedException($"The schema says {rule.Name}, which this check does not know."),
    };

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"The schema says {type}, which this check does not know."),
    };

    private static int? Length(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()!.Length : null;

    private static string Below(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
