using Insights.Core.Pipeline;
using Insights.GraphQL.Errors;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Sends requests where there is no payload for refusals: they become errors.</summary>
internal static class Asking
{
    public static async Task<T> AskAsync<T>(this IMediator mediator, IRequest<Outcome<T>> request, CancellationToken ct)
    {
        var outcome = await mediator.Send(request, ct);
        return outcome.Succeeded(out var value) ? value : throw new RefusedError(outcome.Refusals);
    }

    /// <summary>The same, but what does not exist is null.</summary>
    public static async Task<T?> FindAsync<T>(this IMediator mediator, IRequest<Outcome<T>> request, CancellationToken ct) where T : class
    {
        var outcome = await mediator.Send(request, ct);
        if (outcome.Succeeded(out var value))
            return value;
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }] ? null : throw new RefusedError(outcome.Refusals);
    }
}
