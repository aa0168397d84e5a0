using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Insights.Testing;

/// <summary>The ways a program follows the feed.</summary>
public enum FeedTransport
{
    /// <summary>graphql-transport-ws.</summary>
    Socket,

    /// <summary>A GraphQL subscription as server-sent events.</summary>
    GraphQLEvents,

    /// <summary>GET /feed as server-sent events.</summary>
    PlainEvents,

    /// <summary>GET /feed as lines.</summary>
    PlainLines,
}

/// <summary>One step a follower was sent.</summary>
/// <param name="Cursor">Where to resume.</param>
/// <param name="Id">The event's id; null in a heartbeat.</param>
public sealed record Followed(string Cursor, string? Id);

/// <summary>Follows the feed over any transport until the connection breaks or the caller has enough.</summary>
public static class FeedFollower
{
    private const string Query = "subscription($after: String) { feed(after: $after) { ... on FeedEvent { id cursor } ... on FeedHeartbeat { cursor } } }";

    public static IAsyncEnumerable<Followed> FollowAsync(Uri address, string persona, FeedTransport transport, string? after, CancellationToken ct) =>
        transport is FeedTransport.Socket ? SocketAsync(address, persona, after, ct) : HttpAsync(address, persona, transport, after, ct);

    /// <summary>Whether a connection broke, as against a reader that is wrong.</summary>
    public static bool IsCut(Exception fault) =>
        fault is HttpRequestException or IOException or WebSocketException or OperationCanceledException || (fault is InvalidOperationException && fault.Message.StartsWith("The socket was closed", StringComparison.Ordinal));

    private static async IAsyncEnumerable<Followed> SocketAsync(Uri address, string persona, string? after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var socket = await FeedSocket.OpenAsync(address, persona, after, ct);
        while (true)
        {
            var message = await socket.NextAsync(ct);
            yield return Of(message);
        }
    }

    private static async IAsyncEnumerable<Followed> HttpAsync(Uri address, string persona, FeedTransport transport, string? after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, transport is FeedTransport.PlainLines ? $"/feed?follow=true{(after is null ? "" : $"&after={after}")}" : "/feed");
        request.Headers.Authorization = new AuthenticationHeaderValue("Persona", persona);
        request.Headers.Accept.ParseAdd(transport is FeedTransport.PlainLines ? "application/x-ndjson" : "text/event-stream");
        if (after is not null && transport is not FeedTransport.PlainLines)
            request.Headers.Add("Last-Event-ID", after);
        if (transport is FeedTransport.GraphQLEvents)
        {
            request.Method = HttpMethod.Post;
            request.RequestUri = new Uri("/graphql", UriKind.Relative);
            request.Content = new StringContent(JsonSerializer.Serialize(new { query = Query }), new MediaTypeHeaderValue("application/json"));
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        var prefix = transport is FeedTransport.PlainLines ? "" : "data: ";
        // Both SSE outlets put the cursor into the data as well, so heartbeats without data need not be looked at.
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.Length == 0 || !line.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var json = JsonDocument.Parse(line[prefix.Length..]).RootElement;
            yield return Of(transport is FeedTransport.GraphQLEvents ? json.GetProperty("data").GetProperty("feed") : json);
        }
    }

    private static Followed Of(JsonElement step) =>
        new(step.GetProperty("cursor").GetString()!, step.TryGetProperty("id", out var id) ? id.GetString() : null);
}
