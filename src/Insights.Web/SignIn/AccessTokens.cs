using System.Globalization;
using System.Security.Claims;
using Insights.Core.Administration;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Web.Hosting;
using Insights.Web.Outlets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Insights.Web.SignIn;

/// <summary>
/// Access tokens of the same provider (RFC 9068), for programs that act for a person who is known here. Signed by a key
/// that the provider publishes, for this audience, of the right type, in time; a key that a token brings itself is not
/// looked at. What a token opens is bounded by its scopes and by the person's roles of this moment.
/// </summary>
internal sealed class AccessTokens(Sessions sessions, TimeProvider clock)
{
    public const string Scheme = "Token";
    private const string Issuer = "insights/issuer";
    private const string Subject = "insights/subject";
    private const string Until = "insights/until";

    private static readonly Dictionary<string, KeyScopes> Scopes = new(StringComparer.Ordinal)
    {
        ["insights.read"] = KeyScopes.Read,
        ["insights.write"] = KeyScopes.Write,
        ["insights.export"] = KeyScopes.Export,
    };

    /// <summary>How far the clocks of the provider and of this machine may be apart.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the request came with what may be a token of the provider: a bearer's, and no API key.</summary>
    public static bool IsIn(HttpContext context) =>
        KeyHeader.IsIn(context) && !context.Request.Headers.Authorization.ToString().AsSpan(KeyHeader.Bearer.Length).TrimStart().StartsWith(ApiKey.Mark, StringComparison.Ordinal);

    /// <summary>Whom the token of a long-lived connection still lets in; null once it has expired.</summary>
    public async Task<Actor?> StillOpensAsync(ClaimsPrincipal user, CancellationToken ct) =>
        UntilOf(user) is { } until && clock.GetUtcNow() < until
        && user.FindFirst(Issuer)?.Value is { } issuer && user.FindFirst(Subject)?.Value is { } subject && user.ActorOf() is { } actor
            ? await FindAsync(issuer, subject, actor.Scopes ?? KeyScopes.None, ct) : null;

    /// <summary>The moment from which the caller's token opens nothing; null for whoever came with none.</summary>
    public static DateTimeOffset? UntilOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirst(Until)?.Value, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Puts the person of a token in the place of its claims, or refuses it.</summary>
    public async Task AcceptAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var actor = string.IsNullOrEmpty(token.Subject) ? null : await FindAsync(token.Issuer, token.Subject, ScopesOf(token), context.HttpContext.RequestAborted);
        if (actor is null)
        {
            context.Fail("Unknown subject.");
            return;
        }

        context.Principal = new ClaimsPrincipal([actor.ToIdentity(Scheme), new ClaimsIdentity(
        [
            new Claim(Issuer, token.Issuer), new Claim(Subject, token.Subject),
            new Claim(Until, new DateTimeOffset(token.ValidTo, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ])]);
    }

    private async Task<Actor?> FindAsync(string issuer, string subject, KeyScopes scopes, CancellationToken ct) =>
        (await sessions.AskAsync(new SubjectStanding(issuer, subject), ct)).ValueOrDefault is { } actor ? actor with { Scopes = scopes } : null;

    /// <summary>The scopes that this product knows; written as one text, or as a list.</summary>
    private static KeyScopes ScopesOf(JsonWebToken token) =>
        token.Claims.Where(c => c.Type is "scope" or "scp").SelectMany(c => c.Value.Split(' '))
            .Aggregate(KeyScopes.None, (all, scope) => all | Scopes.GetValueOrDefault(scope));
}

/// <summary>Sets the scheme of access tokens up.</summary>
internal static class AccessTokenScheme
{
    /// <summary>Answers a token that opens nothing by 401, and says no more than that, wherever it was sent.</summary>
    public static IApplicationBuilder UseTokenRefusal(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!AccessTokens.IsIn(context) || context.User.Identity?.IsAuthenticated is true)
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", "This token opens nothing here.");
    });

    public static void AddAccessTokens(this AuthenticationBuilder authentication, SignInSettings provider, bool development)
    {
        if (provider.Audience is not { } audience)
            return;
        authentication.AddJwtBearer(AccessTokens.Scheme, options =>
        {
            options.Authority = provider.Authority.AbsoluteUri.TrimEnd('/');
            options.Audience = audience;
            options.RequireHttpsMetadata = !development;
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            var rules = options.TokenValidationParameters;
            rules.ValidAlgorithms = provider.Algorithms;
            rules.ValidTypes = [.. provider.TokenTypes, .. provider.TokenTypes.Where(t => t is "at+jwt").Select(t => $"application/{t}")];
            rules.ClockSkew = AccessTokens.Skew;
            rules.RequireExpirationTime = true;
            rules.RequireSignedTokens = true;
            rules.TryAllIssuerSigningKeys = false;
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context => context.HttpContext.RequestServices.GetRequiredService<AccessTokens>().AcceptAsync(context),
                // Also when the provider does not answer: its keys cannot be had, so no token opens anything.
                OnAuthenticationFailed = context =>
                {
                    context.Fail("Refused.");
                    return Task.CompletedTask;
                },
            };
        });
    }
}
