using Insights.Core.Identity;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using Insights.Web.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Insights.Web.Pages.SignIn;

/// <summary>The page on which a way in is chosen, and what lies on the way in and out.</summary>
internal static class SignInPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", async (HttpContext context, InsightsSettings settings, KnownPages pages, string? returnTo, string? unknown, string? failed, string? suspended) =>
            Page.Of<SignInPage>(new SignInModel(
                context.RequestServices.GetService<Personas>() is { } personas ? await personas.AllAsync() : [], settings.SignIn?.Name, pages.Or(returnTo),
                unknown is not null ? Texts.T("That persona is not known here. Choose one of those below.")
                : suspended is not null ? Texts.T("You are suspended here. Ask an administrator of Insights.")
                : failed is not null ? Texts.T("Signing in did not succeed, or took too long. Try it once more.") : null)));
        // The same page for everyone, signed in or not: where the browser comes from, it has no cookie with it.
        app.MapGet("/signed-in", (HttpContext context, KnownPages pages, string? returnTo) => Onwards<SignedInPage>(context, pages.Or(returnTo), pages.Or(returnTo)));
        app.MapGet("/signed-out", () => Page.Of<SignedOutPage>(""));
        app.MapPost("/sign-out", SignOutAsync);
    }

    /// <summary>A page of its own and no redirect, since a form may lead to this host only, and the provider is another.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions, [FromForm] string? confirm)
    {
        var closed = await sessions.CloseAsync(context);
        if (context.RequestServices.GetService<ProviderSignOut>() is not { } provider || closed is null)
            return Results.LocalRedirect("/sign-in");
        var address = await provider.AddressAsync(context, closed.SignOutHint);
        return address is null ? Results.LocalRedirect("/signed-out") : Onwards<SignedOutPage>(context, address, address);
    }

    /// <summary>A page from which the browser goes on by itself. That it is our page which leads on is what lets it send our cookie.</summary>
    private static RazorComponentResult<TPage> Onwards<TPage>(HttpContext context, string model, string to) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Refresh"] = $"0; url={to}";
        return Page.Of<TPage>(model);
    }
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="People">The personas; none outside Development.</param>
/// <param name="Provider">What people call the company's provider; null where none is configured.</param>
/// <param name="ReturnTo">Where to go afterwards.</param>
/// <param name="Problem">Why the last way in was refused.</param>
public sealed record SignInModel(IReadOnlyList<Actor> People, string? Provider, string ReturnTo, string? Problem)
{
    private static readonly Roles[] Order =
        [Roles.Specialist, Roles.TriageLead, Roles.PolicyOwner, Roles.PolicyApprover, Roles.Consumer, Roles.PrivacySteward, Roles.Auditor];

    /// <summary>The personas by the first of their roles.</summary>
    public IEnumerable<IGrouping<Roles, Actor>> Groups => People
        .Where(p => p.Id != Core.Data.PersonId.System)
        .GroupBy(p => Order.FirstOrDefault(r => (p.Roles & r) != 0))
        .OrderBy(g => Array.IndexOf(Order, g.Key) is var i && i < 0 ? Order.Length : i);

    public static string Purpose(Roles role) => role switch
    {
        Roles.Specialist => Texts.T("files gaps found in escalations and appeals, and answers questions"),
        Roles.TriageLead => Texts.T("links reports to gaps, claims new gaps, asks and declines"),
        Roles.PolicyOwner => Texts.T("assesses gaps, proposes decisions and carries them out"),
        Roles.PolicyApprover => Texts.T("approves decisions that somebody else proposed"),
        Roles.Consumer => Texts.T("reads the feed for a classifier or a decision tree"),
        Roles.PrivacySteward => Texts.T("settles withheld texts, keeps the allow-list, erases together with a second one"),
        Roles.Auditor => Texts.T("reads what is recorded and writes nothing"),
        _ => Texts.T("reads and keeps records"),
    };
}
