using Insights.Core.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Testing.Access;

/// <summary>
/// Says of every request whether it came past the first step of the pipeline, which asks who may, and lets it no further: so
/// every operation can be tried by everyone, whatever it would need and do.
/// </summary>
public static class Threshold
{
    /// <summary>The words of whatever came past.</summary>
    public const string Passed = "It came past the question who may.";

    private static readonly AsyncLocal<bool> Closed = new();

    /// <summary>Puts it right behind the first step.</summary>
    public static IServiceCollection AddThreshold(this IServiceCollection services)
    {
        var first = services.First(s => s.ServiceType == typeof(IPipelineBehavior<,>));
        services.Insert(services.IndexOf(first) + 1, ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(Step<,>)));
        return services;
    }

    /// <summary>From here on, in this flow of the test, nothing comes further than the threshold.</summary>
    public static void Close() => Closed.Value = true;

    private sealed class Step<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse> where TRequest : IRequest<TResponse> where TResponse : IOutcome<TResponse>
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
            Closed.Value ? Task.FromResult(TResponse.Refuse([Refusal.Of(RefusalCode.NotFound, Passed)])) : next();
    }
}
