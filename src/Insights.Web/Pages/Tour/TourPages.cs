using System.Globalization;
using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using Insights.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace Insights.Web.Pages.Tour;

/// <summary>The guided tour of the demo: it acts as one persona after the other, on loopback only, like signing in as one.</summary>
internal static class TourPages
{
    private const string Cookie = "insights-tour";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/tour", (HttpContext context) => Page.Of<TourPage>(new TourModel(At(context))));
        app.MapPost("/tour", GoAsync);
    }

    /// <summary>The stop that the reader has come to, counted from 1; null while they are on no tour.</summary>
    public static int? At(HttpContext context) =>
        int.TryParse(context.Request.Cookies[SessionCookies.NameFor(context, Cookie)], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step >= 1 && step <= TourStep.All.Count ? step : null;

    /// <summary>Goes to a stop as whoever looks at it; with none, the tour is over.</summary>
    private static async Task<IResult> GoAsync(HttpContext context, Sessions sessions, CurrentActor current, [FromForm] int? step)
    {
        if (!Edge.IsLocal(context))
            return Results.LocalRedirect("/tour");
        if (step is not { } number || number < 1 || number > TourStep.All.Count)
        {
            context.Response.Cookies.Delete(SessionCookies.NameFor(context, Cookie), Options(context));
            return Results.LocalRedirect("/tour");
        }

        var stop = TourStep.All[number - 1];
        if (current.OrNull?.Handle != stop.Persona && (await sessions.OpenAsync(context, new OpenSession(stop.Persona))).Refused)
            return Results.LocalRedirect("/sign-in?unknown=1");
        context.Response.Cookies.Append(SessionCookies.NameFor(context, Cookie), number.ToString(CultureInfo.InvariantCulture), Options(context));
        return Results.LocalRedirect(stop.Address);
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };
}

/// <summary>The page that begins the tour.</summary>
/// <param name="At">The stop that the reader has come to; null while they are on no tour.</param>
public sealed record TourModel(int? At);
