using System.Text.Json;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Insights.Transport.Requests;

/// <summary>An error the transport answers by itself: a status, a stable code and a fixed sentence.</summary>
internal sealed class TransportError
{
    public static readonly TransportError MethodNotAllowed = new(Status405MethodNotAllowed,
        TransportCodes.MethodNotAllowed, "Only GET and POST are served here.");

    public static readonly TransportError MutationByGet = new(Status405MethodNotAllowed,
        TransportCodes.MutationByGet, "A mutation must be sent by POST.");

    public static readonly TransportError NotAcceptable = new(Status406NotAcceptable,
        TransportCodes.NotAcceptable,
        "Accept application/graphql-response+json, application/json or text/event-stream.");

    public static readonly TransportError StreamNotAccepted = new(Status406NotAcceptable,
        TransportCodes.StreamNotAccepted, "A subscription needs text/event-stream or a WebSocket.");

    public static readonly TransportError BodyTooLarge = new(Status413PayloadTooLarge,
        TransportCodes.BodyTooLarge, "The body is too large.");

    public static readonly TransportError ContentTypeUnsupported = new(Status415UnsupportedMediaType,
        TransportCodes.ContentTypeUnsupported, "The body must be application/json in UTF-8.");

    public static readonly TransportError ContentEncodingUnsupported = new(Status415UnsupportedMediaType,
        TransportCodes.ContentEncodingUnsupported, "The body must not be compressed.");

    public static readonly TransportError PreflightRequired = new(Status403Forbidden,
        TransportCodes.PreflightRequired, "A GET with cookies needs the header GraphQL-Require-Preflight: 1.");

    public static readonly TransportError OriginRefused = new(Status403Forbidden,
        TransportCodes.OriginRefused, "This origin may not open a WebSocket here.");

    public static readonly TransportError Unauthenticated = new(Status401Unauthorized,
        TransportCodes.Unauthenticated, "Sign in first.");

    public static readonly TransportError SubprotocolRequired = new(Status400BadRequest,
        TransportCodes.SubprotocolRequired, "The WebSocket must offer graphql-transport-ws.");

    public static readonly TransportError JsonInvalid = new(Status400BadRequest,
        TransportCodes.JsonInvalid, "The request is not valid JSON with unique member names.");

    public static readonly TransportError BatchUnsupported = new(Status400BadRequest,
        TransportCodes.BatchUnsupported, "Send one operation a request.");

    public static readonly TransportError NotAnObject = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The request must be a JSON object.");

    public static readonly TransportError QueryMissing = new(Status400BadRequest,
        TransportCodes.QueryMissing, "The parameter query or documentId is missing.");

    public static readonly TransportError DocumentIdInvalid = new(Status400BadRequest,
        TransportCodes.DocumentIdInvalid, "The parameter documentId must be sha256: and 64 lower-case hexadecimal digits, and come without query.");

    public static readonly TransportError QueryInvalid = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The parameter query must be a string.");

    public static readonly TransportError OperationNameInvalid = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The parameter operationName must be a string or null.");

    public static readonly TransportError VariablesInvalid = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The parameter variables must be an object or null.");

    public static readonly TransportError ExtensionsInvalid = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The parameter extensions must be an object or null.");

    public static readonly TransportError ParameterRepeated = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "A parameter was sent more than once.");

    public static readonly TransportError ResumeInvalid = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "Last-Event-ID is not one of the ids sent here.");

    public static readonly TransportError BodyUnreadable = new(Status400BadRequest,
        TransportCodes.RequestInvalid, "The body could not be read.");

    public static readonly TransportError TooManyOperations = new(Status400BadRequest,
        TransportCodes.TooManyOperations, "Too many operations are running on this connection.");

    public static readonly TransportError TooManyStreams = new(Status429TooManyRequests,
        TransportCodes.TooManyStreams, "This caller has too many streams open. Close one first.");

    public static readonly TransportError SessionEnded = new(Status403Forbidden,
        TransportCodes.SessionEnded, "The session has ended. Sign in again.");

    public static readonly TransportError InternalError = new(Status500InternalServerError,
        TransportCodes.InternalError, "The server could not answer.");

    private TransportError(int status, string code, string message)
    {
        Status = status;
        IsOfShape = code is TransportCodes.RequestInvalid or TransportCodes.QueryMissing or TransportCodes.DocumentIdInvalid or TransportCodes.BatchUnsupported;
        Json = JsonSerializer.SerializeToUtf8Bytes(new { errors = new[] { new { message, extensions = new { code } } } });
    }

    /// <summary>The HTTP status, where there is one to send.</summary>
    public int Status { get; }

    /// <summary>Whether the request could be read, and is no well-formed request of GraphQL.</summary>
    public bool IsOfShape { get; }

    /// <summary>The response object: <c>{"errors":[{"message":…,"extensions":{"code":…}}]}</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; }
}
