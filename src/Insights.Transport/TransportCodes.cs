namespace Insights.Transport;

/// <summary>The stable <c>extensions.code</c> of every error the transport itself answers. Messages are fixed
/// sentences and never repeat what was sent.</summary>
public static class TransportCodes
{
    /// <summary>405: only GET and POST are served.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>405: a mutation was sent by GET.</summary>
    public const string MutationByGet = "MUTATION_BY_GET";

    /// <summary>406: none of the accepted media types can be produced.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>406: a subscription was sent over plain HTTP without accepting text/event-stream.</summary>
    public const string StreamNotAccepted = "STREAM_NOT_ACCEPTED";

    /// <summary>413: the body exceeds <see cref="TransportOptions.MaxBodyBytes"/>.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>415: the body is not application/json in UTF-8.</summary>
    public const string ContentTypeUnsupported = "CONTENT_TYPE_UNSUPPORTED";

    /// <summary>415: the body is compressed.</summary>
    public const string ContentEncodingUnsupported = "CONTENT_ENCODING_UNSUPPORTED";

    /// <summary>403: a GET with cookies that a foreign page could have caused.</summary>
    public const string PreflightRequired = "PREFLIGHT_REQUIRED";

    /// <summary>403: a WebSocket from an origin that is not allowed.</summary>
    public const string OriginRefused = "ORIGIN_REFUSED";

    /// <summary>401: a WebSocket of nobody who is signed in.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>400: a WebSocket that does not offer graphql-transport-ws.</summary>
    public const string SubprotocolRequired = "SUBPROTOCOL_REQUIRED";

    /// <summary>400: not JSON, a repeated member, invalid Unicode, or nested too deeply.</summary>
    public const string JsonInvalid = "JSON_INVALID";

    /// <summary>400: the body is an array; batches are not served.</summary>
    public const string BatchUnsupported = "BATCH_UNSUPPORTED";

    /// <summary>400: the request, a parameter of it, or Last-Event-ID has the wrong shape.</summary>
    public const string RequestInvalid = "REQUEST_INVALID";

    /// <summary>400: neither <c>query</c> nor <c>documentId</c>.</summary>
    public const string QueryMissing = "QUERY_MISSING";

    /// <summary>400: <c>documentId</c> has another form than <c>sha256:</c> and 64 digits, or comes beside <c>query</c>.</summary>
    public const string DocumentIdInvalid = "DOCUMENT_ID_INVALID";

    /// <summary>WebSocket <c>error</c>: <see cref="TransportOptions.MaxOperationsPerSocket"/> reached.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";

    /// <summary>429: <see cref="TransportOptions.MaxStreamsPerCaller"/> reached.</summary>
    public const string TooManyStreams = "TOO_MANY_STREAMS";

    /// <summary>Event stream: the caller's session ended.</summary>
    public const string SessionEnded = "SESSION_ENDED";

    /// <summary>500, or an error in a stream: the runner failed.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
