using Insights.Web.Mail;

namespace Insights.Web.Workers;

/// <summary>Looks twice a minute for digests that are due, and sends them. Who is due stands in the database, so a stop loses nothing.</summary>
internal sealed partial class DigestMailer(DigestRound round, TimeProvider clock, ILogger<DigestMailer> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                var (sent, failed) = await round.RunAsync(stoppingToken);
                if (sent > 0)
                    Sent(log, sent);
                if (failed > 0)
                    NotSent(log, failed);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What is stopped half-way fails in its own manner, and is no fault.
                if (!stoppingToken.IsCancellationRequested)
                    Failed(log, fault.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1801, LogLevel.Information, "{Count} digests were handed over")]
    private static partial void Sent(ILogger log, int count);

    [LoggerMessage(1802, LogLevel.Warning, "{Count} digests could not be handed over; they are tried again, and the mail page says why")]
    private static partial void NotSent(ILogger log, int count);

    [LoggerMessage(1803, LogLevel.Error, "Sending digests failed with {Fault}; it is tried again in half a minute")]
    private static partial void Failed(ILogger log, string fault);
}
