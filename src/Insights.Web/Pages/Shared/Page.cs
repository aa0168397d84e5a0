using Insights.Core.Pipeline;
using Insights.Web.Pages.Trouble;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Insights.Web.Pages.Shared;

/// <summary>Answers of a page: rendered whole, with the status that fits.</summary>
internal static class Page
{
    public static RazorComponentResult<TPage> Of<TPage>(object model, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        new(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>A page that could not be read: not there, or not for this person.</summary>
    public static IResult Refused(IReadOnlyList<Refusal> refusals) =>
        refusals.Any(r => r is GraphQLNotice) ? Of<AsGraphQLPage>(refusals)
        : refusals.Any(r => r.Code is RefusalCode.NotPermitted) ? Of<TroublePage>(TroubleModel.NotAllowed, StatusCodes.Status403Forbidden)
        : Of<TroublePage>(TroubleModel.NotFound, StatusCodes.Status404NotFound);

    /// <summary>The status of a form that comes back with refusals.</summary>
    public static int StatusOf(IReadOnlyList<Refusal> refusals) => refusals switch
    {
        _ when refusals.All(r => r is Notice) => StatusCodes.Status200OK,
        _ when refusals.Any(r => r is StaleNotice) => StatusCodes.Status422UnprocessableEntity,
        _ when refusals.Any(r => r is ConflictRefusal) => StatusCodes.Status409Conflict,
        _ when refusals.Any(r => r.Code is RefusalCode.NotPermitted) => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
