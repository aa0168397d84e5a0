using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Insights.Web.Tests.NoEcho;

/// <summary>
/// The API as it describes itself, so that whatever is added to it is covered by itself: every field that takes
/// arguments, and for each argument something well formed to put there.
/// </summary>
internal sealed class Contract
{
    private readonly Dictionary<string, JsonElement> _types;
    private readonly IReadOnlyDictionary<string, string> _usual;

    private Contract(Dictionary<string, JsonElement> types, IReadOnlyDictionary<string, string> usual) => (_types, _usual) = (types, usual);

    /// <summary>Reads the schema from a running product.</summary>
    /// <param name="client">Somebody signed in.</param>
    /// <param name="usual">What goes into well-known fields, by name, so that a command gets as far as it can.</param>
    public static async Task<Contract> ReadAsync(HttpClient client, IReadOnlyDictionary<string, string> usual)
    {
        const string Ref = "{ kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";
        var inputs = await AskAsync(client, $"{{ __schema {{ types {{ kind name enumValues {{ name }} inputFields {{ name type {Ref} }} }} }} }}");
        var types = inputs.GetProperty("__schema").GetProperty("types").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        foreach (var name in types.Where(t => t.Value.GetProperty("kind").GetString() is "OBJECT" && !t.Key.StartsWith("__", StringComparison.Ordinal)).Select(t => t.Key).ToList())
            types[name] = (await AskAsync(client, $"{{ __type(name: \"{name}\") {{ kind name fields {{ name type {Ref} args {{ name type {Ref} }} }} interfaces {{ name }} }} }}")).GetProperty("__type");
        return new Contract(types, usual);
    }

    /// <summary>Every field that takes arguments, and where it stands.</summary>
    public IEnumerable<Call> Calls => _types.Values
        .Where(t => t.GetProperty("kind").GetString() is "OBJECT" && t.TryGetProperty("fields", out _))
        .SelectMany(type => type.GetProperty("fields").EnumerateArray()
            .Where(f => f.GetProperty("args").GetArrayLength() > 0)
            .Select(f => CallOf(type, f)));

    /// <summary>Something well formed for every argument of a call, and the same once for each value of a needed choice.</summary>
    public IEnumerable<JsonObject> Arguments(Call call)
    {
        var all = Filled(call);
        yield return all;
        foreach (var (path, values) in Choices(call))
        {
            foreach (var value in values.Skip(1))
            {
                var other = (JsonObject)all.DeepClone();
                Put(other, path, value);
                yield return other;
            }
        }
    }

    /// <summary>The paths of everything in these arguments that is not an object or a list.</summary>
    public static IEnumerable<IReadOnlyList<string>> Leaves(JsonNode? node, params string[] path) => node switch
    {
        JsonObject o => o.SelectMany(p => Leaves(p.Value, [.. path, p.Key])),
        JsonArray a => a.SelectMany((v, i) => Leaves(v, [.. path, i.ToString(CultureInfo.InvariantCulture)])),
        _ => [path],
    };

