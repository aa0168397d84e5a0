using Insights.Core.Calibration;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using MediatR;

namespace Insights.Web.Workers;

/// <summary>Sends the time-bound commands once a minute. What is due it finds in the database, so a stop loses nothing.</summary>
internal sealed partial class Scheduler(IServiceScopeFactory scopes, IDeletedPages pages, IDatabaseStatistics statistics, AwaitedAnswers answers, TimeProvider clock, ILogger<Scheduler> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Days that are counted in one round at most: each holds the write gate for a while.</summary>
    private const int MostDays = 3;

    /// <summary>How often late gaps are looked for in one round at most: a thousand a minute, and more become late at once only after an import.</summary>
    private const int MostLate = 40;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await RoundAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Everything that is due, once. A duty that fails keeps none of the others from being done.</summary>
    internal async Task RoundAsync(CancellationToken ct)
    {
        await DoAsync(nameof(EndWaits), async mediator =>
        {
            var ended = await mediator.Send(new EndWaits(), ct);
            if (ended.ValueOrDefault > 0)
                Ended(log, ended.Value);
        }, ct);
        await DoAsync(nameof(EscalateGaps), async mediator =>
        {
            var (late, some) = (0, EscalateGaps.Most);
            for (var n = 0; n < MostLate && some == EscalateGaps.Most; n++)
            {
                answers.GiveWay(ct);
                late += some = (await mediator.Send(new EscalateGaps(), ct)).ValueOrDefault;
            }

            if (late > 0)
                Late(log, late);
        }, ct);
        await DoAsync(nameof(EndAllowances), async mediator =>
        {
            var allowances = await mediator.Send(new EndAllowances(), ct);
            if (allowances.ValueOrDefault > 0)
                AllowancesEnded(log, allowances.Value);
        }, ct);
        await DoAsync(nameof(CloseDueRounds), async mediator =>
        {
            var closed = await mediator.Send(new CloseDueRounds(), ct);
            if (closed.ValueOrDefault > 0)
                RoundsClosed(log, closed.Value);
        }, ct);
        await DoAsync(nameof(CountDay), async mediator =>
        {
            for (var n = 0; n < MostDays && (await mediator.Send(new CountDay(), ct)).ValueOrDefault is { } day; n++)
                Counted(log, day);
        }, ct);
        await DoAsync(nameof(PruneWebhooks), async mediator =>
        {
            var forgotten = await mediator.Send(new PruneWebhooks(), ct);
            if (forgotten.ValueOrDefault > 0)
                Pruned(log, forgotten.Value);
        }, ct);
        await DoAsync(nameof(IDeletedPages), _ =>
        {
            pages.TryClear();
            return Task.CompletedTask;
        }, ct);
        await DoAsync(nameof(IDatabaseStatistics), _ =>
        {
            statistics.TryRefresh();
            return Task.CompletedTask;
        }, ct);
    }

    private async Task DoAsync(string duty, Func<IMediator, Task> act, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
            await act(scope.ServiceProvider.GetRequiredService<IMediator>());
        }
        catch (Exception fault)
        {
            // What is stopped half-way fails in its own manner, and is no fault.
            if (!ct.IsCancellationRequested)
                Failed(log, duty, fault.GetType().Name);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "{Count} waits have ended")]
    private static partial void Ended(ILogger log, int count);

    [LoggerMessage(1104, LogLevel.Information, "{Count} gaps are late")]
    private static partial void Late(ILogger log, int count);

    [LoggerMessage(1103, LogLevel.Information, "{Count} entries of the allow-list have ended")]
    private static partial void AllowancesEnded(ILogger log, int count);

    [LoggerMessage(1109, LogLevel.Information, "{Count} calibration rounds are closed")]
    private static partial void RoundsClosed(ILogger log, int count);

    [LoggerMessage(1105, LogLevel.Information, "The counts of {Day} are written")]
    private static partial void Counted(ILogger log, DateOnly day);

    [LoggerMessage(1106, LogLevel.Information, "{Count} old rows about webhooks are gone")]
    private static partial void Pruned(ILogger log, int count);

    [LoggerMessage(1102, LogLevel.Error, "{Duty} failed with {Fault}; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string duty, string fault);
}
