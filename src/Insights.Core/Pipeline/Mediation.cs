using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Core.Pipeline;

/// <summary>The only place that wires the mediator, so that another version of it is a change of one file.</summary>
internal static class Mediation
{
    public static IServiceCollection AddMediation(this IServiceCollection services, Assembly handlers)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddTransient<IMediator, Mediator>();

        // In this order: who may, whether it is well formed, then one writer and one transaction.
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuthoriseStep<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidateStep<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(WriteStep<,>));

        var found =
            from type in handlers.GetTypes()
            where type is { IsClass: true, IsAbstract: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
            select (type, contract);
        foreach (var (type, contract) in found)
            services.AddTransient(contract, type);
        return services;
    }
}
