using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Roles as lists, and what is read for one account at a time.</summary>
[FieldsOf(typeof(AccountView), nameof(AccountView.Roles), nameof(AccountView.ProviderRoles), nameof(AccountView.AssignedRoles))]
internal static class AccountFields
{
    /// <summary>What they act as now; nothing while suspended.</summary>
    public static IReadOnlyList<Roles> Roles([FromSource] AccountView account) => account.Roles.Each();

    /// <summary>What the provider said at the last sign-in.</summary>
    public static IReadOnlyList<Roles> ProviderRoles([FromSource] AccountView account) => account.ProviderRoles.Each();

    /// <summary>What administrators gave.</summary>
    public static IReadOnlyList<Roles> AssignedRoles([FromSource] AccountView account) => account.AssignedRoles.Each();
}

/// <summary>Roles as lists, and who changed them.</summary>
[FieldsOf(typeof(RoleChangeView), nameof(RoleChangeView.Before), nameof(RoleChangeView.After), nameof(RoleChangeView.ById))]
internal static class RoleChangeFields
{
    /// <summary>The roles in force before.</summary>
    public static IReadOnlyList<Roles> Before([FromSource] RoleChangeView change) => change.Before.Each();

    /// <summary>The roles in force after.</summary>
    public static IReadOnlyList<Roles> After([FromSource] RoleChangeView change) => change.After.Each();

    /// <summary>Who did it; the product itself where the provider said so.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] RoleChangeView change, [FromServices] Loaders loaders) => loaders.People.Load(change.ById);
}

/// <summary>Who may sign in, and the viewer's own sessions.</summary>
internal sealed partial class Query
{
    /// <summary>Everyone who may sign in, by handle, at most 200 at a time.</summary>
    /// <param name="after">The handle after which to go on.</param>
    [Needs(typeof(AccountList))]
    public static Task<List<AccountView>> AccountsAsync([FromServices] IMediator mediator, string? after = null, CancellationToken ct = default) =>
        mediator.AskAsync(new AccountList(after), ct);

    /// <summary>One account; null where there is none.</summary>
    /// <param name="personId">The person.</param>
    [Needs(typeof(AccountById))]
    public static Task<AccountView?> AccountAsync([FromServices] IMediator mediator, string personId, CancellationToken ct = default) =>
        mediator.FindAsync(new AccountById(personId), ct);

    /// <summary>How a person's roles came about, the newest change first, at most 200.</summary>
    /// <param name="personId">The person.</param>
    [Needs(typeof(RoleHistory))]
    public static Task<List<RoleChangeView>> RoleHistoryAsync([FromServices] IMediator mediator, string personId, CancellationToken ct = default) =>
        mediator.AskAsync(new RoleHistory(personId), ct);

    /// <summary>The sessions of a person in the last 30 days, the newest first, at most 100: the viewer's own, or anybody's for those who read people.</summary>
    /// <param name="personId">The person; without it, the viewer.</param>
    [Needs(typeof(SessionList))]
    public static Task<List<SessionView>> SessionsAsync([FromServices] IMediator mediator, [FromServices] CurrentActor current, string? personId = null, CancellationToken ct = default) =>
        mediator.AskAsync(new SessionList(personId ?? current.Actor.Id.Value), ct);
}
