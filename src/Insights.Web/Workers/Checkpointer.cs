using Insights.Core.Evidence;

namespace Insights.Web.Workers;

/// <summary>
/// Has checkpoints of the audit log signed while the process runs, and one more when it stops. Looks every second; whether
/// one is due the writer knows. Registered before the other workers, so that it is stopped after them.
/// </summary>
internal sealed partial class Checkpointer(CheckpointWriter writer, TimeProvider clock, ILogger<Checkpointer> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(writer.WriteAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            if (!await TryAsync(writer.WriteIfDueAsync, stoppingToken))
                await Task.Delay(CheckpointWriter.EveryWhile, clock, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> write, CancellationToken ct)
    {
        try
        {
            await write(ct);
            return true;
        }
        catch (AuditDisagreesException fault)
        {
            Disagrees(log, fault.Position);
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What is stopped half-way fails in its own manner, and is no fault.
            if (!ct.IsCancellationRequested)
                Failed(log, fault.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(1113, LogLevel.Critical, "The audit log does not agree with its last checkpoint, from position {Position} on. Nothing is signed any more: run audit verify")]
    private static partial void Disagrees(ILogger log, long position);

    [LoggerMessage(1114, LogLevel.Error, "Writing a checkpoint failed with {Fault}; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string fault);
}
