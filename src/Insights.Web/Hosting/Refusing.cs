using Insights.Transport.Http;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;
using Insights.Web.SignIn;
using Microsoft.Net.Http.Headers;

namespace Insights.Web.Hosting;

/// <summary>Refuses a request in the form its sender can read: a page for a person, problem details (RFC 9457) for a program, an error of GraphQL at its endpoint.</summary>
internal static class Refusing
{
    private static readonly PathString GraphQL = "/graphql";
    private static readonly string[] Pages = ["text/html", "application/xhtml+xml"];

    /// <summary>Whether this leads to the endpoint of GraphQL, and not to what is served beneath it.</summary>
    public static bool IsGraphQL(PathString path) => new PathString(path.Value!.TrimEnd('/')) == GraphQL;

    public static Task AnswerAsync(HttpContext context, int status, string code, TroubleModel trouble) =>
        AnswerAsync(context, context.Request.Path, status, code, trouble);

    /// <summary>Refuses a request that was sent to another address than it stands at now.</summary>
    public static Task AnswerAsync(HttpContext context, PathString sentTo, int status, string code, TroubleModel trouble) =>
        sentTo == GraphQL ? TransportRefusal.WriteAsync(context, status, code, trouble.Explanation)
        : IsForProgram(context.Request) ? Problem.WriteAsync(context, status, code, trouble.Explanation)
        : Page.Of<TroublePage>(trouble, status).ExecuteAsync(context);

    /// <summary>Whether a program asks: it comes with a key, or wants JSON or a stream, and no page.</summary>
    public static bool IsForProgram(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return KeyHeader.IsIn(request.HttpContext);
        var types = accepted.Select(a => a.MediaType.Value ?? "").ToList();
        return !types.Intersect(Pages, StringComparer.OrdinalIgnoreCase).Any()
            && (KeyHeader.IsIn(request.HttpContext) || types.Any(t => t.EndsWith("json", StringComparison.OrdinalIgnoreCase) || t.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)));
    }
}
