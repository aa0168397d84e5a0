using Insights.Transport.Http;
using Insights.Transport.Requests;
using Insights.Transport.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport.GraphQLWs;

/// <summary>Upgrades a request to a WebSocket, if its origin and sub-protocol allow, and holds the conversation.</summary>
internal sealed class SocketEndpoint(
    IOperationRunner runner,
    IOptions<TransportOptions> options,
    IServiceScopeFactory scopes,
    SessionWatch sessions,
    StreamSlots slots,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<SocketEndpoint> log)
{
    private const string Protocol = "graphql-transport-ws";

    public async Task HandleAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await refusal.WriteAsync(context, ResponseKind.Json);
            return;
        }

        ServerRate.LeaveStallsToUs(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        var admit = options.Value.OnConnectionInit ?? ((request, _) => new(request.User));
        using var conversation = new GraphQLWsConversation(
            new FramedSocket(socket, options.Value.MaxMessageBytes), runner, scopes,
            payload => admit(context, payload), sessions, slots, options.Value, clock, log);
        await conversation.RunAsync(lifetime.ApplicationStopping);
    }

    private TransportError? Refusal(HttpContext context)
    {
        if (!OriginRule.Allows(context.Request, options.Value.AllowedOrigins)) return TransportError.OriginRefused;
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol)) return TransportError.SubprotocolRequired;
        // Without a hook nobody can sign in over the socket any more, and it would only be held.
        if (options.Value.OnConnectionInit is null && context.User.Identity?.IsAuthenticated is not true) return TransportError.Unauthenticated;
        return null;
    }
}
