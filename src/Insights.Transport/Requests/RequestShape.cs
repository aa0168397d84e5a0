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
    public static Reading Read(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.Array) return TransportError.BatchUnsupported;
        if (root.ValueKind is not JsonValueKind.Object) return TransportError.NotAnObject;

        var query = Member(root, "query");
        if (query is null) return TransportError.QueryMissing;
        if (query is not { ValueKind: JsonValueKind.String }) return TransportError.QueryInvalid;

        var operationName = Member(root, "operationName");
        if (operationName is not (null or { ValueKind: JsonValueKind.String })) return TransportError.OperationNameInvalid;

        return Read(query.Value.GetString()!, operationName?.GetString(), Member(root, "variables"), Member(root, "extensions"));
    }

    public static Reading Read(string query, string? operationName, JsonElement? variables, JsonElement? extensions)
    {
        if (variables is not (null or { ValueKind: JsonValueKind.Object })) return TransportError.VariablesInvalid;
        if (extensions is not (null or { ValueKind: JsonValueKind.Object })) return TransportError.ExtensionsInvalid;

        return new OperationRequest(query) { OperationName = operationName, Variables = variables, Extensions = extensions };
    }

    /// <summary>A member's value; null when it is missing or a JSON null.</summary>
    private static JsonElement? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
