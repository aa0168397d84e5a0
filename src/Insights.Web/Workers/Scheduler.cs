using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using MediatR;

namespace Insights.Web.Workers;

/// <summary>Sends the time-bound commands once a minute. What is due it finds in the database, so a stop loses nothing.</summary>
internal sealed partial class Scheduler(IServiceScopeFactory scopes, IDeletedPages pages, TimeProvider clock, ILogger<Scheduler> log) : BackgroundService
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
                var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
                var ended = await mediator.Send(new EndWaits(), stoppingToken);
                if (ended.ValueOrDefault > 0)
                    Ended(log, ended.Value);
                var late = await mediator.Send(new EscalateGaps(), stoppingToken);
                if (late.ValueOrDefault > 0)
                    Late(log, late.Value);
                var allowances = await mediator.Send(new EndAllowances(), stoppingToken);
                if (allowances.ValueOrDefault > 0)
                    AllowancesEnded(log, allowances.Value);
                while ((await mediator.Send(new CountDay(), stoppingToken)).ValueOrDefault is { } day)
                    Counted(log, day);
                var forgotten = await mediator.Send(new PruneWebhooks(), stoppingToken);
                if (forgotten.ValueOrDefault > 0)
                    Pruned(log, forgotten.Value);
                pages.TryClear();
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

    [LoggerMessage(1104, LogLevel.Information, "{Count} gaps are late")]
    private static partial void Late(ILogger log, int count);

    [LoggerMessage(1103, LogLevel.Information, "{Count} entries of the allow-list have ended")]
    private static partial void AllowancesEnded(ILogger log, int count);

    [LoggerMessage(1105, LogLevel.Information, "The counts of {Day} are written")]
    private static partial void Counted(ILogger log, DateOnly day);

    [LoggerMessage(1106, LogLevel.Information, "{Count} old rows about webhooks are gone")]
    private static partial void Pruned(ILogger log, int count);

    [LoggerMessage(1102, LogLevel.Error, "Ending waits failed with {Fault}; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string fault);
}
