using System.Net;
using System.Text;

namespace Insights.Transport.Tests;

/// <summary>Methods, statuses, headers and limits over a real server.</summary>
public sealed class HttpStatusTests : IAsyncLifetime
{
    private const string Legacy = "application/json";
    private const string Echo = """{"query":"echo"}""";
    private LoopbackHost _host = null!;

    public async Task InitializeAsync() => _host = await LoopbackHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("echo", LoopbackHost.GraphQLResponse, 200)]
    [InlineData("echo", Legacy, 200)]
    [InlineData("mutation", LoopbackHost.GraphQLResponse, 200)]
    [InlineData("refused", LoopbackHost.GraphQLResponse, 400)]
    [InlineData("refused", Legacy, 200)]
    [InlineData("throws", LoopbackHost.GraphQLResponse, 500)]
    [InlineData("throws", Legacy, 500)]
    [InlineData("count", LoopbackHost.GraphQLResponse, 406)]
    [InlineData("count", Legacy, 406)]
    public async Task A_post_has_the_status_its_outcome_asks_for(string query, string accept, int status)
    {
        using var response = await _host.PostAsync($$"""{"query":"{{query}}"}""", accept);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($"{accept}; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(status == 200 && query != "refused", (await response.BodyAsync()).TryGetProperty("data", out _));
    }

    [Theory]
    [InlineData("echo", 200)]
    [InlineData("refused", 400)]
    [InlineData("mutation", 405)]
    public async Task A_get_has_the_status_its_outcome_asks_for(string query, int status)
    {
        using var response = await _host.GetAsync($"query={query}", LoopbackHost.GraphQLResponse);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        if (status == 405)
        {
            Assert.Equal(["POST"], response.Content.Headers.Allow);
            Assert.Equal(TransportCodes.MutationByGet, await response.CodeAsync());
        }
    }

    [Fact]
    public async Task All_parameters_reach_the_runner_by_post()
    {
        using var response = await _host.PostAsync(
            """{"query":"echo","operationName":"A","variables":{"a":[1,"u"]},"extensions":{"b":true},"unknown":[1]}""");

        Assert.Equal(
            """{"data":{"Query":"echo","OperationName":"A","Variables":{"a":[1,"u"]},"Extensions":{"b":true},"QueriesOnly":false,"ResumeAfter":null,"User":null}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task All_parameters_reach_the_runner_by_get()
    {
        using var response = await _host.GetAsync(
            "query=echo&operationName=A&variables=%7B%22a%22%3A1%7D&extensions=%7B%22b%22%3Atrue%7D&unknown=1");

        Assert.Equal(
            """{"data":{"Query":"echo","OperationName":"A","Variables":{"a":1},"Extensions":{"b":true},"QueriesOnly":true,"ResumeAfter":null,"User":null}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Parameters_in_the_url_of_a_post_are_ignored()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_host.Address}?query=throws&operationName=X")
        {
            Content = new StringContent(Echo, Encoding.UTF8, "application/json"),
        };
        using var response = await _host.SendAsync(request);
        var data = (await response.BodyAsync()).GetProperty("data");

        Assert.Equal("echo", data.GetProperty("Query").GetString());
        Assert.Null(data.GetProperty("OperationName").GetString());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task Other_methods_are_refused_and_told_which_are_served(string method)
    {
        using var response = await _host.SendAsync(new(new HttpMethod(method), _host.Address));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
        if (method != "HEAD") Assert.Equal(TransportCodes.MethodNotAllowed, await response.CodeAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json2")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_not_json_in_utf8_is_refused(string? contentType)
    {
        using var response = await _host.PostAsync(Echo, change: request =>
        {
            request.Content!.Headers.ContentType = null;
            if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(TransportCodes.ContentTypeUnsupported, await response.CodeAsync());
        Assert.Equal(0, _host.Runner.Started);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    [InlineData("application/json; other=1")]
    public async Task Json_may_name_its_charset(string contentType)
    {
        using var response = await _host.PostAsync(Echo, change: request =>
        {
            request.Content!.Headers.ContentType = null;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        using var response = await _host.PostAsync(Echo, change: request => request.Content!.Headers.ContentEncoding.Add("gzip"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(TransportCodes.ContentEncodingUnsupported, await response.CodeAsync());
    }

    [Theory]
    [InlineData(0, false, 200)]
    [InlineData(0, true, 200)]
    [InlineData(1, false, 413)]
    [InlineData(1, true, 413)]
    [InlineData(1_000_000, true, 413)]
    public async Task A_body_may_have_256_kilobytes(int more, bool chunked, int status)
    {
        var body = Echo.PadRight(256 * 1024 + more);
        using var response = await _host.PostAsync(body, change: request => request.Headers.TransferEncodingChunked = chunked);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 413) Assert.Equal(TransportCodes.BodyTooLarge, await response.CodeAsync());
    }

    [Theory]
    [InlineData("query=echo&query=echo")]
    [InlineData("query=echo&operationName=A&operationName=B")]
    [InlineData("query=echo&variables={}&variables={}")]
    public async Task A_repeated_url_parameter_is_refused(string parameters)
    {
        using var response = await _host.GetAsync(parameters);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(TransportCodes.RequestInvalid, await response.CodeAsync());
    }

    [Theory]
    [InlineData("", TransportCodes.QueryMissing)]
    [InlineData("query=", TransportCodes.QueryMissing)]
    [InlineData("query=echo&variables=", TransportCodes.JsonInvalid)]
    [InlineData("query=echo&variables=%5B%5D", TransportCodes.RequestInvalid)]
    [InlineData("query=echo&variables=%7B%22a%22:1,%22a%22:2%7D", TransportCodes.JsonInvalid)]
    [InlineData("query=echo&extensions=1", TransportCodes.RequestInvalid)]
    public async Task A_malformed_get_is_refused(string parameters, string code)
    {
        using var response = await _host.GetAsync(parameters);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.CodeAsync());
    }

    [Theory]
    [InlineData(null, null, 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "none", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("GraphQL-Require-Preflight", "1", 200)]
    public async Task A_get_with_cookies_must_prove_that_no_foreign_page_sent_it(string? header, string? value, int status)
    {
        using var response = await _host.GetAsync("query=echo", change: request =>
        {
            request.Headers.Add("Cookie", "session=1");
            if (header is not null) request.Headers.Add(header, value);
        });

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403) Assert.Equal(TransportCodes.PreflightRequired, await response.CodeAsync());
    }

    [Fact]
    public async Task A_post_with_cookies_needs_no_extra_header()
    {
        using var response = await _host.PostAsync(Echo, change: request => request.Headers.Add("Cookie", "session=1"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_failing_runner_shows_its_text_neither_to_the_client_nor_in_the_log()
    {
        using var response = await _host.PostAsync("""{"query":"throws"}""");

        Assert.Equal(TransportCodes.InternalError, await response.CodeAsync());
        Assert.DoesNotContain("canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", _host.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", _host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_operation()
    {
        using var leave = new CancellationTokenSource();
        using var content = new StringContent("""{"query":"waits"}""", Encoding.UTF8, "application/json");
        var answer = _host.Client.PostAsync(_host.Address, content, leave.Token);
        while (_host.Runner.Started == 0) await Task.Delay(5);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await _host.Runner.WaitCancelled;
    }
}
