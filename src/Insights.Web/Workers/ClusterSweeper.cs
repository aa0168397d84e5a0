using Insights.Core.Clusters;
using Insights.Web.Hosting;

namespace Insights.Web.Workers;

/// <summary>
/// Compares all reports once after the start, once a day, and whenever somebody asks; in between it looks every few
/// seconds at what changed. What it computes can be computed again, so a stop loses nothing.
/// </summary>
internal sealed partial class ClusterSweeper(IServiceScopeFactory scopes, ClusterBoard board, TimeProvider clock, ILogger<ClusterSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Whole = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the first requests are answered: whoever starts the product wants to see it.
        await Task.Delay(Pause, clock, stoppingToken);
        DateTimeOffset? swept = null;
        var asked = false;
        while (true)
        {
            try
            {
                var whole = asked || swept is null || clock.GetUtcNow() - swept > Whole;
                await RefreshAsync(whole, stoppingToken);
                if (whole)
                    swept = clock.GetUtcNow();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What is stopped half-way fails in its own manner, and is no fault.
                if (!stoppingToken.IsCancellationRequested)
                    Failed(log, fault.GetType().Name);
            }

            asked = await board.AskedAsync(Pause, stoppingToken);
        }
    }

    private async Task RefreshAsync(bool whole, CancellationToken ct)
    {
        var done = await scopes.SendAsSystemAsync(new RefreshClusters(whole), ct);
        if (whole && done.Succeeded(out var refreshed))
            Swept(log, refreshed.Looked, refreshed.Clusters);
    }

    [LoggerMessage(1111, LogLevel.Information, "Compared {Reports} reports: {Clusters} clusters are proposed")]
    private static partial void Swept(ILogger log, int reports, int clusters);

    [LoggerMessage(1112, LogLevel.Error, "Comparing reports failed with {Fault}; it is tried again")]
    private static partial void Failed(ILogger log, string fault);
}
