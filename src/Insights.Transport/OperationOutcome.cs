namespace Insights.Transport;

/// <summary>What became of a request: exactly one of the nested types.</summary>
public abstract record OperationOutcome
{
    private OperationOutcome()
    {
    }

    /// <summary>Nothing was executed: the document does not parse, validate, fit its limits or is not permitted.</summary>
    /// <param name="Json">A UTF-8 response object with a non-empty <c>errors</c> array and no <c>data</c>.</param>
    /// <param name="Cause">What was wrong with it, as far as a status tells.</param>
    /// <remarks>Which status that is, <see cref="TransportOptions.StatusProfile"/> says; an <c>error</c> message
    /// on a WebSocket; a <c>next</c> and a <c>complete</c> event on an event stream.</remarks>
    public sealed record Refused(ReadOnlyMemory<byte> Json, RefusalCause Cause = RefusalCause.Invalid) : OperationOutcome;

    /// <summary>Nothing was executed, and the same request may succeed later.</summary>
    /// <param name="Json">A UTF-8 response object with a non-empty <c>errors</c> array and no <c>data</c>.</param>
    /// <param name="RetryAfter">How long to wait; more than zero.</param>
    /// <param name="ServerBusy">True when the server is full (503), false when this caller asked for too much (429).</param>
    /// <remarks>The status is the same for every media type, with a Retry-After header; an <c>error</c> message on a
    /// WebSocket. An event stream is not opened.</remarks>
    public sealed record Throttled(ReadOnlyMemory<byte> Json, TimeSpan RetryAfter, bool ServerBusy) : OperationOutcome;

    /// <summary>A query or mutation was executed, perhaps with field errors; or its cost was answered and nothing more
    /// was asked for.</summary>
    /// <param name="Json">A UTF-8 response object with a <c>data</c> member, which may be null; of a cost alone, with
    /// <c>extensions</c> only.</param>
    /// <param name="HasErrors">Whether it holds field errors.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Json, bool HasErrors = false) : OperationOutcome;

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

/// <summary>What was wrong with a refused document, as far as a status tells.</summary>
public enum RefusalCause
{
    /// <summary>It does not fit the schema, its variables, its limits or what may be sent.</summary>
    Invalid,

    /// <summary>It is not GraphQL.</summary>
    Syntax,

    /// <summary>It needs a caller who is signed in.</summary>
    Unauthenticated,

    /// <summary>The caller may not do this.</summary>
    Forbidden,
}
