using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Types;

namespace Insights.GraphQL.Contract;

/// <summary>Writes a command of the core as the mutation that sends it. Safe to share.</summary>
public sealed partial class CommandWriter(ISchema schema)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fields that hold a code of a list, chosen and never typed. Labels and codes are typed where lists are kept, so they are not among them.</summary>
    private static readonly HashSet<string> Codes = ["clause", "nearestClause", "area", "surface", "language", "region", "destination"];

    /// <summary>Left to each caller: a key of their own, and what they looked at themselves.</summary>
    private static readonly HashSet<string> Own = ["idempotencyKey", "acknowledged"];

    private readonly Lazy<Dictionary<string, FieldType>> _byInput = new(() =>
    {
        schema.Initialize();
        return schema.Mutation!.Fields.ToDictionary(f => f.Arguments!.Single().ResolvedType!.GetNamedType().Name);
    });

    /// <summary>The document and its variables as JSON, without any words that were typed: in their place stands what belongs there. Null where no mutation sends it.</summary>
    /// <param name="command">The command as a page would send it.</param>
    public (string Document, string Variables)? Write(object command)
    {
        if (!_byInput.Value.TryGetValue(Names.Of(command.GetType()), out var field))
            return null;
        var input = field.Arguments!.Single().ResolvedType!.GetNamedType();
        var name = string.Concat(char.ToUpperInvariant(field.Name[0]).ToString(), field.Name.AsSpan(1));
        return (
            $"mutation {name}($input: {input.Name}!) {{\n  {field.Name}(input: $input) {{\n    refusals {{ code path message }}\n  }}\n}}",
            new JsonObject { ["input"] = Of(command, input, "input") }.ToJsonString(Readable));
    }

    private static JsonNode? Of(object? value, IGraphType type, string name) => (value, type) switch
    {
        (_, NonNullGraphType { ResolvedType: { } inner }) => Of(value, inner, name) ?? $"<{name}>",
        (null, _) => null,
        (IEnumerable some and not string, ListGraphType { ResolvedType: { } item }) => new JsonArray([.. some.Cast<object?>().Select(v => Of(v, item, name))]),
        (_, IInputObjectGraphType input) => ObjectOf(value, input),
        (string text, _) => Id().IsMatch(text) || (Codes.Contains(name) && Code().IsMatch(text)) || text.Length == 0 ? text : $"<{name}>",
        (bool truth, _) => truth,
        (int number, _) => number,
        (long number, _) => number,
        (double number, _) => number,
        (DateOnly day, _) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (TimeOnly time, _) => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        (Enum chosen, _) => Names.OfValue(chosen.ToString()),
        _ => $"<{name}>",
    };

    private static JsonObject ObjectOf(object form, IInputObjectGraphType type)
    {
        var written = new JsonObject();
        foreach (var field in type.Fields.Where(f => !Own.Contains(f.Name)))
        {
            var property = form.GetType().GetProperty(field.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (Of(property?.GetValue(form), field.ResolvedType!, field.Name) is { } value)
                written[field.Name] = value;
        }

        return written;
    }

    [GeneratedRegex("^[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Za-z]{2,20}(-[A-Za-z0-9.]{1,20}){0,4}$")]
    private static partial Regex Code();
}
