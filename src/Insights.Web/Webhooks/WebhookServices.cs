using Insights.Core.Webhooks;
using Insights.Web.Workers;

namespace Insights.Web.Webhooks;

/// <summary>Sends the feed to the endpoints of consumers.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, WebhookAllowance allowance)
    {
        services.AddSingleton(allowance);
        services.AddSingleton<IWebhookSecrets, ProtectedSecrets>();
        services.AddSingleton(provider => new WebhookSender(allowance, WebhookSender.UsualLimit, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService<WebhookPoster>();
    }
}
