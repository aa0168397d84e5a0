using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport.Sending;

/// <summary>Notices that a caller's session has ended while a connection is still open.</summary>
internal sealed class SessionWatch(
    IOptions<TransportOptions> options, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SessionWatch> log)
{
    /// <summary>Waits until the session has ended (true) or the token is cancelled (false). Never throws.</summary>
    public async Task<bool> EndedAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (options.Value.StillSignedIn is not { } stillSignedIn) return false;

        while (await clock.Passes(options.Value.SessionCheckInterval, ct))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!await stillSignedIn(new OperationCaller(user, scope.ServiceProvider), ct)) return true;
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e)
            {
                log.SessionCheckFailed(e.GetType(), e.StackTrace);
                return true;
            }
        }

        return false;
    }
}
