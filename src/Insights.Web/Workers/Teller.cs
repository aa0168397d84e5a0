using Insights.Core.Contact;
using Insights.Web.Hosting;
using MediatR;

namespace Insights.Web.Workers;

/// <summary>Every few seconds notes who is to know of what happened. How far it came stands in the database, so a stop loses nothing.</summary>
internal sealed partial class Teller(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Teller> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Forgets = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        DateTimeOffset? forgot = null;
        do
        {
            try
            {
                while (await SendAsync(new TellPeople(), stoppingToken) > 0)
                {
                }

                if (forgot is null || clock.GetUtcNow() - forgot > Forgets)
                {
                    await SendAsync(new ForgetOldNotifications(), stoppingToken);
                    forgot = clock.GetUtcNow();
                }
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

    private async Task<int> SendAsync(IRequest<Core.Pipeline.Outcome<int>> request, CancellationToken ct) => (await scopes.SendAsSystemAsync(request, ct)).ValueOrDefault;

    [LoggerMessage(1701, LogLevel.Error, "Telling people failed with {Fault}; it is tried again in two seconds")]
    private static partial void Failed(ILogger log, string fault);
}
