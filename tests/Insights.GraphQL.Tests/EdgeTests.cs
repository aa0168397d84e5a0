using System.Globalization;
using System.Reflection;
using System.Text.Json;
using GraphQLParser;
using Insights.Core.Pipeline;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Guarding;
using Insights.GraphQL.Running;
using Insights.Testing;
using Insights.Transport;

namespace Insights.GraphQL.Tests;

/// <summary>What hostile and curious clients send.</summary>
public sealed class EdgeTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly Api api = shared.Api;

    public static TheoryData<string, string> Hostile => new()
    {
        { "one field 660 times", "{" + Repeat(660, " viewer{id}") + "}" },
        { "one name on 1,000 fields", "{" + Repeat(1000, " __typename") + "}" },
        { "one name in 100 inline fragments", "{" + Repeat(100, " ...{gaps{nodes{id}}}") + "}" },
        { "one name in nested inline fragments", "{" + string.Concat(Enumerable.Repeat("...{ viewer{id} ", 55)) + Repeat(55, "}") + "}" },
        { "99 fragments that each use the next", "{...f0}" + string.Concat(Enumerable.Range(0, 99).Select(i => $" fragment f{i} on Query{{viewer{{id}}...f{i + 1}}}")) + " fragment f99 on Query{viewer{id}}" },
        { "a chain of fragments that is used over and over", "{" + Repeat(100, "...f0 ") + "}" + string.Concat(Enumerable.Range(0, 60).Select(i => $" fragment f{i} on Query{{...f{i + 1}}}")) + " fragment f60 on Query{viewer{id}}" },
        { "a list in a list 60 times", "{ gaps(filter: {states: " + Repeat(60, "[") + Repeat(60, "]") + "}) { totalCount } }" },
        { "an object in an object 60 times", "{ gaps(filter: " + Repeat(60, "{a:") + "1" + Repeat(60, "}") + ") { totalCount } }" },
        { "20,000 brackets", "{ gaps(filter: " + Repeat(20_000, "[") },
        { "20,000 braces", Repeat(20_000, "{") },
        { "600 variables", "query(" + string.Concat(Enumerable.Range(0, 600).Select(i => $"$v{i}:Int ")) + "){viewer{id}}" },
        { "nested types of a variable", "query($v: " + Repeat(60, "[") + "Int" + Repeat(60, "]") + ") { viewer { id } }" },
        { "1,900 list items", "{ nodes(ids: [" + Repeat(1900, "1 ") + "]) { id } }" },
        { "40 aliases", "{" + string.Concat(Enumerable.Range(0, 40).Select(i => $" a{i}: viewer{{id}}")) + "}" },
        { "aliases through one fragment", "{" + Repeat(11, " gaps { nodes { ...a } }") + "} fragment a on Gap { a: id b: id c: id }" },
        { "a directive 60 times", "{ viewer " + Repeat(60, "@skip(if: false) ") + "{ id } }" },
        { "introspection in circles", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }" },
        { "introspection 30 times", "{" + string.Concat(Enumerable.Range(0, 30).Select(i => $" a{i}: __schema{{types{{fields{{name}}}}}}")) + "}" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_documents_are_answered_without_a_fault(string what, string document)
    {
        var outcome = await api.StartAsync(SomePeople.Auditor, Api.Request(document));

        var json = outcome switch { OperationOutcome.Answered a => a.Json, OperationOutcome.Refused r => r.Json, OperationOutcome.Throttled t => t.Json, _ => throw new InvalidOperationException(what) };
        Assert.DoesNotContain(ErrorCodes.InternalError, JsonElement.Parse(json.Span).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fragments_are_counted_where_they_are_used()
    {
        DocumentGuard.Read("{" + Repeat(100, "...{a}") + "}");
        Assert.Equal(ErrorCodes.TooManyFragments, Code(() => DocumentGuard.Read("{" + Repeat(101, "...{a}") + "}")));
        Assert.Equal(ErrorCodes.TooManyFragments, Code(() => DocumentGuard.Read("{" + Repeat(51, "...f ") + "} fragment f on T { ...g } fragment g on T { a }")));
    }

    [Fact]
    public async Task Variables_hold_5000_values_and_nest_12_levels_and_no_more()
    {
        VariablesGuard.Check(JsonElement.Parse($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 4998))}}]}"""));
        Assert.Equal(ErrorCodes.TooManyValues, Code(() => VariablesGuard.Check(JsonElement.Parse($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 4999))}}]}"""))));
        VariablesGuard.Check(JsonElement.Parse("{\"a\":" + Repeat(11, "[") + "1" + Repeat(11, "]") + "}"));
        Assert.Equal(ErrorCodes.VariablesTooDeep, Code(() => VariablesGuard.Check(JsonElement.Parse("{\"a\":" + Repeat(12, "[") + "1" + Repeat(12, "]") + "}"))));

        var request = Api.Request("query($v: [ID!]!) { nodes(ids: $v) { id } }") with { Variables = JsonElement.Parse("{\"v\":" + Repeat(50, "[") + Repeat(50, "]") + "}") };
        Assert.IsType<OperationOutcome.Refused>(await api.StartAsync(SomePeople.Lead, request));
    }

    [Fact]
    public void The_cache_of_documents_is_bounded_in_number_and_in_length()
    {
        var cache = new DocumentCache();
        var document = Parser.Parse("{ a }");
        cache.Keep(new string('x', DocumentCache.LongestKept + 1), document);
        Assert.Equal(0, cache.Count);

        for (var i = 0; i < 1000; i++)
            cache.Keep(i.ToString(CultureInfo.InvariantCulture), document);
        Assert.Equal(DocumentCache.Most, cache.Count);
        Assert.Null(cache.Find("0"));
        Assert.Same(document, cache.Find("999"));

        for (var i = 0; i < 200; i++)
            cache.Keep(i.ToString(CultureInfo.InvariantCulture).PadRight(DocumentCache.LongestKept), document);
        Assert.InRange(cache.Characters, DocumentCache.MostCharacters - DocumentCache.LongestKept, DocumentCache.MostCharacters);
        Assert.NotNull(cache.Find("199".PadRight(DocumentCache.LongestKept)));
    }

    [Fact]
    public async Task Tools_of_today_can_read_the_schema()
    {
        var schema = (await api.AskAsync(SomePeople.Auditor, Documents.IntrospectionOfToday)).At("data", "__schema");
        var types = schema.At("types").EnumerateArray().ToDictionary(t => t.At("name").GetString()!);

        Assert.Equal("https://scalars.graphql.org/andimarek/local-date", types["Date"].At("specifiedByURL").GetString());
        Assert.Equal(JsonValueKind.Null, types["Gap"].At("specifiedByURL").ValueKind);
        Assert.All(schema.At("directives").EnumerateArray(), d => Assert.False(d.At("isRepeatable").GetBoolean()));
        Assert.Contains("cost", schema.At("directives").EnumerateArray().Select(d => d.At("name").GetString()));
    }

    [Fact]
    public async Task The_schema_is_described_to_those_who_run_programs_and_to_nobody_else()
    {
        const string Ask = "{ __type(name: \"Gap\") { name } }";
        foreach (var (actor, code) in new[]
        {
            (null, ErrorCodes.Unauthenticated), (SomePeople.Specialist, ErrorCodes.NotPermitted), (SomePeople.Lead, ErrorCodes.NotPermitted),
            (SomePeople.Consumer, null), (SomePeople.Administrator, null), (SomePeople.Auditor, null),
        })
        {
            Assert.Equal(code, (await api.AskAsync(actor, Ask)).Code());
        }

        await using var open = await Api.CreateAsync(limits: new GraphQLLimits { IntrospectionForAll = true });
        Assert.Null((await open.AskAsync(null, Ask)).Code());
    }

    [Theory]
    [InlineData("{ gapz { id } }")]
    [InlineData("{ gaps(frist: 1) { totalCount } }")]
    [InlineData("{ viewer { handel } }")]
    [InlineData("{ ... on Gapp { id } }")]
    [InlineData("query($f: GapFiltr) { gaps(filter: $f) { totalCount } }")]
    [InlineData("{ gaps(orderBy: LAST_ACTIVTY) { totalCount } }")]
    public async Task No_refusal_suggests_a_name(string document)
    {
        var text = (await api.AskAsync(SomePeople.Specialist, document)).GetRawText();
        Assert.DoesNotContain("mean", text, StringComparison.OrdinalIgnoreCase);
        foreach (var name in new[] { "gaps", "first", "handle", "Gap", "GapFilter", "LAST_ACTIVITY" })
            Assert.DoesNotContain($"'{name}'", text, StringComparison.Ordinal);
        Assert.Contains("The document does not fit the schema.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_code_an_error_can_have_is_documented_and_no_other_is()
    {
        var codes = new[] { typeof(ErrorCodes), typeof(TransportCodes) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!))
            .Concat(Enum.GetNames<RefusalCode>().Select(Names.OfValue)).Distinct().Order(StringComparer.Ordinal);
        var text = await File.ReadAllTextAsync(Path.Combine(SchemaTests.RepositoryRoot(), ".github", "api.md"));
        var documented = text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') == 3).Select(line => line.Split('`')[1]);

        Assert.Equal(codes, documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_that_waits_can_be_told_to_stop()
    {
        var waiting = typeof(ErrorCodes).Assembly.GetTypes().Where(type => type.Namespace == "Insights.GraphQL.Fields")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Task))).ToList();

        Assert.True(waiting.Count > 40);
        Assert.Empty(waiting.Where(method => method.GetParameters().All(p => p.ParameterType != typeof(CancellationToken))).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    [Theory]
    [InlineData("{", RefusalCause.Syntax)]
    [InlineData("{ nothing }", RefusalCause.Invalid)]
    [InlineData("query a { viewer { id } } query b { viewer { id } }", RefusalCause.Invalid)]
    [InlineData("query($n: Int!) { gaps(first: $n) { totalCount } }", RefusalCause.Invalid)]
    [InlineData("{ auditEntries { nodes { action } } }", RefusalCause.Forbidden)]
    public async Task A_refusal_says_what_was_wrong(string document, RefusalCause cause)
    {
        Assert.Equal(cause, Assert.IsType<OperationOutcome.Refused>(await api.StartAsync(SomePeople.Lead, Api.Request(document))).Cause);
        Assert.Equal(RefusalCause.Unauthenticated, Assert.IsType<OperationOutcome.Refused>(await api.StartAsync(null, Api.Request("{ viewer { id } }"))).Cause);
    }

    private static string Repeat(int times, string part) => string.Concat(Enumerable.Repeat(part, times));

    private static string? Code(Action act) => Assert.Throws<FormError>(act).Code;
}
