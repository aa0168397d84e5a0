using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Outlets;

/// <summary>Files at addresses of pages, for people and programs alike: a program whose key opens nothing is told so, and not sent to the sign-in.</summary>
internal static class Downloads
{
    /// <summary>The answer to whoever is not signed in; null where somebody is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="page">The page to come back to after signing in.</param>
    public static async Task<IResult?> IfNobodyAsync(HttpContext context, CurrentActor current, string page)
    {
        if (current.OrNull is not null)
            return null;
        if (context.Request.Headers.Authorization.Count == 0 && !Refusing.IsForProgram(context.Request))
            return Results.LocalRedirect("/sign-in" + QueryString.Create("returnTo", page));
        await Problem.UnauthenticatedAsync(context);
        return Results.Empty;
    }

    /// <summary>The answer to a refused question; a person who may not ask it sees the page that says so.</summary>
    public static async Task<IResult> RefusedAsync(HttpContext context, IReadOnlyList<Refusal> refusals)
    {
        var status = Page.StatusOf(refusals);
        if (status is StatusCodes.Status403Forbidden && !Refusing.IsForProgram(context.Request))
            return Page.Refused(refusals);
        await Problem.WriteAsync(context, status, refusals);
        return Results.Empty;
    }
}
