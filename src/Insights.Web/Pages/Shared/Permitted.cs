using Insights.Core.Identity;
using Insights.Web.Pages.Trouble;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// Keeps a page and its forms from those who could do nothing with it. The core decides about every request by itself; this is
/// for pages that would otherwise show an empty form before they have asked it anything.
/// </summary>
internal static class Permitted
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder page, Permission permission) => page.AddEndpointFilter((context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<CurrentActor>().OrNull is { } actor && !actor.May(permission)
            ? ValueTask.FromResult<object?>(Page.Of<TroublePage>(TroubleModel.NotAllowed, StatusCodes.Status403Forbidden)) : next(context));
}
