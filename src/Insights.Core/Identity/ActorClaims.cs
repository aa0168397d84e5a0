using System.Globalization;
using System.Security.Claims;
using Insights.Core.Data;

namespace Insights.Core.Identity;

/// <summary>Carries an actor in a signed-in principal, whichever way it signed in.</summary>
public static class ActorClaims
{
    private const string Person = "insights/person";
    private const string Roles = "insights/roles";
    private const string Key = "insights/key";
    private const string Scopes = "insights/scopes";

    /// <summary>An authenticated identity for this actor.</summary>
    public static ClaimsIdentity ToIdentity(this Actor actor, string scheme) => new(
    [
        new Claim(Person, actor.Id.Value),
        new Claim(ClaimTypes.Name, actor.Handle),
        new Claim(Roles, ((int)actor.Roles).ToString(CultureInfo.InvariantCulture)),
        .. actor.KeyId is { } key ? [new Claim(Key, key.Value)] : Array.Empty<Claim>(),
        .. actor.Scopes is { } scopes ? [new Claim(Scopes, ((int)scopes).ToString(CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
    ], scheme, ClaimTypes.Name, Roles);

    /// <summary>The actor of a principal; null when nobody is signed in.</summary>
    public static Actor? ActorOf(this ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } handle }
        && PublicIds.TryParse<PersonId>(principal.FindFirstValue(Person), out var id)
        && int.TryParse(principal.FindFirstValue(Roles), CultureInfo.InvariantCulture, out var roles)
            ? new Actor(id, handle, (Identity.Roles)roles)
            {
                KeyId = PublicIds.ParseOrNull<ApiKeyId>(principal.FindFirstValue(Key)),
                Scopes = int.TryParse(principal.FindFirstValue(Scopes), CultureInfo.InvariantCulture, out var scopes) ? (KeyScopes)scopes : null,
            }
            : null;

    private static string? FindFirstValue(this ClaimsPrincipal principal, string type) => principal.FindFirst(type)?.Value;
}
