using Insights.Transport;
using Insights.Web.Hosting;
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
        app.Map(FaultAddress, (HttpContext context) => context.Features.Get<IExceptionHandlerPathFeature>() switch
        {
            { Error: BadHttpRequestException unreadable } fault => Refusing.AnswerAsync(context, fault.Path, unreadable.StatusCode, "UNREADABLE", TroubleModel.Unreadable),
            { } fault => Refusing.AnswerAsync(context, fault.Path, StatusCodes.Status500InternalServerError, TransportCodes.InternalError, TroubleModel.Fault),
            // Nothing failed: somebody typed the address.
            null => Refusing.AnswerAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", TroubleModel.NotFound),
        });
        app.MapGet("/{*anything}", (HttpContext context) => Refusing.AnswerAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", TroubleModel.NotFound))
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

    public static TroubleModel Foreign { get; } = new(
        "Sent from another site", "A page that is not part of Insights had this sent. Nothing was done. If it was you, open Insights itself and send it from there.");

    public static TroubleModel TooMany { get; } = new(
        "Too much at once", "More was asked for in one minute than one person or one place may ask. Nothing was done. Wait a moment, and send it once more.");

    public static TroubleModel NeedsHttps { get; } = new(
        "Only by https", "This was asked by plain HTTP. If a proxy ends TLS in front of it, name the proxy in Insights:Edge:KnownProxies and have it send X-Forwarded-Proto.");

    public static TroubleModel Stopping { get; } = new(
        "It is being restarted", "Nothing was done. Wait a moment, and send it once more.");
}
