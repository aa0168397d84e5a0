using Insights.Core.Identity;
using Insights.Core.Learning;
using MediatR;

namespace Insights.Web.Workers;

/// <summary>Looks once in ten minutes whether it is time to learn anew. What is due it finds in the database, so a stop loses nothing.</summary>
internal sealed partial class Learner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Learner> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LearnAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What is stopped half-way fails in its own manner, and is no fault.
                if (!stoppingToken.IsCancellationRequested)
                    Failed(log, fault.GetType().Name);
            }
        }
    }

    private async Task LearnAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if (!(await mediator.Send(new TrainingIsDue(), ct)).ValueOrDefault)
            return;
        // Somebody may have begun by hand meanwhile; then there is nothing left to do.
        if ((await mediator.Send(new TrainLookAlikes(null), ct)).Succeeded(out var training))
            Learned(log, training.Verdict, training.Model?.Number);
    }

    [LoggerMessage(1108, LogLevel.Information, "Learned from people's answers: {Verdict}, version {Number}")]
    private static partial void Learned(ILogger log, TrainingVerdict verdict, int? number);

    [LoggerMessage(1109, LogLevel.Error, "Learning failed with {Fault}; it is tried again")]
    private static partial void Failed(ILogger log, string fault);
}
