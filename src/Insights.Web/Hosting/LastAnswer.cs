namespace Insights.Web.Hosting;

/// <summary>The answer when even the page for faults failed.</summary>
internal static class LastAnswer
{
    /// <summary>
    /// Lets no exception out. In Development the framework's own page stands before everything we map, and would show
    /// headers, cookies and the query of the request.
    /// </summary>
    public static IApplicationBuilder UseLastAnswer(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            context.Abort();
        }
        catch (Exception)
        {
            // The handler has logged it.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("Something failed here.", CancellationToken.None);
        }
    });
}
