using Insights.Core.Identity;
using Insights.Web.Pages.SignIn;
using Insights.Web.Pages.Trouble;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// Sends whoever is not signed in to the sign-in page; what they had typed comes back as a page that can send it again.
/// So it does when a form went stale and its own page cannot show it.
/// </summary>
internal sealed class SignedIn(CurrentActor current, KnownPages pages) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var post = context.Arguments.OfType<PagePost>().FirstOrDefault();
        if (current.OrNull is { Roles: Roles.None } nobody)
        {
            return post is null
                ? Page.Of<NoRolePage>(nobody, StatusCodes.Status403Forbidden)
                : Page.Of<KeptText>(KeptTextModel.NoRole(request.Path, post.Values, nobody.Handle), StatusCodes.Status403Forbidden);
        }

        if (current.OrNull is null)
        {
            return post is null
                ? Results.LocalRedirect($"/sign-in?returnTo={Uri.EscapeDataString(pages.Or(request.Path))}")
                : Page.Of<KeptText>(KeptTextModel.SignedOut(request.Path, post.Values), StatusCodes.Status401Unauthorized);
        }

        var answer = await next(context);
        return post is { Trusted: false } && answer is RazorComponentResult<TroublePage> or RedirectHttpResult
            ? Page.Of<KeptText>(KeptTextModel.Stale(request.Path, post!.Values, current.OrNull?.Handle), StatusCodes.Status422UnprocessableEntity)
            : answer;
    }
}
