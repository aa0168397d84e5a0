using Insights.Core.Feed;
using Insights.Web.Webhooks;

namespace Insights.Web.Workers;

/// <summary>Has webhooks sent whenever something was committed, and looks every second for what is due again.</summary>
internal sealed partial class WebhookPoster(WebhookDispatcher dispatcher, FeedSignal signal, ILogger<WebhookPoster> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await dispatcher.EndAsync().WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var next = signal.Next;
            try
            {
                await dispatcher.BeginAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What is stopped half-way fails in its own manner, and is no fault.
                if (!stoppingToken.IsCancellationRequested)
                    Failed(log, fault.GetType().Name);
            }

            await signal.WaitAsync(next, Poll, stoppingToken);
        }
    }

    [LoggerMessage(1903, LogLevel.Error, "Looking for webhooks to send failed with {Fault}; it is tried again")]
    private static partial void Failed(ILogger log, string fault);
}
