using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Insights.Web.Tests.Outlets;

/// <summary>The clients the README shows, run as they are against a running product: stopped and started again, each goes on by the cursor it kept.</summary>
public sealed partial class ClientTests(FeedApp feed) : IClassFixture<FeedApp>
{
    [ClientFact("curl")]
    public Task Curl_follows_lines() => FollowsAsync("feed-lines.sh", "sh", "feed-lines.sh");

    [ClientFact("curl")]
    public Task Curl_follows_events() => FollowsAsync("feed-events.sh", "sh", "feed-events.sh");

    [ClientFact("dotnet")]
    public Task A_csharp_file_follows_lines() => FollowsAsync("feed.cs", "dotnet", "run", "feed.cs");

    private async Task FollowsAsync(string file, string program, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("insights-client-");
        try
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Clients", file), Path.Combine(folder.FullName, file));
            var (_, secret) = await feed.KeyAsync();
            var first = await ReadAsync(folder.FullName, secret, await HeadAsync(), program, arguments);
            await feed.FileAsync(3);
            var second = await ReadAsync(folder.FullName, secret, await HeadAsync(), program, arguments);

            // What was printed but whose cursor was not kept when it was stopped comes once more: at least once, and in order.
            Assert.True(first.Concat(second).Distinct().SequenceEqual(Enumerable.Range(1, first.Concat(second).Max())), string.Join(' ', first) + " | " + string.Join(' ', second));
            Assert.InRange(first.Intersect(second).Count(), 0, 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> HeadAsync()
    {
        using var page = await feed.AskAsync("?first=500", "application/x-ndjson", "Persona " + FeedApp.Team);
        return int.Parse((await FeedApp.LinesAsync(page))[^1].GetProperty("cursor").GetString()!.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The positions a client prints until it has come so far, and has had a moment to keep its cursor.</summary>
    private async Task<List<int>> ReadAsync(string folder, string secret, int upTo, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["INSIGHTS_URL"] = feed.App.Address.GetLeftPart(UriPartial.Authority), ["INSIGHTS_KEY"] = secret },
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var read = new List<int>();
        try
        {
            while (read.LastOrDefault() < upTo && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (Cursor().Match(line) is { Success: true } cursor)
                    read.Add(int.Parse(cursor.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            }

            await Task.Delay(500, limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        return read.LastOrDefault() >= upTo ? read : throw new InvalidOperationException(await errors);
    }

    [GeneratedRegex(@"""cursor"":""v1\.\d+\.(\d+)""")]
    private static partial Regex Cursor();
}

/// <summary>A test that runs a program of the machine; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(string program)
    {
        var there = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
        if (!there || OperatingSystem.IsWindows())
            Skip = $"There is no {program} here.";
    }
}
