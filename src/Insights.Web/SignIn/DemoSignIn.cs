using System.Security.Claims;
using System.Text.Encodings.Web;
using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Identity;
using Insights.Transport;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Insights.Web.SignIn;

/// <summary>
/// Signs people in by the name of a demo persona: a cookie for browsers, and for programs the header
/// <c>Authorization: Persona HANDLE</c>. There is no secret in it, so it answers on loopback only.
/// </summary>
internal static class DemoSignIn
{
    private const string Either = "Insights";

    public static IServiceCollection AddDemoSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = context =>
                KeyHeader.IsIn(context) ? KeyHeader.Scheme
                : context.Request.Headers.Authorization.Count > 0 ? PersonaHeader.Scheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = "insights-demo";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                // The framework's redirect repeats address and host of the request; pages of ours send to the sign-in themselves.
                options.Events.OnRedirectToLogin = options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.Redirect("/sign-in");
                    return Task.CompletedTask;
                };
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
            })
            .AddScheme<AuthenticationSchemeOptions, PersonaHeader>(PersonaHeader.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, KeyHeader>(KeyHeader.Scheme, null);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Personas>();
        services.AddAuthorization();
        return services;
    }

    /// <summary>Hands the signed-in person to the use cases of this request.</summary>
    public static IApplicationBuilder UseCurrentActor(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.ActorOf() is { } actor)
        {
            var current = context.RequestServices.GetRequiredService<CurrentActor>();
            current.Set(actor);
            current.CameBy(context.User.Identity?.AuthenticationType, context.TraceIdentifier);
        }

        return next(context);
    });

    public static void MapDemoSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in", async (HttpContext context, [FromForm] string? handle, [FromForm] string? returnTo, Personas personas, KnownPages pages) =>
        {
            if (!Edge.IsLocal(context) || await personas.FindAsync(handle) is not { } actor)
                return Results.Redirect("/sign-in?unknown=1");
            await context.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme,
                new ClaimsPrincipal(actor.ToIdentity(CookieAuthenticationDefaults.AuthenticationScheme)));
            return Results.LocalRedirect(pages.Or(returnTo));
        });
        app.MapPost("/sign-out", async (HttpContext context, [FromForm] string? confirm) =>
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.LocalRedirect("/sign-in");
        });
    }
}

/// <summary>The people of the demo, by handle. Consumers are none: they come with keys.</summary>
internal sealed class Personas(IServiceScopeFactory scopes)
{
    public async Task<IReadOnlyList<Actor>> AllAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var people = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EnrolledPeople());
        return people.Value;
    }

    public async Task<Actor?> FindAsync(string? handle) => (await AllAsync()).FirstOrDefault(p => p.Handle == handle && !p.Handle.StartsWith(RegisterConsumer.Handles, StringComparison.Ordinal));

    /// <summary>Whether a long-lived connection's person is still enrolled with the roles it began with.</summary>
    public static async ValueTask<bool> StillSignedInAsync(OperationCaller caller, CancellationToken ct) =>
        caller.User.ActorOf() is { } actor && (actor.KeyId is { } key
            ? await caller.Services.GetRequiredService<ApiKeys>().StillOpensAsync(key, ct) == actor
            : await caller.Services.GetRequiredService<Personas>().FindAsync(actor.Handle) == actor);
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
