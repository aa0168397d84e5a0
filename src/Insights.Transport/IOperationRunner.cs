namespace Insights.Transport;

/// <summary>Executes GraphQL operations for the transport, which knows no GraphQL library itself.</summary>
/// <remarks>Implementations are singletons and are called concurrently. What belongs to one operation is resolved
/// from <see cref="OperationCaller.Services"/>.</remarks>
public interface IOperationRunner
{
    /// <summary>Parses, guards, validates and authorises one operation, then executes it or opens its stream.</summary>
    /// <param name="request">The request; its JSON values are valid Unicode without duplicate members.</param>
    /// <param name="caller">Who asks, with services that live until the operation has ended.</param>
    /// <param name="ct">Cancelled when the client is gone, has cancelled, or the connection is being closed.
    /// The runner must return soon after, with or without throwing <see cref="OperationCanceledException"/>.</param>
    /// <returns>One of the nested types of <see cref="OperationOutcome"/>. A bad request is a
    /// <see cref="OperationOutcome.Refused"/>, never an exception; an exception is answered as
    /// <see cref="TransportCodes.InternalError"/> without any of its text.</returns>
    ValueTask<OperationOutcome> StartAsync(OperationRequest request, OperationCaller caller, CancellationToken ct);
}
