using Microsoft.AspNetCore.Http;

namespace Insights.Transport.Http;

/// <summary>Answers one request to the GraphQL endpoint.</summary>
internal sealed class HttpEndpoint(IOperationRunner runner)
{
    public Task HandleAsync(HttpContext context)
    {
        context.Response.StatusCode = runner is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
