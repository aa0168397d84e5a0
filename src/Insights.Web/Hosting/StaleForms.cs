using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.SignIn;
using Microsoft.AspNetCore.Antiforgery;

namespace Insights.Web.Hosting;

/// <summary>Gives a form of the sign-in back whose token is stale, missing or of another session, as pages do with theirs by <see cref="PagePost"/>.</summary>
internal static class StaleForms
{
    public static IApplicationBuilder UseStaleForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } stale)
        {
            await next(context);
            return;
        }

        // The framework forbids even to look at a form of which it has said this.
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        if (!context.Request.HasFormContentType)
        {
            context.Features.Set(stale);
            await next(context);
            return;
        }

        var form = await PagePost.ReadFormAsync(context.Request);
        await Page.Of<KeptText>(KeptTextModel.Stale(context.Request.Path, FormValues.Of(form), context.User.ActorOf()?.Handle), StatusCodes.Status422UnprocessableEntity).ExecuteAsync(context);
    });
}
