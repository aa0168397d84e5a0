using System.Text.Json;

namespace Insights.Transport;

/// <summary>One GraphQL request, read and checked for shape but not parsed.</summary>
/// <param name="Query">The document as sent; may be empty, is never null and never holds a lone surrogate. Empty where
/// <see cref="DocumentId"/> names it.</param>
public sealed record OperationRequest(string Query)
{
    /// <summary>Names a document that the server knows, in the place of its text; or null.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Whether the cost is to be answered.</summary>
    public CostRequest Cost { get; init; }

    /// <summary>Which operation of the document to execute, or null when the document holds only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>A JSON object, or null when none was sent. Valid for as long as anything refers to it.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>A JSON object, or null when none was sent. Valid for as long as anything refers to it.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>True for GET: a mutation must then be answered with <see cref="OperationOutcome.MutationByGet"/>
    /// before any of it executes. Queries and subscriptions are allowed.</summary>
    public bool QueriesOnly { get; init; }

    /// <summary>The <see cref="OperationResult.Cursor"/> of the last event a reconnecting event stream has seen
    /// (its Last-Event-ID header), or null. It takes precedence over a cursor argument in the document, which an
    /// EventSource repeats unchanged on every reconnection. At most 256 characters, chosen by the client.</summary>
    public string? ResumeAfter { get; init; }
}

/// <summary>What a client wants to know of an operation's cost, by the header <c>GraphQL-Cost</c>.</summary>
public enum CostRequest
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>report</c>: the cost beside the answer.</summary>
    Report,

    /// <summary><c>validate</c>: the cost, and nothing is executed.</summary>
    Validate,
}
