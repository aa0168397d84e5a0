using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Privacy;

namespace Insights.GraphQL.Contract;

/// <summary>The JSON Schema (2020-12) of every type of event, read off the closed list of fields and its documentation.</summary>
public static class EventSchemas
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name of the file under <c>schema/events</c>.</summary>
    public static string FileName(FeedEventType type) => $"{FeedJson.Kebab(type)}.schema.json";

    /// <summary>The schema, as it is published.</summary>
    public static string Text(FeedEventType type)
    {
        var fields = FeedFields.Of(type);
        var properties = new JsonObject
        {
            ["schema"] = new JsonObject { ["description"] = "Version of this form.", ["const"] = FeedJson.Version },
            ["cursor"] = Described(typeof(FeedEntry).GetProperty(nameof(FeedEntry.Cursor))!, new() { ["type"] = "string", ["pattern"] = "^v1\\.[0-9]+\\.[0-9]+$" }),
            ["membership"] = Described(typeof(FeedEntry).GetProperty(nameof(FeedEntry.Membership))!, Of(typeof(FeedMembership))),
        };
        foreach (var field in FeedFields.All.Where(f => fields.Always.Contains(f) || fields.Sometimes.Contains(f)))
            properties[FeedFields.NameOf(field)] = Described(field, field.Name == nameof(FeedItem.Type) ? new() { ["const"] = Upper(type.ToString()) } : Of(field.PropertyType));

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = FeedJson.SchemaId(type),
            ["title"] = Upper(type.ToString()),
            ["description"] = Docs.Of(typeof(FeedEventType).GetField(type.ToString())!),
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(["schema", "cursor", .. fields.Always.Select(f => (JsonNode)FeedFields.NameOf(f))]),
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)Upper(name))]) };
        if (type.IsGenericType)
            return new() { ["type"] = "array", ["items"] = Of(type.GetGenericArguments()[0]), ["minItems"] = 1 };
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPrefixedId<>)))
            return new() { ["type"] = "string", ["pattern"] = $"^{type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)}[0-7][0-9A-HJKMNP-TV-Z]{{25}}$" };
        if (type == typeof(FeedDecision))
            return OfDecision();
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 64 },
            TypeCode.Boolean => new() { ["type"] = "boolean" },
            TypeCode.Int32 or TypeCode.Int64 => new() { ["type"] = "integer", ["minimum"] = 1 },
            _ when type == typeof(DateOnly) => new() { ["type"] = "string", ["format"] = "date" },
            _ when type == typeof(GuardedText) => new() { ["type"] = "string" },
            _ => throw new InvalidOperationException($"No schema is known for {type.Name}."),
        };
    }

    private static JsonObject OfDecision()
    {
        var (properties, required, nulls) = (new JsonObject(), new JsonArray(), new NullabilityInfoContext());
        foreach (var field in typeof(FeedDecision).GetProperties().OrderBy(p => p.MetadataToken))
        {
            properties[FeedFields.NameOf(field)] = Described(field, Of(field.PropertyType));
            if (Nullable.GetUnderlyingType(field.PropertyType) is null && nulls.Create(field).ReadState is NullabilityState.NotNull)
                required.Add((JsonNode)FeedFields.NameOf(field));
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static JsonObject Described(MemberInfo member, JsonObject schema)
    {
        schema.Insert(0, "description", Docs.Of(member) ?? throw new InvalidOperationException($"{member.Name} is not documented."));
        return schema;
    }

    private static string Upper(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}
