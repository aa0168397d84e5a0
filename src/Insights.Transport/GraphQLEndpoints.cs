using Insights.Transport.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Insights.Transport;

/// <summary>Adds the GraphQL endpoint to an application.</summary>
public static class GraphQLEndpoints
{
    /// <summary>Registers the transport. An <see cref="IOperationRunner"/> must be registered beside it; a
    /// <see cref="TimeProvider"/> is used if there is one.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the defaults, or null.</param>
    public static IServiceCollection AddGraphQLTransport(
        this IServiceCollection services, Action<TransportOptions>? configure = null)
    {
        var options = services.AddOptions<TransportOptions>();
        if (configure is not null) options.Configure(configure);

        services.TryAddSingleton(TimeProvider.System);
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
        return endpoints.Map(path, endpoint.HandleAsync).WithDisplayName("GraphQL");
    }
}
