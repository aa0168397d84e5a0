using Insights.Core.Administration;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Web.Hosting;
using Insights.Web.Pages.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Insights.Web.SignIn;

/// <summary>
/// Signs people in by the company's provider: authorization code with PKCE, state and nonce. The provider's tokens are
/// looked at once and not kept; from then on the session counts.
/// </summary>
internal static class ProviderSignIn
{
    public const string Scheme = "Provider";
    public const string Start = "/sign-in/provider";
    private const string Failed = "/sign-in?failed=1";
    private const string Previous = "insights/previous";
    private const string CookieName = "insights-";

    public static void AddProvider(this AuthenticationBuilder authentication, SignInSettings provider, bool development) =>
        authentication.AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = provider.Authority.AbsoluteUri.TrimEnd('/');
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ClientSecret;
            options.RequireHttpsMetadata = !development;
            options.ResponseType = OpenIdConnectResponseType.Code;
            // The answer comes as an address: a form that another site posts would need cookies sent to any site.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.CallbackPath = "/sign-in/callback";
            options.RemoteSignOutPath = default;
            options.SignedOutCallbackPath = default;
            options.MapInboundClaims = false;
            options.ClaimActions.Clear();
            options.DisableTelemetry = true;
            // For the hint at sign-out; the ticket itself is never written.
            options.SaveTokens = true;
            options.Scope.Clear();
            foreach (var scope in provider.Scopes)
                options.Scope.Add(scope);
            options.TokenValidationParameters.ValidAlgorithms = provider.Algorithms;
            options.TokenValidationParameters.ClockSkew = AccessTokens.Skew;
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.Name = (development ? "" : SessionCookies.Prefix) + CookieName + (cookie == options.NonceCookie ? "nonce-" : "state-");
                cookie.Path = "/";
                cookie.HttpOnly = true;
                // Lax, since the provider sends the browser back from its own site. They open nothing.
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            }

            options.Events.OnTicketReceived = context => ReceiveAsync(context, provider);
            options.Events.OnRemoteFailure = context =>
            {
                // Its words may hold what was sent; that it failed is logged by the framework.
                context.HandleResponse();
                context.Response.Redirect(Failed);
                return Task.CompletedTask;
            };
        });

    /// <summary>The start of the way to the provider, and the page between its answer and ours.</summary>
    public static void MapProviderSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Start, async (HttpContext context, KnownPages pages, string? returnTo) =>
        {
            try
            {
                // The browser will not send the cookie along with the provider's answer.
                await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = pages.Or(returnTo), Items = { [Previous] = Sessions.SessionOf(context.User)?.Value } });
            }
            catch (InvalidOperationException)
            {
                // The provider does not answer, so nobody knows where it wants browsers to go.
                context.Response.Redirect(Failed);
            }
        });
        app.MapPost("/sign-out/provider", ProviderSignOut.HearAsync);
    }

    /// <summary>
    /// Opens a session for whom the provider vouches for, and goes on by a page: a browser does not send the session's cookie
    /// along with an address that another site's answer led to, and does send it where our own page leads.
    /// </summary>
    private static async Task ReceiveAsync(TicketReceivedContext context, SignInSettings provider)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var person = context.Principal!;
        if (person.FindFirst("sub") is not { } subject)
        {
            http.Response.Redirect(Failed);
            return;
        }

        var hint = context.Properties?.GetTokenValue("id_token");
        var signedIn = await http.RequestServices.GetRequiredService<Sessions>().OpenAsync(http, new SignInByProvider(
            person.FindFirst("iss")?.Value ?? subject.Issuer, subject.Value, provider.HandleClaim is { } claim ? person.FindFirst(claim)?.Value : null, provider.RolesOf(person),
            person.FindFirst("sid")?.Value, hint is null ? null : ProviderSignOut.Seal(http.RequestServices.GetRequiredService<IDataProtectionProvider>(), hint)),
            PublicIds.ParseOrNull<SessionId>(context.Properties?.Items.TryGetValue(Previous, out var previous) is true ? previous : null));
        http.Response.Redirect(signedIn.Refused ? signedIn.Refusals.Any(r => r.Code is RefusalCode.NotPermitted) ? "/sign-in?suspended=1" : Failed
            : $"/signed-in?returnTo={Uri.EscapeDataString(http.RequestServices.GetRequiredService<KnownPages>().Or(context.ReturnUri))}");
    }
}
