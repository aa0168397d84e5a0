using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Insights.Transport.Http;

/// <summary>Answers a GraphQL client when something before the endpoint refuses its request.</summary>
public static class TransportRefusal
{
    /// <summary>Writes <c>{"errors":[{"message":…,"extensions":{"code":…}}]}</c> in the form the client accepts.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">The stable code.</param>
    /// <param name="message">A fixed sentence that repeats nothing of the request.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string message) => PlainResponse.WriteAsync(
        context, status, Negotiation.Of(context.Request.Headers.Accept).Plain,
        JsonSerializer.SerializeToUtf8Bytes(new { errors = new[] { new { message, extensions = new { code } } } }));
}
