// dotnet run feed.cs
using System.Net.Http.Headers;
using System.Text.Json;

using var client = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("INSIGHTS_URL")!), Timeout = Timeout.InfiniteTimeSpan };
client.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("INSIGHTS_KEY"));
client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
while (true)
{
    try
    {
        var after = File.Exists("cursor") ? "&after=" + File.ReadAllText("cursor") : "";
        using var response = await client.GetAsync("/feed?follow=true" + after, HttpCompletionOption.ResponseHeadersRead);
        if ((int)response.StatusCode is 409 or 410) // FEED_RESET: says the first and the last cursor; a person decides
            throw new InvalidDataException(await response.Content.ReadAsStringAsync());
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("cursor", out var cursor))
                break; // the server ended it, and says why by a code
            if (json.RootElement.TryGetProperty("type", out _))
                Console.WriteLine(line); // your work, done before the cursor is kept
            File.WriteAllText("cursor.new", cursor.GetString());
            File.Move("cursor.new", "cursor", overwrite: true);
        }
    }
    catch (Exception fault) when (fault is HttpRequestException or IOException)
    {
        Console.Error.WriteLine(fault.Message);
    }

    await Task.Delay(2000);
}
