using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Insights.Core.Cases;

/// <summary>Puts case references together.</summary>
public static class CaseServices
{
    /// <param name="services">The services of the process.</param>
    /// <param name="scheme">Tenant, keys and sources of this organisation.</param>
    public static IServiceCollection AddCaseReferences(this IServiceCollection services, CaseScheme scheme)
    {
        services.AddSingleton(scheme);
        services.TryAddSingleton<CaseExchange>();
        return services;
    }

    internal static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new CaseAllowance(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CaseAliases>();
        services.AddScoped<AliasBook>();
        return services;
    }
}
