using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Running;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Insights.GraphQL;

/// <summary>Puts the schema together with the core. The transport that serves it is added beside.</summary>
public static class GraphQLServices
{
    /// <param name="services">The services of the process.</param>
    /// <param name="limits">What the operator decided; null for the defaults.</param>
    public static IServiceCollection AddInsightsGraphQL(this IServiceCollection services, GraphQLLimits? limits = null)
    {
        services.AddSingleton(limits ?? new GraphQLLimits());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InsightsSchema>();
        services.AddSingleton(provider => new CommandWriter(provider.GetRequiredService<InsightsSchema>()));
        services.AddSingleton(provider => new SchemaText(provider.GetRequiredService<InsightsSchema>().Text()));
        services.AddSingleton<IOperationRunner, OperationRunner>();
        services.AddScoped<Loaders>();
        services.AddHostedService<SchemaStart>();
        return services;
    }

    /// <summary>Builds the schema when the process starts, so that a forgotten permission stops it before it serves anyone.</summary>
    private sealed class SchemaStart(IOperationRunner runner) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(runner);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
