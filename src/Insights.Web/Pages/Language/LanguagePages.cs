using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;
using Microsoft.AspNetCore.Mvc;

namespace Insights.Web.Pages.Language;

/// <summary>Keeps the language somebody chose, signed in or not.</summary>
internal static class LanguagePages
{
    public const string Address = "/language";

    /// <summary>Without a token, which would set a cookie on every page for a choice that harms nobody: what another site sends is refused before.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Address, KeepAsync).DisableAntiforgery();

    private static async Task KeepAsync(HttpContext context, KnownPages pages, [FromForm] string? language, [FromForm] string? returnTo)
    {
        if (Languages.Known(language) is not { } code)
        {
            await Refusing.AnswerAsync(context, StatusCodes.Status400BadRequest, "UNREADABLE", TroubleModel.Unreadable);
            return;
        }

        Languages.Keep(context, code);
        await Results.LocalRedirect(pages.Or(returnTo)).ExecuteAsync(context);
    }
}
