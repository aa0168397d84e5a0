using Insights.Web.Pages.Shared;
using Microsoft.AspNetCore.Diagnostics;

namespace Insights.Web.Pages.Trouble;

/// <summary>What is shown when a page is not there, is not for this person, or failed.</summary>
internal static class TroublePages
{
    /// <summary>Address the process shows instead of an answer that failed.</summary>
    public const string FaultAddress = "/trouble";

    public static int StatusOf(Exception fault) =>
        fault is BadHttpRequestException unreadable ? unreadable.StatusCode : StatusCodes.Status500InternalServerError;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.Map(FaultAddress, (HttpContext context) =>
            context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException unreadable
                ? Page.Of<TroublePage>(TroubleModel.Unreadable, unreadable.StatusCode)
                : Page.Of<TroublePage>(TroubleModel.Fault, StatusCodes.Status500InternalServerError));
        app.MapGet("/{*anything}", () => Page.Of<TroublePage>(TroubleModel.NotFound, StatusCodes.Status404NotFound))
            .WithOrder(int.MaxValue);
    }
}

/// <summary>What went wrong, and where to go from here.</summary>
public sealed record TroubleModel(string Title, string Explanation)
{
    public static TroubleModel NotFound { get; } = new(
        "Page not found", "There is nothing at this address. It may have been mistyped, or it may be something that only its author sees.");

    public static TroubleModel NotAllowed { get; } = new(
        "Not with your roles", "The roles you are signed in with do not include this page.");

    public static TroubleModel Unreadable { get; } = new(
        "This could not be read", "Something in the address or in what was sent does not have the form it needs. Go back, and try it again from the page.");

    public static TroubleModel Fault { get; } = new(
        "Something failed here", "It was not your doing, and nothing was half saved. Go back, and send it once more; sending twice does no harm.");
}
