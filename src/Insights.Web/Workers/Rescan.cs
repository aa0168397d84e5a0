using Insights.Core.Stewardship;
using Insights.Web.Hosting;

namespace Insights.Web.Workers;

/// <summary>
/// Has stored texts screened that the present rules have not seen: after an update of the rules, after another
/// configuration, after an entry of the allow-list has ended. Works in small steps, so that people's commands pass in
/// between; where it stands is in the database, so a stop loses nothing.
/// </summary>
internal sealed partial class Rescan(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Rescan> log) : BackgroundService
{
    private const int Rows = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                while (await StepAsync(stoppingToken))
                    await Task.Yield();
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

    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var step = await scopes.SendAsSystemAsync(new RescanTexts(Rows), ct);
        if (!step.Succeeded(out var done) || done.Looked == 0)
            return false;
        Screened(log, done.Looked, done.Withheld, done.Masked);
        return true;
    }

    [LoggerMessage(1104, LogLevel.Information, "Screened {Looked} rows by the present rules: texts withheld in {Withheld}, words masked in {Masked} events")]
    private static partial void Screened(ILogger log, int looked, int withheld, int masked);

    [LoggerMessage(1105, LogLevel.Error, "Screening stored texts failed with {Fault}; it is tried again")]
    private static partial void Failed(ILogger log, string fault);
}
