namespace Insights.Transport;

/// <summary>What became of a request: exactly one of the nested types.</summary>
public abstract record OperationOutcome
{
    private OperationOutcome()
    {
    }

    /// <summary>Nothing was executed: the document does not parse, validate, fit its limits or is not permitted.</summary>
    /// <param name="Json">A UTF-8 response object with a non-empty <c>errors</c> array and no <c>data</c>.</param>
    /// <remarks>Status 400 for application/graphql-response+json, 200 for application/json; an <c>error</c> message
    /// on a WebSocket; a <c>next</c> and a <c>complete</c> event on an event stream.</remarks>
    public sealed record Refused(ReadOnlyMemory<byte> Json) : OperationOutcome;

    /// <summary>A query or mutation was executed, perhaps with field errors.</summary>
    /// <param name="Json">A UTF-8 response object with a <c>data</c> member, which may be null.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Json) : OperationOutcome;

    /// <summary>The document holds a mutation and <see cref="OperationRequest.QueriesOnly"/> was set.
    /// Nothing was executed.</summary>
    public sealed record MutationByGet : OperationOutcome;

    /// <summary>A subscription.</summary>
    /// <param name="Results">Enumerated at most once, and not at all if the client cannot take a stream, so opening
    /// must hold no resource before the first MoveNextAsync. The transport asks for the next result only after the
    /// previous one was sent, passes a token that ends with the subscription, and always disposes the enumerator it
    /// took. MoveNextAsync must return soon after that token is cancelled. The end of the enumeration completes the
    /// subscription; an exception ends it with <see cref="TransportCodes.InternalError"/>.</param>
    public sealed record Streaming(IAsyncEnumerable<OperationResult> Results) : OperationOutcome;
}
