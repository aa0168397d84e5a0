using System.Security.Claims;
using System.Text.Encodings.Web;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Insights.Web.SignIn;

/// <summary>Asks who signs in with a key, and whether a key still opens what it opened.</summary>
internal sealed class ApiKeys(IServiceScopeFactory scopes)
{
    public async Task<Actor?> FindAsync(string secret, CancellationToken ct)
    {
        if (await AskAsync(new AuthenticateKey(secret), ct) is not { } holder)
            return null;
        if (!holder.UseIsNoted)
            await AskAsync(new NoteKeyUse(holder.Actor.KeyId!.Value), ct);
        return holder.Actor;
    }

    public async ValueTask<Actor?> StillOpensAsync(ApiKeyId key, CancellationToken ct) => (await AskAsync(new KeyStanding(key), ct))?.Actor;

    private async Task<T?> AskAsync<T>(IRequest<Outcome<T>> request, CancellationToken ct) => (await scopes.SendAsSystemAsync(request, ct)).ValueOrDefault;
}

/// <summary>Signs a consumer in by its key, in the header <c>Authorization: Bearer ins_…</c>.</summary>
internal sealed class KeyHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Key";
    public const string Bearer = "Bearer ";

    public static bool IsIn(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsIn(Context))
            return AuthenticateResult.NoResult();
        return await keys.FindAsync(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), Context.RequestAborted) is { } actor
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(actor.ToIdentity(Scheme)), Scheme))
            : AuthenticateResult.Fail("Unknown key.");
    }
}
