using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Web.Hosting;

/// <summary>Requests that the product sends by its own hand: sign-in, timers, webhooks.</summary>
internal static class SystemRequests
{
    /// <summary>Sends one request as the product itself, in a scope of its own.</summary>
    public static async Task<Outcome<T>> SendAsSystemAsync<T>(this IServiceScopeFactory scopes, IRequest<Outcome<T>> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
    }
}
