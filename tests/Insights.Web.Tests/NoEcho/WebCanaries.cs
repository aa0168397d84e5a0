using System.Reflection;
using System.Text;

namespace Insights.Web.Tests.NoEcho;

/// <summary>Puts marks into addresses, query strings, headers, methods and bodies that are no bodies.</summary>
internal sealed class WebCanaries(OpenApp app, Marks marks, Wire wire, PageCanaries pages)
{
    private static readonly string[] Headers =
    [
        "Authorization", "Cookie", "Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "Content-Encoding", "Content-Language", "Last-Event-ID", "traceparent", "tracestate",
        "baggage", "Correlation-Context", "Request-Id", "X-Request-Id", "X-Correlation-Id", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Original-URL",
        "Forwarded", "Origin", "User-Agent", "Referer", "If-None-Match", "If-Match", "If-Modified-Since", "Range", "Expect", "From", "Via", "Upgrade", "Sec-WebSocket-Protocol", "Sec-Fetch-Site",
        "GraphQL-Require-Preflight", "X-HTTP-Method-Override", "RequestVerificationToken", "Proxy-Authorization", "X-Anything",
    ];

    /// <summary>What pages read from the query by themselves.</summary>
    private static readonly string[] Words = ["state", "kind", "severity", "area", "order", "mine", "after", "type", "reportsAfter", "q", "owner", "label", "clause", "region", "due", "late", "reports", "pick", "change", "gap", "unknown", "query", "variables", "operationName"];

    /// <summary>
    /// Every route with marks in its parameters, its query string and behind it, by whoever asks. Whoever is not signed in meets
    /// the same few pages everywhere, so one kind of mark is enough for them.
    /// </summary>
    public async Task AddressesAsync(params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            Func<string, Mark>[] kinds = client == clients[0] ? [marks.Personal, marks.Plain] : [marks.Personal];
            foreach (var endpoint in app.Endpoints.DistinctBy(e => (e.RoutePattern.RawText, PageCanaries.TakesGet(e))))
            {
                var route = endpoint.RoutePattern.RawText!;
                foreach (var mark in kinds.Select(kind => kind($"route {route}")))
                {
                    await GetAsync(client, PageCanaries.Concrete(endpoint, mark.Text));
                    await GetAsync(client, $"{PageCanaries.Concrete(endpoint, "1").TrimEnd('/')}/{mark.Text}");
                    using var post = new HttpRequestMessage(HttpMethod.Post, PageCanaries.Concrete(endpoint, mark.Text)) { Content = new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]) };
                    await wire.SendAsync(client, post, "an address");
                }

