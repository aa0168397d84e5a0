using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Insights.Transport.Tests.Support;

/// <summary>One block of an event stream.</summary>
internal sealed record SseBlock(string? Event, string? Data, string? Id, bool IsComment);

/// <summary>Short ways to read what a server sent.</summary>
internal static class Answers
{
    public static async Task<string?> CodeAsync(this HttpResponseMessage response)
    {
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());

    /// <summary>The blocks of an event stream until the server ends it.</summary>
    public static async IAsyncEnumerable<SseBlock> BlocksAsync(this HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var block = new SseBlock(null, null, null, false);
        while (await reader.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
        {
            if (line.Length == 0)
            {
                yield return block;
                block = new(null, null, null, false);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            block = line[..colon] switch
            {
                "event" => block with { Event = value },
                "data" => block with { Data = block.Data is null ? value : block.Data + "\n" + value },
                "id" => block with { Id = value },
                "" => block with { IsComment = true },
                _ => throw new InvalidDataException(line),
            };
        }
    }

    public static Task SayAsync(this ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default).WaitAsync(Patience.Limit);

    /// <summary>The next message, or null when the server has closed.</summary>
    public static async Task<string?> HearAsync(this ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), default).AsTask().WaitAsync(Patience.Limit);
            if (part.MessageType is WebSocketMessageType.Close) return null;

            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    /// <summary>Reads to the end and returns the close code the server sent.</summary>
    public static async Task<int?> CloseCodeAsync(this ClientWebSocket socket)
    {
        while (await socket.HearAsync() is not null)
        {
        }

        return (int?)socket.CloseStatus;
    }

    public static async Task<ClientWebSocket> InitAsync(this Task<ClientWebSocket> connecting)
    {
        var socket = await connecting;
        await socket.SayAsync(Talk.Init);
        Assert.Equal(Talk.Ack, await socket.HearAsync());
        return socket;
    }
}
