namespace Insights.Web.Hosting;

/// <summary>Headers every answer carries, and the answer to HEAD, which component pages do not give by themselves.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
        // What may be kept says so itself.
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(context);
    });

    /// <summary>Answers HEAD as GET is answered, without the body. What would never end is not begun: see <see cref="IsHead"/>.</summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // A GET of the API runs what it names, and that may be a stream without end.
        if (!HttpMethods.IsHead(context.Request.Method) || Refusing.IsGraphQL(context.Request.Path))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        context.Features.Set(new HeadOnly());
        context.Response.Body = Stream.Null;
        await next(context);
    });

    /// <summary>Whether only the headers of the answer are wanted.</summary>
    public static bool IsHead(this HttpContext context) => context.Features.Get<HeadOnly>() is not null;

    private sealed class HeadOnly;
}
