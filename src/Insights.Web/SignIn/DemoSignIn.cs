using System.Security.Claims;
using System.Text.Encodings.Web;
using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Identity;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Insights.Web.SignIn;

/// <summary>
/// Signs people in by the name of a demo persona: a session for browsers, and for programs the header
/// <c>Authorization: Persona HANDLE</c>. There is no secret in it, so it is there in Development only, and answers on loopback only.
/// </summary>
internal static class DemoSignIn
{
    public static void MapDemoSignIn(this IEndpointRouteBuilder app) =>
        app.MapPost("/sign-in", async (HttpContext context, [FromForm] string? handle, [FromForm] string? returnTo, Sessions sessions, KnownPages pages) =>
        {
            if (!Edge.IsLocal(context))
                return Results.Redirect("/sign-in?unknown=1");
            var opened = await sessions.OpenAsync(context, new OpenSession(handle));
            return opened.Refused ? Results.Redirect("/sign-in?unknown=1") : Results.LocalRedirect(pages.Or(returnTo));
        });
}

/// <summary>The people of the demo, by handle. Consumers are none: they come with keys. Nor is whom a provider vouches for.</summary>
internal sealed class Personas(IServiceScopeFactory scopes)
{
    public async Task<IReadOnlyList<Actor>> AllAsync() => (await scopes.SendAsSystemAsync(new EnrolledPeople(PersonasOnly: true), CancellationToken.None)).Value;

    public async Task<Actor?> FindAsync(string? handle) => (await AllAsync()).FirstOrDefault(p => p.Handle == handle && !p.Handle.StartsWith(RegisterConsumer.Handles, StringComparison.Ordinal));
}

internal sealed class PersonaHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Personas personas)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Persona";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } value] || !value.StartsWith(Scheme + " ", StringComparison.Ordinal))
            return AuthenticateResult.NoResult();
        if (!Edge.IsLocal(Context) || await personas.FindAsync(value[(Scheme.Length + 1)..]) is not { } actor)
            return AuthenticateResult.Fail("Unknown persona.");
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(actor.ToIdentity(Scheme)), Scheme));
    }
}
