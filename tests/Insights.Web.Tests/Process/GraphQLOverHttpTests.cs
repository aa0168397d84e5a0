using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Insights.Testing;

namespace Insights.Web.Tests.Process;

/// <summary>What the public audit suite of GraphQL over HTTP asks of a server, each by its id there, against the running product.</summary>
public sealed class GraphQLOverHttpTests(GraphQLOverHttpTests.App app) : IClassFixture<GraphQLOverHttpTests.App>
{
    private const string Json = "application/json";
    private const string GraphQL = "application/graphql-response+json";
    private const string Typename = """{"query":"{ __typename }"}""";
    private const string ByName = """{"query":"query Type($name: String!) { __type(name: $name) { name } }","variables":{"name":"sometype"}}""";
    private const string Unparsable = """{"query":"{"}""";
    private const string Unknown = """{"query":"{ 8f31403dfe404bccbb0e835f2629c6a7 }"}""";
    private const string Uncoercible = """{"query":"query CoerceFailure($id: ID!){ __typename }","variables":{"id":null}}""";

    /// <summary>Id, content type, accept, body, lowest and highest status, and whether the answer may hold data and errors.</summary>
    public static TheoryData<string, string?, string?, string?, int, int, bool?> Posts => new()
    {
        { "22EB", Json, GraphQL, Typename, 200, 200, true },
        { "4655", Json, Json, Typename, 200, 200, true },
        { "47DE", Json, "*/*", Typename, 200, 200, true },
        { "80D8", Json, null, Typename, 200, 200, true },
        { "82A3", Json, null, Typename, 200, 200, true },
        { "BF61", "application/json; charset=utf-8", null, """{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}""", 200, 200, true },
        { "78D5", Json, null, Typename, 200, 200, true },
        { "2C94", Json, null, Typename, 200, 200, true },
        { "9ABE", null, null, Typename, 400, 499, null },
        { "03D4", Json, null, Typename, 200, 200, true },
        { "A5BF", Json, null, null, 400, 400, null },
        { "423L", Json, GraphQL, """{"notquery":"{ __typename }"}""", 400, 400, null },
        { "LKJ0", Json, null, """{"query":{"obj":"ect"}}""", 400, 400, null },
        { "LKJ1", Json, null, """{"query":0}""", 400, 400, null },
        { "LKJ2", Json, null, """{"query":false}""", 400, 400, null },
        { "LKJ3", Json, null, """{"query":["array"]}""", 400, 400, null },
        { "34A2", Json, GraphQL, Typename, 200, 200, true },
        { "13EE", Json, Json, Typename, 200, 200, true },
        { "6C00", Json, null, """{"operationName":{"obj":"ect"},"query":"{ __typename }"}""", 400, 400, null },
        { "6C01", Json, null, """{"operationName":0,"query":"{ __typename }"}""", 400, 400, null },
        { "6C02", Json, null, """{"operationName":false,"query":"{ __typename }"}""", 400, 400, null },
        { "6C03", Json, null, """{"operationName":["array"],"query":"{ __typename }"}""", 400, 400, null },
        { "8161", Json, GraphQL, """{"operationName":"Query","query":"query Query { __typename }"}""", 200, 200, true },
        { "B8B3", Json, Json, """{"operationName":"Query","query":"query Query { __typename }"}""", 200, 200, true },
        { "94B0", Json, GraphQL, """{"query":"{ __typename }","variables":null}""", 200, 200, true },
        { "0220", Json, Json, """{"query":"{ __typename }","variables":null}""", 200, 200, true },
        { "94B1", Json, GraphQL, """{"query":"{ __typename }","operationName":null}""", 200, 200, true },
        { "0221", Json, Json, """{"query":"{ __typename }","operationName":null}""", 200, 200, true },
        { "94B2", Json, GraphQL, """{"query":"{ __typename }","extensions":null}""", 200, 200, true },
        { "0222", Json, Json, """{"query":"{ __typename }","extensions":null}""", 200, 200, true },
        { "4760", Json, null, """{"query":"{ __typename }","variables":"string"}""", 400, 400, null },
        { "4761", Json, null, """{"query":"{ __typename }","variables":0}""", 400, 400, null },
        { "4762", Json, null, """{"query":"{ __typename }","variables":false}""", 400, 400, null },
        { "4763", Json, null, """{"query":"{ __typename }","variables":["array"]}""", 400, 400, null },
        { "2EA1", Json, GraphQL, ByName, 200, 200, true },
        { "28B9", Json, Json, ByName, 200, 200, true },
        { "58B0", Json, null, """{"query":"{ __typename }","extensions":"string"}""", 400, 400, null },
        { "58B1", Json, null, """{"query":"{ __typename }","extensions":0}""", 400, 400, null },
        { "58B2", Json, null, """{"query":"{ __typename }","extensions":false}""", 400, 400, null },
        { "58B3", Json, null, """{"query":"{ __typename }","extensions":["array"]}""", 400, 400, null },
        { "428F", Json, GraphQL, """{"query":"{ __typename }","extensions":{"some":"value"}}""", 200, 200, true },
        { "1B7A", Json, Json, """{"query":"{ __typename }","extensions":{"some":"value"}}""", 200, 200, true },
        { "B6DC", Json, Json, """{ "not a JSON""", 200, 599, null },
        { "BCF8", Json, Json, """{ "not a JSON""", 400, 400, null },
        { "B7N8", Json, GraphQL, """{ "not a JSON""", 400, 400, null },
        { "8764", Json, null, """{"qeury":"{ __typename }"}""", 400, 599, null },
        { "3E3A", Json, null, """{"qeury":"{ __typename }"}""", 400, 400, null },
        { "572B", Json, Json, Unparsable, 200, 200, false },
        { "FDE2", Json, Json, Unknown, 200, 200, false },
        { "7B9B", Json, Json, Uncoercible, 200, 200, false },
        { "865D", Json, GraphQL, Unparsable, 400, 599, false },
        { "556A", Json, GraphQL, Unparsable, 400, 400, false },
        { "D586", Json, GraphQL, Unparsable, 400, 400, false },
        { "51FE", Json, GraphQL, Unknown, 400, 599, false },
        { "74FF", Json, GraphQL, Unknown, 400, 400, false },
        { "5E5B", Json, GraphQL, Unknown, 400, 400, false },
        { "86EE", Json, GraphQL, Uncoercible, 400, 400, false },
    };

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task A_post_passes_the_audit(string id, string? contentType, string? accept, string? body, int lowest, int highest, bool? data)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content ?? new ByteArrayContent([]) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        await PassesAsync(id, request, accept, lowest, highest, data);
    }

    [Theory]
    [InlineData("5A70", "query=%7B__typename%7D", null, 200, 200, true)]
    [InlineData("9C48", "query=mutation%7B__typename%7D", GraphQL, 400, 499, false)]
    [InlineData("D6D5", "query=query(%24name%3A%20String!)%7B__type(name%3A%20%24name)%7Bname%7D%7D&variables=%7B%22name%22%3A%22sometype%22%7D", GraphQL, 200, 200, true)]
    [InlineData("6A70", "query=query(%24name%3A%20String!)%7B__type(name%3A%20%24name)%7Bname%7D%7D&variables=%7B%22name%22%3A%22sometype%22%7D", Json, 200, 200, true)]
    public async Task A_get_passes_the_audit(string id, string parameters, string? accept, int lowest, int highest, bool data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?" + parameters);
        await PassesAsync(id, request, accept, lowest, highest, data);
    }

    [Fact]
    public async Task A_spent_budget_and_a_cost_are_told_over_http()
    {
        using var client = app.Running.ClientOf("triage-lead-a");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("""{"query":"{ viewer { handle } }"}""", Encoding.UTF8, Json) };
        request.Headers.Add("GraphQL-Cost", "report");
        using var response = await client.SendAsync(request);
        var cost = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("extensions").GetProperty("cost");
        Assert.Equal((2, 10_000), (cost.GetProperty("cost").GetInt32(), cost.GetProperty("limit").GetInt32()));

        var wide = new { query = "{ gaps(first: 100) { nodes { timeline(first: 60) { nodes { at } } } } }" };
        for (var sent = 0; ; sent++)
        {
            Assert.True(sent < 60, "The budget did not end.");
            using var answer = await client.PostAsync("/graphql", new StringContent(JsonSerializer.Serialize(wide), Encoding.UTF8, Json));
            if (answer.StatusCode is HttpStatusCode.OK)
                continue;
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Contains("RATE_LIMITED", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            break;
        }

        // Others are served meanwhile.
        using var other = app.Running.ClientOf("policy-owner-a");
        await RunningApp.QueryAsync(other, "{ viewer { handle } }");
    }

    private async Task PassesAsync(string id, HttpRequestMessage request, string? accept, int lowest, int highest, bool? data)
    {
        using var client = new HttpClient { BaseAddress = app.Running.Address };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.True((int)response.StatusCode >= lowest && (int)response.StatusCode <= highest, $"{id}: {(int)response.StatusCode}");
        Assert.Equal(accept is GraphQL ? GraphQL : Json, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType.CharSet);
        if (data is { } expected)
        {
            Assert.Equal(expected, body.TryGetProperty("data", out _));
            Assert.Equal(!expected, body.TryGetProperty("errors", out _));
        }
    }

    public sealed class App : IAsyncLifetime
    {
        public RunningApp Running { get; private set; } = null!;

        public async Task InitializeAsync() => Running = await RunningApp.WithPeopleOnlyAsync();

        public async Task DisposeAsync() => await Running.DisposeAsync();
    }
}
