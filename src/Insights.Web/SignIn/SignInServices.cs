using Insights.Core.Identity;
using Insights.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Insights.Web.SignIn;

/// <summary>
/// The ways in: a session's cookie for browsers, an access token of the provider or an API key for programs, and in
/// Development the name of a persona. One look at the request says which of them is asked.
/// </summary>
internal static class SignInServices
{
    private const string Any = "Insights";

    public static void AddSignIn(this IServiceCollection services, SignInSettings? provider, SessionLimits limits, bool development)
    {
        services.AddSingleton(limits with { PersonasAllowed = development });
        services.AddSingleton<Sessions>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<AccessTokens>();
        var authentication = services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = context =>
                AccessTokens.IsIn(context) && provider?.Audience is not null ? AccessTokens.Scheme
                : KeyHeader.IsIn(context) ? KeyHeader.Scheme
                : context.Request.Headers.Authorization.Count == 0 ? CookieAuthenticationDefaults.AuthenticationScheme
                : development ? PersonaHeader.Scheme : KeyHeader.Scheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = "insights";
                options.Cookie.HttpOnly = true;
                options.Cookie.Path = "/";
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.CookieManager = new SessionCookies(development);
                // The session itself says when it ends.
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = Sessions.ValidateAsync;
                // The framework's redirect repeats address and host of the request; pages of ours send to the sign-in themselves.
                options.Events.OnRedirectToLogin = options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.Redirect("/sign-in");
                    return Task.CompletedTask;
                };
            })
            .AddScheme<AuthenticationSchemeOptions, KeyHeader>(KeyHeader.Scheme, null);
        if (development)
        {
            services.AddSingleton<Personas>();
            authentication.AddScheme<AuthenticationSchemeOptions, PersonaHeader>(PersonaHeader.Scheme, null);
        }

        if (provider is not null)
        {
            services.AddSingleton(provider);
            services.AddSingleton<ProviderSignOut>();
            authentication.AddProvider(provider, development);
            authentication.AddAccessTokens(provider, development);
        }

        services.AddAuthorization();
    }

    /// <summary>Hands the signed-in person to the use cases of this request.</summary>
    public static IApplicationBuilder UseCurrentActor(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.ActorOf() is { } actor)
        {
            var current = context.RequestServices.GetRequiredService<CurrentActor>();
            current.Set(actor);
            current.CameBy(context.User.Identity?.AuthenticationType, context.TraceIdentifier, Sessions.SessionOf(context.User), AccessTokens.UntilOf(context.User));
        }

        return next(context);
    });
}
