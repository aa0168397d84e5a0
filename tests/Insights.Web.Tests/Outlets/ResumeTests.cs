using System.Globalization;
using Insights.Testing;

namespace Insights.Web.Tests.Outlets;

/// <summary>
/// A reader that is cut at any moment and a server that is killed: by its cursor it misses nothing, reads nothing twice
/// and nothing out of order. INSIGHTS_RESUME=10000,1000,10 asks for that many events, cuts and kills.
/// </summary>
public sealed class ResumeTests
{
    private static readonly int[] Size = [.. (Environment.GetEnvironmentVariable("INSIGHTS_RESUME") ?? "150,30,1").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    [Fact]
    public async Task Readers_over_every_transport_read_each_event_once_and_in_order_through_cuts_and_kills()
    {
        var (events, cuts, kills) = (Size[0], Size[1], Size[2]);
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120 + events / 10.0));
        var transports = Enum.GetValues<FeedTransport>();
        var readers = transports.Select((t, n) => Task.Run(() => ReadAsync(app, t, events, cuts / transports.Length, new Random(n), limit.Token))).ToArray();
        for (int n = 0, kill = 1; n < events; n++)
        {
            if (kill <= kills && n == kill * events / (kills + 1))
            {
                await app.KillAsync();
                await app.RestartAsync();
                kill++;
            }

            using var client = app.ClientOf("specialist-a");
            await FeedApp.FileAsync(app, client, n, limit.Token);
        }

        foreach (var (read, cut) in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(1, events).Select(n => (long)n), read.Select(r => r.Position));
            Assert.Equal(events, read.Select(r => r.Id).Distinct().Count());
            Assert.True(cut >= cuts / transports.Length, $"Only {cut} cuts.");
        }
    }

    /// <summary>Reads until it has so many events, cutting its own connection at random; the connections a kill breaks come on top.</summary>
    private static async Task<(List<(long Position, string Id)> Read, int Cuts)> ReadAsync(RunningApp app, FeedTransport transport, int events, int cuts, Random random, CancellationToken ct)
    {
        var read = new List<(long, string)>();
        string? cursor = null;
        for (var cut = 0; ; cut++)
        {
            // As many cuts as asked for are spread over what is still to come; the last stretch is read to the end.
            var stretch = cut < cuts ? random.Next(Math.Max(1, 2 * (events - read.Count) / (cuts - cut) - 1)) : int.MaxValue;
            try
            {
                await foreach (var step in FeedFollower.FollowAsync(app.Address, FeedApp.Team, transport, cursor, ct))
                {
                    cursor = step.Cursor;
                    if (step.Id is { } id)
                        read.Add((long.Parse(step.Cursor.Split('.')[2], CultureInfo.InvariantCulture), id));
                    if (read.Count >= events)
                        return (read, cut);
                    if (stretch-- <= 0)
                        break;
                }
            }
            catch (Exception fault) when (FeedFollower.IsCut(fault) && !ct.IsCancellationRequested)
            {
                await Task.Delay(20, ct);
            }
        }
    }
}
