using System.Net;

namespace Insights.Transport.Tests;

/// <summary>The same outcomes under both profiles of statuses.</summary>
public sealed class StatusProfileTests
{
    private const string GraphQL = LoopbackHost.GraphQLResponse;
    private const string Legacy = "application/json";

    [Theory]
    [InlineData("""{"query":"echo"}""", 200, 200, 200)]
    [InlineData("""{"query":"partial"}""", 200, 200, 294)]
    [InlineData("""{"query":"refused"}""", 400, 200, 422)]
    [InlineData("""{"query":"syntax"}""", 400, 200, 400)]
    [InlineData("""{"query":"unauthenticated"}""", 400, 200, 401)]
    [InlineData("""{"query":"forbidden"}""", 400, 200, 403)]
    [InlineData("""{"query":""", 400, 400, 400)]
    [InlineData("""{"qeury":"echo"}""", 400, 400, 422)]
    [InlineData("""{"query":"echo","variables":[7]}""", 400, 400, 422)]
    [InlineData("""{"query":7}""", 400, 400, 422)]
    [InlineData("""[{"query":"echo"}]""", 400, 400, 422)]
    [InlineData("""{"documentId":"echo"}""", 400, 400, 422)]
    [InlineData("""{"query":"throttled"}""", 429, 429, 429)]
    [InlineData("""{"query":"busy"}""", 503, 503, 503)]
    public async Task Each_profile_has_its_status(string body, int suite, int suiteLegacy, int draft)
    {
        await using var usual = await LoopbackHost.StartAsync();
        await using var newer = await LoopbackHost.StartAsync(options => options.StatusProfile = StatusProfile.Draft2026);
        foreach (var (host, accept, status) in new[] { (usual, GraphQL, suite), (usual, Legacy, suiteLegacy), (newer, GraphQL, draft), (newer, Legacy, draft) })
        {
            using var response = await host.PostAsync(body, accept);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal($"{accept}; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            Assert.Equal(status is 401, response.Headers.WwwAuthenticate.Count > 0);
            Assert.Equal(status is 429 or 503 ? "3" : null, response.Headers.RetryAfter?.ToString());
        }
    }

    [Theory]
    [InlineData("PUT", 405)]
    [InlineData("POST", 415)]
    public async Task What_http_itself_refuses_is_the_same_in_both(string method, int status)
    {
        foreach (var profile in Enum.GetValues<StatusProfile>())
        {
            await using var host = await LoopbackHost.StartAsync(options => options.StatusProfile = profile);
            using var response = await host.SendAsync(new(new HttpMethod(method), host.Address));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_caller_who_is_put_off_is_told_so_on_a_socket_and_no_stream_is_opened()
    {
        await using var host = await LoopbackHost.StartAsync();
        using var socket = await host.ConnectAsync().InitAsync();
        await socket.SayAsync(Talk.Subscribe("1", "throttled"));
        Assert.Equal("""{"id":"1","type":"error","payload":[{"message":"Later.","extensions":{"code":"TEST_THROTTLED"}}]}""", await socket.HearAsync());

        using var response = await host.PostAsync("""{"query":"throttled"}""", "text/event-stream");
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("report", "Report")]
    [InlineData("validate", "Validate")]
    [InlineData("everything", "None")]
    [InlineData(null, "None")]
    public async Task The_cost_header_reaches_the_runner(string? header, string asked)
    {
        await using var host = await LoopbackHost.StartAsync();
        using var response = await host.PostAsync("""{"query":"cost"}""", change: request =>
        {
            if (header is not null) request.Headers.Add("GraphQL-Cost", header);
        });

        Assert.Equal(asked, (await response.BodyAsync()).GetProperty("data").GetString());
    }
}
