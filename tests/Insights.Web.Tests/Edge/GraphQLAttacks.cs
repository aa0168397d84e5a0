using System.Text;
using System.Text.Json;
using static Insights.Web.Tests.Edge.Attack;

namespace Insights.Web.Tests.Edge;

/// <summary>What is tried against the API: documents, variables, JSON, ways of sending.</summary>
internal static class GraphQLAttacks
{
    private const string File = "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id } refusals { code path message } } }";

    public static IEnumerable<Attack> All =>
    [
        Question("aliases by the thousand", $"{{ {Many(2_000, n => $"a{n}: __typename")} }}"),
        Question("aliases of a costly field", $"{{ {Many(200, n => $"a{n}: gaps(first: 100) {{ totalCount }}")} }}"),
        Question("fields by the thousand", $"{{ {Many(5_000, _ => "__typename")} }}"),
        Question("directives by the thousand", $"{{ __typename {Many(1_000, _ => "@include(if: true)")} }}"),
        Question("an unknown directive", $"{{ __typename @{Mark}(why: \"{Mark}\") }}"),
        Question("a directive in the wrong place", $"query @include(if: true) {{ __typename @skip }}"),
        Question("fragments that double twenty times", Doubling(20)),
        Question("fragments that double two hundred times", Doubling(200)),
        Question("a circle of fragments", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        Question("a fragment in itself", "{ ...A } fragment A on Query { ...A __typename }"),
        Question("inline fragments by the thousand", $"{{ {Many(3_000, _ => "... on Query { __typename }")} }}"),
        Question("fragments nobody spreads", $"{{ __typename }} {Many(1_000, n => $"fragment F{n} on Query {{ __typename }}")}"),
        Question("a fragment of an unknown type", $"{{ ... on {Mark} {{ id }} }}"),
        Question("selections two hundred deep", Nested(200)),
        Question("selections twenty thousand deep", Nested(20_000)),
        Question("a list twenty thousand deep", $"{{ nodes(ids: {new string('[', 20_000)}{new string(']', 20_000)}) {{ id }} }}"),
        Question("an object thousands deep", $"{{ gaps(filter: {Many(3_000, _ => "{a:", "")}1{new string('}', 3_000)}) {{ totalCount }} }}"),
        Question("a list of very many", $"{{ nodes(ids: [{Many(20_000, n => $"\"{n}\"", ",")}]) {{ id }} }}"),
        Question("operations by the thousand", Many(1_000, n => $"query Q{n} {{ __typename }}")),
        Question("variables by the thousand", $"query({Many(2_000, n => $"$v{n}: Int", ",")}) {{ __typename }}"),
        Question("a variable declared twice", "query($a: Int, $a: String) { __typename }"),
        Question("a variable of an unknown type", $"query($a: {Mark}!) {{ gaps(first: $a) {{ totalCount }} }}"),
        Question("a name of a hundred kilobytes", $"{{ {new string('n', 100_000)} }}"),
        Question("a string of two hundred kilobytes", $"{{ node(id: \"{new string('s', 200_000)}\") {{ id }} }}"),
        Question("a block string without an end", $"{{ node(id: \"\"\"{Mark}) {{ id }} }}"),
        Question("a number beyond all numbers", "{ gaps(first: 1e999999999) { totalCount } }"),
        Question("a whole number beyond its type", "{ gaps(first: 99999999999999999999999) { totalCount } }"),
        Question("a negative page", "{ gaps(first: -1) { totalCount } }"),
        Question("a page of two milliards", "{ gaps(first: 2147483647) { nodes { id } } }"),
        Question("pages of pages of pages", "{ gaps(first: 100) { nodes { reports(first: 100) { nodes { gap { reports(first: 100) { nodes { gap { reports(first: 100) { nodes { id } } } } } } } } } } }"),
        Question("an unknown field", $"{{ {Mark} }}"),
        Question("an unknown argument", $"{{ gaps({Mark}: \"{Mark}\") {{ totalCount }} }}"),
        Question("a code that is none", $"{{ gaps(filter: {{ states: [{Mark}] }}) {{ totalCount }} }}"),
        Question("nothing but a comment", $"# {Mark}"),
        Question("a document of control signs", "{ __typename \u0000\u0007\u202e }"),
        Question("the whole schema asked through itself", $"{{ __schema {{ types {{ {Repeated("fields { type { ", 8)} name {new string('}', 16)} }} }} }}"),
        Question("the schema a hundred times", $"{{ {Many(100, n => $"s{n}: __schema {{ types {{ name fields {{ name }} }} }}")} }}"),
        Question("a type by a marked name", $"{{ __type(name: \"{Mark}\") {{ name }} }}"),
        Post("introspection by nobody", "/graphql", "{\"query\":\"{ __schema { types { name } } }\"}"u8.ToArray(), "application/json", null, null),
        Post("suggestions asked by nobody", "/graphql", "{\"query\":\"{ gapz repotrs }\"}"u8.ToArray(), "application/json", null, null),
        Variables("a forged cursor", "query($a: String) { gaps(after: $a) { totalCount } }", new { a = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mark}' OR 1=1 --")) }),
        Variables("a forged cursor of the feed", "query($a: String) { feed(after: $a) { endCursor } }", new { a = $"v1.99999999999999999999.{Mark}" }),
        Variables("a forged id", "query($a: ID!) { node(id: $a) { id } }", new { a = $"../../etc/passwd {Mark}" }),
        Variables("an id with the end of a statement", "query($a: ID!) { node(id: $a) { id } }", new { a = $"gap_'; DROP TABLE report; -- {Mark}" }),
        Variables("ten thousand ids", "query($a: [ID!]!) { nodes(ids: $a) { id } }", new { a = Enumerable.Repeat("gap_01ARZ3NDEKTSV4RRFFQ69G5FAV", 5_000) }),
        Variables("a variable of the wrong kind", "query($a: Int!) { gaps(first: $a) { totalCount } }", new { a = new { b = Mark } }),
        Variables("variables nobody declared", "{ __typename }", Enumerable.Range(0, 2_000).ToDictionary(n => $"v{n}", _ => Mark)),
        Variables("a title of two hundred kilobytes", File, new { input = new { report = new { kind = "AMBIGUITY", title = new string('t', 200_000), attested = true } } }),
        Variables("a title of control signs", File, new { input = new { report = new { kind = "AMBIGUITY", title = $"\u0000\u0001\u202e{Mark}", attested = true } } }),
        Variables("a key of a hundred kilobytes", File, new { input = new { report = new { kind = "AMBIGUITY" }, idempotencyKey = new string('k', 100_000) } }),
        Variables("a date beyond the calendar", "query($a: String) { gaps(filter: { dueBefore: $a }) { totalCount } }", new { a = $"99999-99-99{Mark}" }),
        Body("an array of requests", $"[{Many(1_000, _ => "{\"query\":\"{ __typename }\"}", ",")}]", 400),
        Body("arrays ten thousand deep", new string('[', 10_000), 400),
        Body("objects ten thousand deep", $"{{\"query\":\"{{ __typename }}\",\"variables\":{Many(10_000, _ => "{\"a\":", "")}1{new string('}', 10_000)}}}", 400),
        Body("the same member twice", $"{{\"query\":\"{{ __typename }}\",\"query\":\"{{ {Mark} }}\"}}", 400),
        Body("members of prototypes", "{\"query\":\"{ __typename }\",\"__proto__\":{\"admin\":true},\"constructor\":{\"prototype\":{}}}"),
        Body("a comment and a comma too many", $"{{\"query\":\"{{ __typename }}\",/* {Mark} */}}", 400),
        Body("half a surrogate", "{\"query\":\"{ __typename }\",\"operationName\":\"\\ud800\"}", 400),
        Body("no number", "{\"query\":\"{ __typename }\",\"variables\":{\"a\":NaN}}", 400),
        Body("nothing", "", 400),
        Body("null", "null", 400),
        Body("variables as text", $"{{\"query\":\"{{ __typename }}\",\"variables\":\"{Mark}\"}}", 400),
        Body("variables as a list", $"{{\"query\":\"{{ __typename }}\",\"variables\":[\"{Mark}\"]}}", 400),
        Body("extensions as text", $"{{\"query\":\"{{ __typename }}\",\"extensions\":\"{Mark}\"}}", 400),
        Body("a stored document by a forged hash", $"{{\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{Mark}\"}}}}}}", 400),
        Body("an operation nobody wrote", $"{{\"query\":\"query A {{ __typename }}\",\"operationName\":\"{Mark}\"}}"),
        Body("three hundred kilobytes", JsonSerializer.Serialize(new { query = "{ __typename }", variables = new { a = new string('a', 300_000) } }), 413),
        Bytes("four mebibytes", new byte[4 << 20], "application/json", 413, 0),
        Bytes("bytes that are no text", [.. "{\"query\":\""u8, 0xc0, 0xaf, 0xff, .. "\"}"u8], "application/json", 400),
        Bytes("text of sixteen bits", Encoding.Unicode.GetBytes("{\"query\":\"{ __typename }\"}"), "application/json; charset=utf-16", 415),
        Bytes("text of seven bits", "{}"u8.ToArray(), "application/json; charset=utf-7", 415),
        Bytes("a form for a question", Encoding.UTF8.GetBytes("query={ __typename }"), "application/x-www-form-urlencoded", 415),
        Bytes("text for a question", "{\"query\":\"{ __typename }\"}"u8.ToArray(), "text/plain", 415),
        Bytes("an upload", Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{Mark}\r\n--b--"), "multipart/form-data; boundary=b", 415),
        Post("a compressed question", "/graphql", [0x1f, 0x8b, 8, 0], "application/json", "Persona specialist-a", ("Content-Encoding", "gzip"), 415),
        Get("a mutation by GET", $"/graphql?query={Uri.EscapeDataString("mutation { undoOperation(input: {}) { refusals { code } } }")}"),
        Get("a question by GET with a cookie and no proof", "/graphql?query=%7B__typename%7D", null, ("Cookie", $"insights-demo={Mark}"), 403),
        Get("a parameter twice", $"/graphql?query=%7B__typename%7D&query={Mark}", expected: 400),
        Get("variables by GET that are no JSON", $"/graphql?query=%7B__typename%7D&variables=%7B{Mark}", expected: 400),
        Post("a subscription without a stream", "/graphql", "{\"query\":\"subscription { feed { __typename } }\"}"u8.ToArray(), "application/json", "Persona model-team-classifiers", ("Accept", "application/json"), 406),
        Post("a place to resume that is none", "/graphql", "{\"query\":\"subscription { feed { __typename } }\"}"u8.ToArray(), "application/json", "Persona model-team-classifiers", ("Last-Event-ID", new string('9', 400))),
        Post("a form that changes something through the API", "/graphql", "{\"query\":\"mutation { x }\"}"u8.ToArray(), "application/json", "Persona specialist-a", ("Origin", "https://elsewhere.example"), 403),
    ];

    public static string Many(int count, Func<int, string> one, string between = " ") => string.Join(between, Enumerable.Range(0, count).Select(one));

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Doubling(int times) => $"{{ ...F0 }} {Many(times, n => $"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}")} fragment F{times} on Query {{ __typename }}";

    private static string Nested(int deep) => Repeated("{ gaps ", deep) + new string('}', deep);
}
