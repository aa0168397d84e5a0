using Insights.Transport.Requests;
using Microsoft.AspNetCore.Http;

namespace Insights.Transport.Http;

/// <summary>Writes a whole JSON body; never stored by any cache.</summary>
internal static class PlainResponse
{
    public static async Task WriteAsync(HttpContext context, int status, ResponseKind kind, ReadOnlyMemory<byte> json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = Negotiation.ContentType(kind);
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method)) return;

        await response.Body.WriteAsync(json, CancellationToken.None);
    }

    public static Task WriteAsync(this TransportError error, HttpContext context, ResponseKind kind, int? status = null)
    {
        if (error == TransportError.MethodNotAllowed) context.Response.Headers.Allow = "GET, POST";
        if (error == TransportError.MutationByGet) context.Response.Headers.Allow = "POST";
        return WriteAsync(context, status ?? error.Status, kind, error.Json);
    }
}
