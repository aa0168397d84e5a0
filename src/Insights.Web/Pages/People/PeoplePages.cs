using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.People;

/// <summary>Who may sign in and what they may do: the list, and one person with their roles, sessions and history.</summary>
internal static class PeoplePages
{
    private const string Address = "/people";

    /// <summary>The end of the address of a person; anything else in its place is no address.</summary>
    private const string Id = "{id:regex(^per_[0-9A-Z]{{26}}$)}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, async (IMediator mediator, string? after, CancellationToken ct) =>
        {
            var read = await mediator.Send(new AccountList(after), ct);
            return read.Succeeded(out var accounts) ? Page.Of<PeoplePage>(new PeopleModel(accounts, after is not null)) : Page.Refused(read.Refusals);
        });
        app.MapGet($"{Address}/{Id}", (IMediator mediator, CurrentActor current, string id, CancellationToken ct) => ShowAsync(mediator, current, id, FormInput.Of(""), ct));
        app.MapPost($"{Address}/{Id}/roles", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, string id, CancellationToken ct) =>
            ChangeAsync(context, post, mediator, current, id, "roles", "rolesset",
                new AssignRoles(id, Seen(post), [.. post.Values.Each("roles").Select(r => Codes.Parse<Roles>(r) ?? Roles.System)]), ct));
        app.MapPost($"{Address}/{Id}/suspend", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, string id, CancellationToken ct) =>
            ChangeAsync(context, post, mediator, current, id, "suspend", "suspended", new SuspendPerson(id, Seen(post)), ct));
        app.MapPost($"{Address}/{Id}/restore", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, string id, CancellationToken ct) =>
            ChangeAsync(context, post, mediator, current, id, "restore", "restored", new RestorePerson(id, Seen(post)), ct));
        app.MapPost($"{Address}/{Id}/sessions", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, string id, CancellationToken ct) =>
            ChangeAsync(context, post, mediator, current, id, "sessions", "sessionsended", new EndSessions(id, null), ct));
        foreach (var act in new[] { "roles", "suspend", "restore", "sessions" })
            app.MapGet($"{Address}/{Id}/{act}", (string id) => Results.LocalRedirect(Of(id)));
    }

    private static async Task<IResult> ChangeAsync<T>(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, string id, string form, string said, IRequest<Outcome<T>> change, CancellationToken ct)
    {
        var changed = await post.SendAsync(change);
        return changed.Refused ? await ShowAsync(mediator, current, id, new FormInput(form, post.Values, changed.Refusals), ct) : FlashNote.Go(context, Of(id), said);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, string id, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new AccountById(id), ct);
        if (!read.Succeeded(out var account))
            return Page.Refused(read.Refusals);
        var history = (await mediator.Send(new RoleHistory(id), ct)).ValueOrDefault ?? [];
        return Page.Of<PersonPage>(new PersonModel(account, history, input)
        {
            Sessions = (await mediator.Send(new SessionList(id), ct)).ValueOrDefault ?? [],
            People = (await mediator.Send(new PeopleById([.. history.Select(h => h.ById).Distinct()]), ct)).ValueOrDefault ?? [],
            MayKeep = current.Actor.May(Permission.KeepPeople),
            IsSelf = current.Actor.Id == account.Id,
            Consumers = [.. ((await mediator.Send(new ConsumerList(), ct)).ValueOrDefault ?? []).Where(c => c.OwnerId == account.Id && c.EndedAt is null)],
        }, Page.StatusOf(input.Refusals));
    }

    private static int Seen(PagePost post) => post.Values.Whole("expectedVersion") ?? -1;

    /// <summary>The page of a person; the list where that is no id, so that nothing typed comes back in a header.</summary>
    private static string Of(string id) => PublicIds.TryParse<PersonId>(id, out var person) ? $"{Address}/{person.Value}" : Address;
}

/// <summary>The list of people.</summary>
public sealed record PeopleModel(IReadOnlyList<AccountView> Accounts, bool Continued)
{
    public string? Next => Accounts.Count == AccountList.PageSize ? $"/people?after={Accounts[^1].Handle}" : null;
}

/// <summary>One person.</summary>
/// <param name="Account">Their account.</param>
/// <param name="History">How their roles came about.</param>
/// <param name="Input">What was refused, in which form.</param>
public sealed record PersonModel(AccountView Account, IReadOnlyList<RoleChangeView> History, FormInput Input)
{
    public required IReadOnlyList<SessionView> Sessions { get; init; }

    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public required bool MayKeep { get; init; }

    /// <summary>Whether whoever looks is this person.</summary>
    public required bool IsSelf { get; init; }

    /// <summary>The consumers they answer for.</summary>
    public required IReadOnlyList<ConsumerView> Consumers { get; init; }

    /// <summary>The form of roles as it was typed, or as they stand.</summary>
    public FormInput Roles => Input.Form == "roles" ? Input
        : new FormInput("roles", FormValues.Of([.. AccountView.Assignable.Where(r => Account.AssignedRoles.HasFlag(r)).Select(r => ("roles", (string?)Codes.Of(r)))]), []);
}
