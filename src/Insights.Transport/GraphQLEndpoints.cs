using Insights.Transport.GraphQLWs;
using Insights.Transport.Http;
using Insights.Transport.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport;

/// <summary>Adds the GraphQL endpoint to an application.</summary>
public static class GraphQLEndpoints
{
    /// <summary>Registers the transport. An <see cref="IOperationRunner"/> must be registered beside it; a
    /// <see cref="TimeProvider"/> is used if there is one.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the defaults, or null. A limit or interval that is not positive makes
    /// <see cref="MapGraphQL"/> throw an <see cref="OptionsValidationException"/>.</param>
    public static IServiceCollection AddGraphQLTransport(
        this IServiceCollection services, Action<TransportOptions>? configure = null)
    {
        var options = services.AddOptions<TransportOptions>()
            .Validate(set => set.IsPositive, "Every limit and interval of the GraphQL transport must be positive.");
        if (configure is not null) options.Configure(configure);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SessionWatch>();
        services.TryAddSingleton<StreamSlots>();
        services.TryAddSingleton<SsePump>();
        services.TryAddSingleton(provider => new HttpStream(
            provider.GetRequiredService<IOptions<TransportOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SessionWatch>(),
            provider.GetRequiredService<StreamSlots>(), provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<HttpStream>>()));
        services.TryAddSingleton<SocketEndpoint>();
        services.TryAddSingleton<HttpEndpoint>();
        return services;
    }

    /// <summary>Serves GraphQL at <paramref name="path"/>: POST, GET, event streams and graphql-transport-ws. Needs no
    /// other middleware; authentication and authorization, if any, come before it.</summary>
    /// <param name="endpoints">Where to add the endpoint.</param>
    /// <param name="path">The route pattern, such as <c>/graphql</c>.</param>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<HttpEndpoint>();
        var pipeline = endpoints.CreateApplicationBuilder();
        // The protocol has pings of its own, which unlike the socket's also reach the client's code.
        pipeline.UseWebSockets(new() { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        pipeline.Run(endpoint.HandleAsync);
        return endpoints.Map(path, pipeline.Build()).WithDisplayName("GraphQL");
    }
}
