using Insights.Core.Identity;
using Insights.Web.Pages.SignIn;

namespace Insights.Web.Pages.Shared;

/// <summary>Sends whoever is not signed in to the sign-in page; what they had typed comes back as a page that can send it again.</summary>
internal sealed class SignedIn(CurrentActor current, KnownPages pages) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (current.OrNull is { Roles: Roles.None })
            return ValueTask.FromResult<object?>(Page.Of<NoRolePage>(current.Actor, StatusCodes.Status403Forbidden));
        if (current.OrNull is not null)
            return next(context);

        var request = context.HttpContext.Request;
        if (context.Arguments.OfType<PagePost>().FirstOrDefault() is { } post)
            return ValueTask.FromResult<object?>(Page.Of<KeptText>(new KeptTextModel(request.Path, post.Values), StatusCodes.Status401Unauthorized));
        return ValueTask.FromResult<object?>(Results.LocalRedirect($"/sign-in?returnTo={Uri.EscapeDataString(pages.Or(request.Path))}"));
    }
}
