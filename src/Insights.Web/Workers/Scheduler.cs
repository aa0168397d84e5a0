using Insights.Core.Identity;
using Insights.Core.Triage;
using MediatR;

namespace Insights.Web.Workers;

/// <summary>Sends the time-bound command once a minute. What is due it finds in the database, so a stop loses nothing.</summary>
internal sealed partial class Scheduler(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Scheduler> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
                var ended = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EndWaits(), stoppingToken);
                if (ended.ValueOrDefault > 0)
                    Ended(log, ended.Value);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(log, fault.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1101, LogLevel.Information, "{Count} waits have ended")]
    private static partial void Ended(ILogger log, int count);

    [LoggerMessage(1102, LogLevel.Error, "Ending waits failed with {Fault}; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string fault);
}
