using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Insights.Web.Tests.NoEcho;

/// <summary>Sends, and looks through every answer at once: its status line, its headers and its body.</summary>
internal sealed class Wire(Uri address, Leaks leaks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private int _sent;

    public int Sent => _sent;

    /// <summary>Sends a request and returns status and body.</summary>
    /// <param name="client">Who sends.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="place">What it was, for the report.</param>
    /// <param name="read">Takes out of a body what may stand there; without it nothing may.</param>
    /// <param name="streams">Whether the answer may go on; then only its beginning is read.</param>
    public async Task<(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)> SendAsync(
        HttpClient client, HttpRequestMessage request, string place, Func<string, string>? read = null, bool streams = false)
    {
        Interlocked.Increment(ref _sent);
        using var response = await client.SendAsync(request, streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
        var body = streams ? await BeginningAsync(response) : await response.Content.ReadAsStringAsync();
        leaks.Search($"header of the answer to {place}", $"{response.ReasonPhrase} {response.Headers} {response.Content.Headers}");
        leaks.Search($"answer to {place} ({(int)response.StatusCode})", read is null ? body : read(body), mark => Exceptions.Allow(mark, Exceptions.Answer));
        return (response.StatusCode, body, response.Headers);
    }

    /// <summary>Sends bytes as they are and looks through what comes back before the line is quiet.</summary>
    public async Task SendRawAsync(byte[] bytes, string place)
    {
        Interlocked.Increment(ref _sent);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(bytes);
        tcp.Client.Shutdown(SocketShutdown.Send);
        leaks.Search($"answer to {place}", await ReadAsync(stream));
    }

    /// <summary>Holds a conversation over a socket and looks through every message and the reason it is closed with.</summary>
    public async Task TalkAsync(string persona, string place, params byte[][] messages)
    {
        Interlocked.Increment(ref _sent);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Persona {persona}");
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        foreach (var message in messages)
            await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);

        var heard = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var quiet = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, quiet.Token);
                if (part.MessageType is WebSocketMessageType.Close)
                    break;
                heard.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing more comes: an open stream says nothing by itself.
        }
        catch (WebSocketException)
        {
            // Cut off; what was heard until then is looked through.
        }

        leaks.Search($"closing of {place}", $"{socket.CloseStatus} {socket.CloseStatusDescription}");
        leaks.Search($"messages of {place}", heard.ToString(), mark => Exceptions.Allow(mark, Exceptions.Answer));
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        return await ReadAsync(stream);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var quiet = new CancellationTokenSource(Patience);
        try
        {
            while (await stream.ReadAsync(buffer, quiet.Token) is > 0 and var count)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // Quiet or cut: what came until then is what there is to see.
        }

        return text.ToString();
    }
}
