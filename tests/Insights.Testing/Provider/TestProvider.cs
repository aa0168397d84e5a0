using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Insights.Testing.Provider;

/// <summary>Whom the provider signs in when a browser comes to it.</summary>
/// <param name="Subject">Its own name for them.</param>
/// <param name="Roles">Values of the claim <c>roles</c>.</param>
public sealed record ProviderPerson(string Subject, params string[] Roles)
{
    /// <summary>The pseudonym it proposes, in the claim <c>nickname</c>.</summary>
    public string? Nickname { get; init; }
}

/// <summary>
/// A provider of OpenID Connect (OpenIddict's server) on https of loopback: authorization code with PKCE, which it demands and
/// checks, client credentials, published keys, end of session. It stands at localhost, which is another site than 127.0.0.1, and
/// signs in whom the test says without asking.
/// </summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "insights";
    public const string Audience = "insights-api";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _newer = RSA.Create(2048);
    private readonly HashSet<string> _redeemed = [];
    private readonly WebApplication _app;

    private TestProvider(X509Certificate2 certificate)
    {
        Key = new RsaSecurityKey(_rsa) { KeyId = "key-1" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddOpenIddict().AddServer(Configure);
        _app = builder.Build();
        _app.MapMethods("/authorize", ["GET", "POST"], (Delegate)Authorize);
        _app.MapPost("/token", (Delegate)TokenAsync);
        _app.MapMethods("/logout", ["GET", "POST"], (Delegate)SignOut);
    }

    /// <summary>What it signs with; the public half is published.</summary>
    public RsaSecurityKey Key { get; }

    /// <summary>What the product proves itself by.</summary>
    public string ClientSecret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public Uri Address { get; private set; } = null!;

    public string Issuer => Address.AbsoluteUri;

    /// <summary>Whom it signs in next.</summary>
    public ProviderPerson Person { get; set; } = new("subject-1");

    /// <summary>Its own session of them.</summary>
    public string Session { get; set; } = "sid-1";

    /// <summary>Changes an ID token before it is signed; null for an honest one.</summary>
    public Action<ClaimsPrincipal>? Forge { get; set; }

    /// <summary>Subjects of the ID tokens that came as hints to its end of session.</summary>
    public List<string?> SignedOut { get; } = [];

    /// <summary>How many codes it has exchanged.</summary>
    public int Exchanged => _redeemed.Count;

    public static async Task<TestProvider> StartAsync(X509Certificate2 certificate)
    {
        var provider = new TestProvider(certificate);
        await provider._app.StartAsync();
        var listens = new Uri(provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        provider.Address = new UriBuilder(listens) { Host = "localhost" }.Uri;
        return provider;
    }

    /// <summary>An access token as it would sign one, with these claims in place of the usual ones; a null leaves one out.</summary>
    public string TokenFor(string subject, string scope, Dictionary<string, object?>? claims = null, string type = "at+jwt", SigningCredentials? by = null, Dictionary<string, object>? header = null)
    {
        var now = DateTimeOffset.UtcNow;
        var payload = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["sub"] = subject,
            ["aud"] = Audience,
            ["scope"] = scope,
            ["client_id"] = "program",
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims ?? [])
            payload[name] = value;
        var json = JsonSerializer.Serialize(payload.Where(p => p.Value is not null).ToDictionary());
        var headers = new Dictionary<string, object>(header ?? []) { ["typ"] = type };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(json, by ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256), headers);
    }

    /// <summary>Makes another key and publishes it beside the one it has.</summary>
    /// <returns>What signs with the new one.</returns>
    public SigningCredentials AddKey()
    {
        var newer = new SigningCredentials(new RsaSecurityKey(_newer) { KeyId = "key-2" }, SecurityAlgorithms.RsaSha256);
        _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials.Add(newer);
        return newer;
    }

    /// <summary>It answers no more.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _rsa.Dispose();
        _newer.Dispose();
    }

    private void Configure(OpenIddictServerBuilder options)
    {
        options.EnableDegradedMode();
        options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
        options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow();
        options.RegisterScopes("openid", "insights.read", "insights.write", "insights.export");
        options.AddSigningKey(Key).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).DisableAccessTokenEncryption();
        options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        options.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || !Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var back) || back.AbsolutePath != "/sign-in/callback")
                context.Reject(Errors.InvalidClient, "The client is not known.");
            return default;
        }));
        options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientSecret != ClientSecret)
                context.Reject(Errors.InvalidClient, "The client does not prove itself.");
            else if (context.Request.Code is { } code && !_redeemed.Add(code))
                context.Reject(Errors.InvalidGrant, "The code was used before.");
            return default;
        }));
        options.AddEventHandler<OpenIddictServerEvents.ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
        options.AddEventHandler<OpenIddictServerEvents.GenerateTokenContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.TokenType == TokenTypeIdentifiers.IdentityToken)
                Forge?.Invoke(context.Principal);
            return default;
        }).SetOrder(int.MinValue + 1_000));
    }

    private IResult Authorize(HttpContext context)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Person.Subject).SetClaim("sid", Session).SetClaim("nickname", Person.Nickname);
        foreach (var role in Person.Roles)
            identity.AddClaim(new Claim("roles", role));
        return SignedIn(identity, context.GetOpenIddictServerRequest()!.GetScopes());
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (request.IsAuthorizationCodeGrantType())
            return Results.SignIn((await context.AuthenticateAsync(Scheme)).Principal!, null, Scheme);
        return SignedIn(new ClaimsIdentity(Scheme, Claims.Name, Claims.Role).SetClaim(Claims.Subject, request.ClientId), request.GetScopes());
    }

    private IResult SignOut(HttpContext context)
    {
        SignedOut.Add(context.GetOpenIddictServerRequest()!.IdTokenHint is { } hint ? new JsonWebToken(hint).Subject : null);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Scheme]);
    }

    private static IResult SignedIn(ClaimsIdentity identity, IEnumerable<string> scopes)
    {
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes).SetResources(Audience).SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return Results.SignIn(principal, null, Scheme);
    }
}
