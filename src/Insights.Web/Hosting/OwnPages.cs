using Insights.Web.Pages.Trouble;

namespace Insights.Web.Hosting;

/// <summary>
/// Refuses what a page of somebody else makes a browser send, before anything of it is read. A form that went stale comes
/// back as it was typed, so a foreign page must not be able to have one prepared.
/// </summary>
internal static class OwnPages
{
    public static IApplicationBuilder UseOwnPagesOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        IsHarmless(context.Request.Method) || CameFromHere(context.Request)
            ? next(context)
            : Refusing.AnswerAsync(context, StatusCodes.Status403Forbidden, "FOREIGN_ORIGIN", TroubleModel.Foreign));

    /// <summary>CONNECT opens a socket over HTTP/2 as GET does over HTTP/1.1; sockets have a rule of their own.</summary>
    private static bool IsHarmless(string method) => HttpMethods.IsGet(method) || HttpMethods.IsConnect(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>
    /// What browsers say themselves and no page can change: the site a request comes from, or where that is not said, the
    /// origin. A program says neither, and carries no cookie that it was not given.
    /// </summary>
    private static bool CameFromHere(HttpRequest request) => (request.Headers["Sec-Fetch-Site"], request.Headers.Origin) switch
    {
        ([var site], _) => site is "same-origin" or "none",
        ([], []) => true,
        // Not the scheme: behind a proxy that ends TLS the request itself may be plain.
        ([], [var origin]) => Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "https" or "http" && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
