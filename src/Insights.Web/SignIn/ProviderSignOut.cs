using System.Security.Cryptography;
using System.Text.Json;
using Insights.Core.Administration;
using Insights.Web.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Insights.Web.SignIn;

/// <summary>Ends sessions together with the provider's: ours tells the provider, and the provider may tell us.</summary>
internal sealed class ProviderSignOut(SignInSettings provider, IOptionsMonitor<OpenIdConnectOptions> options, IDataProtectionProvider protection, Sessions sessions)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const string Purpose = "Insights.SignOutHint.v1";
    private const int LongestToken = 16 * 1024;

    /// <summary>The provider's own proof of who signed in, so that only we can read it.</summary>
    public static string Seal(IDataProtectionProvider protection, string hint) => protection.CreateProtector(Purpose).Protect(hint);

    /// <summary>Where the browser goes on to so that the provider's session ends as well; null where it publishes no such place, or does not answer.</summary>
    public async Task<string?> AddressAsync(HttpContext context, string? sealedHint)
    {
        if (await MetadataAsync(context.RequestAborted) is not { EndSessionEndpoint: { Length: > 0 } end } || !Uri.TryCreate(end, UriKind.Absolute, out _))
            return null;
        return QueryHelpers.AddQueryString(end, new Dictionary<string, string?>
        {
            ["client_id"] = provider.ClientId,
            ["id_token_hint"] = Open(sealedHint),
            ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}/signed-out",
        }.Where(p => p.Value is not null));
    }

    /// <summary>The provider says that a session of its own has ended (OpenID Connect Back-Channel Logout 1.0).</summary>
    public static async Task<IResult> HearAsync(HttpContext context, ProviderSignOut signOut)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.StatusCode(await TokenOfAsync(context) is { } token && await signOut.CloseAsync(token, context.RequestAborted) ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<string?> TokenOfAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType && (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"] is [{ Length: <= LongestToken } token] ? token : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<bool> CloseAsync(string token, CancellationToken ct)
    {
        if (await MetadataAsync(ct) is not { } metadata)
            return false;
        var read = await ReadAsync(token, metadata);
        // The provider has other keys by now. How often they are fetched again is bounded, whoever sends what.
        if (read.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            options.Get(ProviderSignIn.Scheme).ConfigurationManager!.RequestRefresh();
            // They are fetched beside this request, so it waits for them, for a bounded time.
            for (var tries = 0; tries < 10; tries++)
            {
                await Task.Delay(200, ct);
                if (await MetadataAsync(ct) is not { } newer || ReferenceEquals(newer, metadata))
                    continue;
                read = await ReadAsync(token, newer);
                break;
            }
        }

        if (!read.IsValid || read.SecurityToken is not JsonWebToken { Id.Length: > 0 } said || said.TryGetPayloadValue<object>("nonce", out _)
            || !said.TryGetPayloadValue<JsonElement>("events", out var events) || events.ValueKind is not JsonValueKind.Object || !events.TryGetProperty(Event, out _))
            return false;
        var sid = said.TryGetPayloadValue<string>("sid", out var session) ? session : null;
        if (sid is null && string.IsNullOrEmpty(said.Subject))
            return false;
        // That there is none left to close is no fault: the provider may say it twice.
        await sessions.AskAsync(new CloseProviderSessions(said.Issuer, string.IsNullOrEmpty(said.Subject) ? null : said.Subject, sid), ct);
        return true;
    }

    private Task<TokenValidationResult> ReadAsync(string token, OpenIdConnectConfiguration metadata) => new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = metadata.Issuer,
        ValidAudience = provider.ClientId,
        IssuerSigningKeys = metadata.SigningKeys,
        ValidAlgorithms = provider.Algorithms,
        ValidTypes = ["logout+jwt", "JWT"],
        ClockSkew = AccessTokens.Skew,
        TryAllIssuerSigningKeys = false,
    });

    private async Task<OpenIdConnectConfiguration?> MetadataAsync(CancellationToken ct)
    {
        try
        {
            return await options.Get(ProviderSignIn.Scheme).ConfigurationManager!.GetConfigurationAsync(ct);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string? Open(string? sealedHint)
    {
        try
        {
            return sealedHint is null ? null : protection.CreateProtector(Purpose).Unprotect(sealedHint);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
