using System.Buffers;
using System.Text.Json;

namespace Insights.Transport.Requests;

/// <summary>A request, or why there is none.</summary>
internal readonly record struct Reading(OperationRequest? Request, TransportError? Error)
{
    public static implicit operator Reading(OperationRequest request) => new(request, null);

    public static implicit operator Reading(TransportError error) => new(null, error);
}

/// <summary>Checks the members of a request, the same for a body, a query string and a WebSocket message.
/// Members it does not know are ignored.</summary>
internal static class RequestShape
{
    private const string DocumentIdPrefix = "sha256:";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static Reading Read(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.Array) return TransportError.BatchUnsupported;
        if (root.ValueKind is not JsonValueKind.Object) return TransportError.NotAnObject;

        var query = Member(root, "query");
        var documentId = Member(root, "documentId");
        if (query is null && documentId is null) return TransportError.QueryMissing;
        if (query is not (null or { ValueKind: JsonValueKind.String })) return TransportError.QueryInvalid;
        if (documentId is not (null or { ValueKind: JsonValueKind.String })) return TransportError.DocumentIdInvalid;

        var operationName = Member(root, "operationName");
        if (operationName is not (null or { ValueKind: JsonValueKind.String })) return TransportError.OperationNameInvalid;

        return Read(query?.GetString(), documentId?.GetString(), operationName?.GetString(), Member(root, "variables"), Member(root, "extensions"));
    }

    public static Reading Read(string? query, string? documentId, string? operationName, JsonElement? variables, JsonElement? extensions)
    {
        if (documentId is not null && (query is not null || !IsDocumentId(documentId))) return TransportError.DocumentIdInvalid;
        if (variables is not (null or { ValueKind: JsonValueKind.Object })) return TransportError.VariablesInvalid;
        if (extensions is not (null or { ValueKind: JsonValueKind.Object })) return TransportError.ExtensionsInvalid;

        return new OperationRequest(query ?? "") { DocumentId = documentId, OperationName = operationName, Variables = variables, Extensions = extensions };
    }

    /// <summary>The only form that names a document here: the SHA-256 of its text, in lower case.</summary>
    private static bool IsDocumentId(string text) =>
        text.Length == DocumentIdPrefix.Length + 64 && text.StartsWith(DocumentIdPrefix, StringComparison.Ordinal)
        && !text.AsSpan(DocumentIdPrefix.Length).ContainsAnyExcept(HexDigits);

    /// <summary>A member's value; null when it is missing or a JSON null.</summary>
    private static JsonElement? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