    /// <summary>Puts a value at a path.</summary>
    public static void Put(JsonNode root, IReadOnlyList<string> path, JsonNode? value)
    {
        var at = path.SkipLast(1).Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
        if (at is JsonArray array)
            array[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value;
        else
            at[path[^1]] = value;
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string query)
    {
        using var response = await client.PostAsJsonAsync("/graphql", new { query });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private static Call CallOf(JsonElement type, JsonElement field)
    {
        var result = field.GetProperty("type");
        while (result.GetProperty("ofType") is { ValueKind: JsonValueKind.Object } inner)
            result = inner;
        var name = field.GetProperty("name").GetString()!;
        var on = type.GetProperty("name").GetString()!;
        var isNode = type.GetProperty("interfaces").EnumerateArray().Any(i => i.GetProperty("name").GetString() is "Node");
        var selection = result.GetProperty("kind").GetString() is "SCALAR" or "ENUM" ? "" : on is "Mutation" ? " { refusals { code path message } }" : " { __typename }";
        return new Call(on, isNode, name, selection, [.. field.GetProperty("args").EnumerateArray()]);
    }

    private JsonObject Filled(Call call) =>
        new(call.Arguments.Select(a => KeyValuePair.Create(a.GetProperty("name").GetString()!, Fill(a.GetProperty("name").GetString()!, a.GetProperty("type")))));

    private JsonNode? Fill(string name, JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Fill(name, type.GetProperty("ofType")),
        // Two of what is compared with each other, such as readings; one of a code or an id.
        "LIST" when Named(type).GetProperty("kind").GetString() is "INPUT_OBJECT" && !_usual.ContainsKey(name) => new JsonArray(Fill(name, type.GetProperty("ofType")), Fill(name, type.GetProperty("ofType"))),
        "LIST" => new JsonArray(Fill(name, type.GetProperty("ofType"))),
        "ENUM" when _usual.TryGetValue(name, out var value) => value,
        "INPUT_OBJECT" => new JsonObject(_types[type.GetProperty("name").GetString()!].GetProperty("inputFields").EnumerateArray()
            .Select(f => KeyValuePair.Create(f.GetProperty("name").GetString()!, Fill(f.GetProperty("name").GetString()!, f.GetProperty("type"))))),
        "ENUM" => _types[type.GetProperty("name").GetString()!].GetProperty("enumValues")[0].GetProperty("name").GetString(),
        _ => Scalar(name, type.GetProperty("name").GetString()!),
    };

    private JsonNode? Scalar(string name, string type) => (type, _usual.GetValueOrDefault(name)) switch
    {
        ("Int", var number) => int.Parse(number ?? "1", CultureInfo.InvariantCulture),
        ("Boolean", var truth) => truth is null or "true",
        ("Date", var day) => day ?? "2027-01-01",
        (_, "") => null,
        (_, var usual) => usual ?? "Plain words of policy.",
    };

    /// <summary>Choices on the first level of an input, which decide what else is looked at.</summary>
    private IEnumerable<(string[] Path, List<string> Values)> Choices(Call call) =>
        from argument in call.Arguments
        let input = Named(argument.GetProperty("type"))
        where input.GetProperty("kind").GetString() is "INPUT_OBJECT"
        from field in input.GetProperty("inputFields").EnumerateArray()
        where field.GetProperty("type").GetProperty("kind").GetString() is "NON_NULL" && Named(field.GetProperty("type")).GetProperty("kind").GetString() is "ENUM"
        select (new[] { argument.GetProperty("name").GetString()!, field.GetProperty("name").GetString()! },
            Named(field.GetProperty("type")).GetProperty("enumValues").EnumerateArray().Select(v => v.GetProperty("name").GetString()!).ToList());

    private JsonElement Named(JsonElement type)
    {
        while (type.GetProperty("ofType") is { ValueKind: JsonValueKind.Object } inner)
            type = inner;
        return _types[type.GetProperty("name").GetString()!];
    }
}

/// <summary>A field that takes arguments.</summary>
/// <param name="On">The type it stands on.</param>
/// <param name="IsNode">Whether that type can be fetched by id.</param>
/// <param name="Field">Its name.</param>
/// <param name="Selection">What is asked of its answer: never what was sent.</param>
/// <param name="Arguments">Its arguments, as introspection gives them.</param>
internal sealed record Call(string On, bool IsNode, string Field, string Selection, IReadOnlyList<JsonElement> Arguments)
{
    public bool Reachable => On is "Query" or "Mutation" or "Subscription" || IsNode;

    /// <summary>A document that sends all arguments in variables.</summary>
    /// <param name="idOf">Ids of one thing of each type.</param>
    public string InVariables(Func<string, string> idOf) =>
        Wrap($"({string.Join(", ", Arguments.Select(a => $"${Name(a)}: {TypeText(a.GetProperty("type"))}"))})",
            $"({string.Join(", ", Arguments.Select(a => $"{Name(a)}: ${Name(a)}"))})", idOf);

    /// <summary>A document that holds all arguments itself.</summary>
    public string InDocument(JsonObject values, Func<string, string> idOf) => Wrap("", $"({string.Join(", ", values.Select(v => $"{v.Key}: {Literal(v.Value)}"))})", idOf);

    private string Wrap(string variables, string arguments, Func<string, string> idOf) => On switch
    {
        "Query" => $"query{variables} {{ {Field}{arguments}{Selection} }}",
        "Mutation" => $"mutation{variables} {{ {Field}{arguments}{Selection} }}",
        "Subscription" => $"subscription{variables} {{ {Field}{arguments}{Selection} }}",
        _ => $"query{variables} {{ node(id: \"{idOf(On)}\") {{ ... on {On} {{ {Field}{arguments}{Selection} }} }} }}",
    };

    private static string Name(JsonElement argument) => argument.GetProperty("name").GetString()!;

    private static string TypeText(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => TypeText(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{TypeText(type.GetProperty("ofType"))}]",
        _ => type.GetProperty("name").GetString()!,
    };

    /// <summary>Capital words stand for choices, as everywhere in the schema.</summary>
    private static string Literal(JsonNode? value) => value switch
    {
        JsonObject o => $"{{ {string.Join(", ", o.Select(p => $"{p.Key}: {Literal(p.Value)}"))} }}",
        JsonArray a => $"[{string.Join(", ", a.Select(Literal))}]",
        JsonValue v when v.GetValueKind() is JsonValueKind.String && v.GetValue<string>() is var text && text.Length > 1 && text.All(c => char.IsAsciiLetterUpper(c) || c is '_') => text,
        null => "null",
        _ => value.ToJsonString(),
    };
}
