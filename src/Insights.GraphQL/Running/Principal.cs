using System.Security.Claims;
using Insights.Core.Data;
using Insights.Core.Identity;

namespace Insights.GraphQL.Running;

/// <summary>
/// Whose budget an operation is charged to: a person's or a consumer's, however many keys, tokens and sessions they come
/// with. All who are not signed in share one.
/// </summary>
internal readonly record struct Principal(PersonId? Person)
{
    public static Principal Of(ClaimsPrincipal user) => new(user.ActorOf()?.Id);
}
