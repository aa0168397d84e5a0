using System.Security.Claims;
using Insights.Core.Data;
using Insights.Core.Identity;

namespace Insights.GraphQL.Running;

/// <summary>Whose budget an operation is charged to: a person's, or that of one key. All who are not signed in share one.</summary>
internal readonly record struct Principal(PersonId? Person, ApiKeyId? Key)
{
    public static Principal Of(ClaimsPrincipal user) => user.ActorOf() is not { } actor ? default : actor.KeyId is { } key ? new(null, key) : new(actor.Id, null);
}