                foreach (var mark in kinds)
                {
                    var own = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Where(p => p.ParameterType == typeof(string) || p.ParameterType.IsValueType).Select(p => p.Name!) ?? [];
                    foreach (var query in own.Select(name => $"{name}={Uri.EscapeDataString(mark($"query {route} {name}").Text)}"))
                        await GetAsync(client, $"{PageCanaries.Concrete(endpoint, "1")}?{query}");
                    await GetAsync(client, $"{PageCanaries.Concrete(endpoint, "1")}?{string.Join('&', Words.Select(name => $"{name}={Uri.EscapeDataString(mark($"query {route} {name}").Text)}"))}");
                    await GetAsync(client, $"{PageCanaries.Concrete(endpoint, "1")}?{Uri.EscapeDataString(mark($"name in a query {route}").Text)}=1");
                }
            }

            foreach (var path in new[] { "/nothing/{0}", "/{0}", "/css/{0}.css", "/%2e%2e/{0}", "/graphql/{0}", "/sign-in?returnTo=/{0}", "/sign-in?returnTo={0}", "/sign-in?unknown={0}" })
            {
                await GetAsync(client, string.Format(null, path, marks.Personal("path " + path).Text));
                await GetAsync(client, string.Format(null, path, marks.Plain("path " + path).Text));
            }
        }
    }

    /// <summary>Every header, on a page, on the API, on a stream and on nothing.</summary>
    public async Task HeadersAsync(params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            foreach (var header in Headers)
            {
                foreach (var mark in new[] { marks.Personal("header " + header), marks.Plain("header " + header) })
                {
                    foreach (var value in Values(header, mark.Text))
                    {
                        foreach (var path in new[] { "/sessions", "/nothing", "/css/insights.css" })
                            await WithAsync(client, new HttpRequestMessage(HttpMethod.Get, path), header, value);
                        await WithAsync(client, Question("{\"query\":\"{ __typename }\"}"), header, value);
                        await WithAsync(client, Question("{\"query\":\"{ nothing }\"}"), header, value);
                        if (header is not ("Last-Event-ID" or "Accept" or "Origin" or "Authorization"))
                            continue;
                        var stream = Question("{\"query\":\"subscription { feed { __typename } }\"}");
                        stream.Headers.Add("Accept", "text/event-stream");
                        await WithAsync(client, stream, header, value, streams: true);
                    }
                }
            }

            foreach (var mark in new[] { marks.Plain("method") })
                await wire.SendAsync(client, new HttpRequestMessage(new HttpMethod(mark.Text.ToUpperInvariant()), "/gaps"), "a method");
        }
    }

    /// <summary>Bodies that cannot be read, and requests that are none.</summary>
    public async Task BodiesAsync(params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            foreach (var body in new[]
            {
                "{0}", "\"{0}\"", "[\"{0}\"]", "{{\"query\":\"{0}", "{{\"{0}\":1}}", "{{\"query\":1,\"{0}\":2}}", "{{\"query\":\"{{ __typename }}\",\"query\":\"{0}\"}}", "{{\"query\":[\"{0}\"]}}",
                "{{\"query\":\"{{ __typename }}\",\"variables\":\"{0}\"}}", "{{\"query\":\"{{ __typename }}\",\"operationName\":{{\"{0}\":1}}}}", "{{\"query\":\"{{ __typename }}\",\"extensions\":\"{0}\"}}",
                "{{\"query\":\"{{ __typename }}\",\"operationName\":\"{0}\"}}", "{{\"query\":\"\\ud800{0}\"}}", "{{\"query\":\"query($n: Int!) {{ gaps(first: $n) {{ totalCount }} }}\",\"variables\":{{\"n\":1e999,\"{0}\":99999999999999999999999}}}}",
                "{{\"query\":\"{{ __typename }}\"}} {0}", string.Concat(Enumerable.Repeat("[", 100)) + "\"{0}\"", "query={0}",
            })
            {
                foreach (var mark in new[] { marks.Personal("body " + body), marks.Plain("body " + body) })
                {
                    var text = string.Format(null, body, mark.Text);
                    await wire.SendAsync(client, Question(text), "a body");
                    foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-7", $"application/{mark.Text.Replace('@', '.')}", $"multipart/form-data; boundary={mark.Text}" })
                    {
                        await wire.SendAsync(client, Question(text, type), "a body");
                        await wire.SendAsync(client, Typed(HttpMethod.Post, "/report", text, type), "a body of a form", html => pages.WithoutOwnField(html, "query"));
                        await wire.SendAsync(client, Typed(HttpMethod.Post, "/sign-in", text, type), "a body of the sign-in", html => pages.WithoutOwnField(html, "query"));
                    }
                }
            }

            foreach (var handle in new[] { marks.Personal("handle"), marks.Plain("handle") })
                await wire.SendAsync(client, Typed(HttpMethod.Post, "/sign-in", $"handle={handle.Text}&returnTo=/{handle.Text}", "application/x-www-form-urlencoded"), "a sign-in", html => pages.WithoutOwnField(pages.WithoutOwnField(html, "handle"), "returnTo"));
        }

        foreach (var raw in new[]
        {
            "GET //{0} HTTP/1.1\r\nHost: x\r\n\r\n", "GET /{0} HTTP/9.9\r\n\r\n", "{0}\r\n\r\n", "GET /{0} {0} HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: {0}\r\n\r\n", "GET / HTTP/1.1\r\n{0}\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: {0}\r\n\r\n",
            "GET /\0{0} HTTP/1.1\r\nHost: x\r\n\r\n", "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: {0}\r\n\r\n", "POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {0}\r\n\r\n",
            "GET http://{0}/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {0}\r\nSec-WebSocket-Protocol: {0}\r\n\r\n",
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\nOrigin: {0}\r\nAccess-Control-Request-Method: {0}\r\n\r\n",
        })
        {
            await wire.SendRawAsync(Encoding.Latin1.GetBytes(string.Format(null, raw, marks.Personal("raw " + raw).Text)), "raw bytes");
            await wire.SendRawAsync(Encoding.Latin1.GetBytes(string.Format(null, raw, marks.Plain("raw " + raw).Text)), "raw bytes");
        }

        byte[] broken = [.. "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"u8, 0xff, 0xfe, .. Encoding.UTF8.GetBytes(marks.Personal("bytes of a body").Text), .. new byte[40]];
        await wire.SendRawAsync(broken, "raw bytes");
    }

    private async Task GetAsync(HttpClient client, string address) => await wire.SendAsync(client, new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative)), "an address");

    private async Task WithAsync(HttpClient client, HttpRequestMessage request, string header, string value, bool streams = false)
    {
        if (header is "Content-Type" or "Content-Encoding" or "Content-Language")
        {
            request.Content ??= new StringContent("{}");
            request.Content.Headers.Remove(header);
            request.Content.Headers.TryAddWithoutValidation(header, value);
        }
        else
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value);
        }

        if (header is "Expect")
            request.Headers.ExpectContinue = false;
        await wire.SendAsync(client, request, "a header", streams: streams);
    }

    private static IEnumerable<string> Values(string header, string mark) => header switch
    {
        "Authorization" => [mark, $"Persona {mark}", $"Bearer {mark}", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(mark))}"],
        "Cookie" => [$"{mark}={mark}", $"insights-said=filed.{mark}; insights={mark}", $"insights-said={mark}; .AspNetCore.Antiforgery.x={mark}"],
        "traceparent" => [mark, $"00-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(mark)).PadRight(32, '0')[..32]}-00f067aa0ba902b7-01"],
        "tracestate" or "baggage" or "Correlation-Context" => [$"vendor={mark}", $"{mark}=1"],
        "Accept" => [mark, $"text/{mark}", $"text/event-stream; {mark}"],
        _ => [mark],
    };

    private static HttpRequestMessage Question(string body, string type = "application/json") => Typed(HttpMethod.Post, "/graphql", body, type);

    private static HttpRequestMessage Typed(HttpMethod method, string path, string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new HttpRequestMessage(method, path) { Content = content };
    }

}
