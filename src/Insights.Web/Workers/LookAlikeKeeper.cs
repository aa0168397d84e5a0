using Insights.Core.Reports;

namespace Insights.Web.Workers;

/// <summary>
/// Writes the look-alike engine to its file from time to time and when the process stops, so that the next start need not
/// read every report again. A stop without warning loses nothing but that time.
/// </summary>
internal sealed partial class LookAlikeKeeper(LookAlikes lookAlikes, TimeProvider clock, ILogger<LookAlikeKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
            await SaveAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        try
        {
            if (await lookAlikes.SaveAsync(ct))
                Saved(log, lookAlikes.Count);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What is stopped half-way fails in its own manner, and is no fault.
            if (!ct.IsCancellationRequested)
                Failed(log, fault.GetType().Name);
        }
    }

    [LoggerMessage(1106, LogLevel.Information, "Kept the look-alike engine with {Count} reports for the next start")]
    private static partial void Saved(ILogger log, int count);

    [LoggerMessage(1107, LogLevel.Error, "Keeping the look-alike engine failed with {Fault}; it is tried again, and the next start reads the database")]
    private static partial void Failed(ILogger log, string fault);
}
