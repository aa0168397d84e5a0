using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Insights.Web.Tests.Edge;

/// <summary>One hostile request. Whatever of it is marked must not come back.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="SendAsync">Sends it and gives what came back.</param>
/// <param name="Expected">The statuses that are right; any refusal or answer but a fault where none is named. 0 is a line that was closed without a word.</param>
internal sealed record Attack(string Name, Func<Target, Task<Reply>> SendAsync, params int[] Expected)
{
    /// <summary>A mark that no answer may hold.</summary>
    public const string Mark = "zq7mark5x";

    /// <summary>How long this one may take by its nature: the server waits for what never comes.</summary>
    public bool IsSlow { get; init; }

    /// <summary>A question to the API by POST.</summary>
    public static Attack Question(string name, string query, params int[] expected) => Body(name, JsonSerializer.Serialize(new { query }), expected);

    public static Attack Variables(string name, string query, object variables, params int[] expected) => Body(name, JsonSerializer.Serialize(new { query, variables }), expected);

    public static Attack Body(string name, string json, params int[] expected) => Bytes(name, Encoding.UTF8.GetBytes(json), "application/json", expected);

    public static Attack Bytes(string name, byte[] body, string type, params int[] expected) => Post(name, "/graphql", body, type, "Persona specialist-a", null, expected);

    public static Attack Post(string name, string path, byte[] body, string type, string? authorization, (string, string)? header, params int[] expected) => new(name, target => target.SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }, authorization, header), expected);

    public static Attack Form(string name, string path, string body, params int[] expected) => Post(name, path, Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded", "Persona specialist-a", null, expected);

    public static Attack Get(string name, string path, string? authorization = "Persona specialist-a", (string, string)? header = null, params int[] expected) =>
        new(name, target => target.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), authorization, header), expected);

    /// <summary>Bytes as they are, on a line of their own.</summary>
    public static Attack Raw(string name, string head, params int[] expected) => new(name, target => target.SendRawAsync(Encoding.Latin1.GetBytes(head.Replace("\n", "\r\n", StringComparison.Ordinal))), expected);
}

/// <summary>What came back.</summary>
/// <param name="Status">The status, or the code a socket was closed with; 0 where the line was closed without a word.</param>
/// <param name="Text">Everything that came: head and body.</param>
internal sealed record Reply(int Status, string Text);

/// <summary>The product under attack.</summary>
internal sealed class Target(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    public Uri Address => address;

    public async Task<Reply> SendAsync(Func<HttpRequestMessage> make, string? authorization, (string Name, string Value)? header)
    {
        using var request = make();
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (header is { } more)
            (more.Name.StartsWith("Content-", StringComparison.Ordinal) ? request.Content!.Headers as HttpHeaders : request.Headers).TryAddWithoutValidation(more.Name, more.Value);
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var body = answer.Content.Headers.ContentType?.MediaType is "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(limit.Token);
            return new Reply((int)answer.StatusCode, $"{answer.ReasonPhrase}\n{answer.Headers}{answer.Content.Headers}\n{body}");
        }
        catch (HttpRequestException)
        {
            return new Reply(0, "");
        }
    }

    public async Task<Reply> SendRawAsync(byte[] bytes)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        var stream = tcp.GetStream();
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await stream.WriteAsync(bytes, limit.Token);
            while (await stream.ReadAsync(buffer, limit.Token) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                // What belongs to an answer comes in one go; a line that is left open afterwards is not waited for.
                limit.CancelAfter(Quiet);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // Cut off, or quiet.
        }

        return new Reply(text.Length > 12 && int.TryParse(text.ToString(9, 3), out var status) ? status : 0, text.ToString());
    }

    public void Dispose() => _client.Dispose();
}
