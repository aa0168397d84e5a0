using Insights.Transport.Http;

namespace Insights.Transport.Tests;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, ResponseKind.Json, true)]
    [InlineData("*/*", ResponseKind.Json, true)]
    [InlineData("application/*", ResponseKind.Json, false)]
    [InlineData("application/json", ResponseKind.Json, false)]
    [InlineData("APPLICATION/JSON", ResponseKind.Json, false)]
    [InlineData("application/json; charset=utf-8", ResponseKind.Json, false)]
    [InlineData("application/graphql-response+json", ResponseKind.GraphQLResponse, false)]
    [InlineData("application/json, application/graphql-response+json", ResponseKind.GraphQLResponse, false)]
    [InlineData("application/graphql-response+json;q=0.5, application/json;q=0.9", ResponseKind.Json, false)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", ResponseKind.GraphQLResponse, false)]
    [InlineData("application/graphql-response+json, */*", ResponseKind.GraphQLResponse, true)]
    [InlineData("application/graphql-response+json;q=0, */*", ResponseKind.Json, true)]
    [InlineData("application/json;q=0, */*", ResponseKind.GraphQLResponse, true)]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", ResponseKind.Json, true)]
    [InlineData("text/event-stream", ResponseKind.EventStream, true)]
    [InlineData("text/*", ResponseKind.EventStream, true)]
    [InlineData("text/event-stream, application/json", ResponseKind.Json, true)]
    [InlineData("text/event-stream, application/json;q=0.5", ResponseKind.EventStream, true)]
    [InlineData("application/json, text/event-stream;q=0", ResponseKind.Json, false)]
    [InlineData("application/graphql-response+json, application/json, text/event-stream, multipart/mixed", ResponseKind.GraphQLResponse, true)]
    [InlineData("text/html", ResponseKind.None, false)]
    [InlineData("*/*;q=0", ResponseKind.None, false)]
    [InlineData("application/json;q=0", ResponseKind.None, false)]
    [InlineData("application/json;q=abc, ///", ResponseKind.None, false)]
    public void The_best_kind_is_chosen(string? accept, object single, bool streams) =>
        Assert.Equal(new Negotiation((ResponseKind)single, streams), Negotiation.Of(accept));

    [Fact]
    public void Several_headers_are_one_list() =>
        Assert.Equal(
            ResponseKind.GraphQLResponse,
            Negotiation.Of(new(["application/json;q=0.1", "application/graphql-response+json"])).Single);

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, image/png")]
    public async Task What_cannot_be_produced_is_406(string accept)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"echo"}""", accept);

        Assert.Equal(406, (int)response.StatusCode);
        Assert.Equal(TransportCodes.NotAcceptable, await response.CodeAsync());
        Assert.Equal(0, host.Runner.Started);
    }
}
