using Insights.Core.Learning;
using Insights.Web.Hosting;

namespace Insights.Web.Workers;

/// <summary>Has the engine link what it is sure of, where the configuration lets it: one report a command, so that people's commands pass in between.</summary>
internal sealed partial class AutomaticLinker(IServiceScopeFactory scopes, LearningOptions options, TimeProvider clock, ILogger<AutomaticLinker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.AutomaticLinking)
            return;
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
        var step = await scopes.SendAsSystemAsync(new LinkAutomatically(), ct);
        if (!step.Succeeded(out var linked) || linked.Report is not { } report)
            return false;
        Linked(log, report.Value, linked.Gap!.Value.Value);
        return true;
    }

    [LoggerMessage(1110, LogLevel.Information, "Linked {ReportId} to {GapId} by itself")]
    private static partial void Linked(ILogger log, string reportId, string gapId);

    [LoggerMessage(1111, LogLevel.Error, "Linking by itself failed with {Fault}; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string fault);
}
