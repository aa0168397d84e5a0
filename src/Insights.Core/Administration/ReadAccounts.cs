using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>Everyone who may sign in, by handle, one page of at most 200 at a time. Machines of consumers stand on their own page.</summary>
/// <param name="After">The handle after which to go on; from the first without it.</param>
[Requires(Permission.ReadPeople)]
public sealed record AccountList(string? After = null) : IQuery<List<AccountView>>
{
    /// <summary>Most on one page.</summary>
    public const int PageSize = 200;
}

/// <summary>One account.</summary>
/// <param name="PersonId">The person.</param>
[Requires(Permission.ReadPeople)]
public sealed record AccountById(string PersonId) : IQuery<AccountView>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>How a person's roles came about, the newest change first, at most 200.</summary>
/// <param name="PersonId">The person.</param>
[Requires(Permission.ReadPeople)]
public sealed record RoleHistory(string PersonId) : IQuery<List<RoleChangeView>>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>The sessions of a person in the last 30 days, the newest first, at most 100: one's own, or anybody's for those who read people.</summary>
/// <param name="PersonId">The person.</param>
[Requires(Permission.KeepOwnSessions)]
public sealed record SessionList(string PersonId) : IQuery<List<SessionView>>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>A person's account: which roles they hold and where each is from.</summary>
public sealed record AccountView
{
    /// <summary>The roles that may be assigned.</summary>
    public static IReadOnlyList<Roles> Assignable { get; } = [.. Enum.GetValues<Roles>().Where(r => r is not (Roles.None or Roles.System))];

    /// <summary>The person's id.</summary>
    public required PersonId Id { get; init; }

    /// <summary>The pseudonym colleagues know them by.</summary>
    public required string Handle { get; init; }

    /// <summary>What they act as now; nothing while suspended.</summary>
    public required Roles Roles { get; init; }

    /// <summary>What the provider said at the last sign-in.</summary>
    public required Roles ProviderRoles { get; init; }

    /// <summary>What administrators gave.</summary>
    public required Roles AssignedRoles { get; init; }

    /// <summary>Since when they are suspended; null while they are not.</summary>
    public required DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>When they signed in last at a page; null if never.</summary>
    public required DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>How many sessions of theirs are open.</summary>
    public required int OpenSessions { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    internal static async Task<List<AccountView>> OfAsync(InsightsDb db, IQueryable<Person> people, DateTimeOffset now, CancellationToken ct)
    {
        var found = await people.AsNoTracking().OrderBy(p => p.Handle).Take(AccountList.PageSize).ToListAsync(ct);
        var ids = found.Select(p => p.Id).ToList();
        var open = (await db.Sessions.AsNoTracking().Where(s => ids.Contains(s.PersonId) && s.EndedAt == null && s.EndsAt > now).ToListAsync(ct))
            .Where(s => s.Opens(now)).CountBy(s => s.PersonId).ToDictionary();
        return [.. found.Select(p => new AccountView
        {
            Id = p.Id,
            Handle = p.Handle,
            Roles = p.Roles,
            ProviderRoles = p.ProviderRoles,
            AssignedRoles = p.AssignedRoles,
            SuspendedAt = p.SuspendedAt,
            LastSignInAt = p.LastSignInAt,
            OpenSessions = open.GetValueOrDefault(p.Id),
            Version = p.Version,
        })];
    }
}

/// <summary>One change of somebody's roles.</summary>
public sealed record RoleChangeView
{
    /// <summary>What it was, and so where it came from.</summary>
    public required RoleChangeKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it; the product itself where the provider said so.</summary>
    public required PersonId ById { get; init; }

    /// <summary>The roles in force before.</summary>
    public required Roles Before { get; init; }

    /// <summary>The roles in force after.</summary>
    public required Roles After { get; init; }
}

/// <summary>One session at a page.</summary>
public sealed record SessionView
{
    /// <summary>The session's id; it opens nothing by itself.</summary>
    public required SessionId Id { get; init; }

    /// <summary>How the person signed in.</summary>
    public required SignInWay Way { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a request came in it last, to the minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ended, or will end without another request.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether it opens anything now.</summary>
    public required bool Open { get; init; }

    /// <summary>Whether the request that asks belongs to it.</summary>
    public required bool Present { get; init; }

    internal static async Task<List<SessionView>> OfAsync(InsightsDb db, PersonId person, SessionId? present, DateTimeOffset now, CancellationToken ct) =>
        [.. (await db.Sessions.AsNoTracking().Where(s => s.PersonId == person).OrderByDescending(s => s.StartedAt).ThenBy(s => s.Id).Take(100).ToListAsync(ct)).Select(s => new SessionView
        {
            Id = s.Id,
            Way = s.Way,
            StartedAt = s.StartedAt,
            LastSeenAt = s.LastSeenAt,
            ClosesAt = s.ClosesAt,
            Open = s.Opens(now),
            Present = s.Id == present,
        })];
}

internal sealed class ReadAccountsHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, TimeProvider clock) :
    IRequestHandler<AccountList, Outcome<List<AccountView>>>, IRequestHandler<AccountById, Outcome<AccountView>>,
    IRequestHandler<RoleHistory, Outcome<List<RoleChangeView>>>, IRequestHandler<SessionList, Outcome<List<SessionView>>>
{
    public async Task<Outcome<List<AccountView>>> Handle(AccountList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var after = request.After ?? "";
        return await AccountView.OfAsync(db, Accounts(db).Where(p => p.Handle.CompareTo(after) > 0), clock.GetUtcNow(), cancellationToken);
    }

    public async Task<Outcome<AccountView>> Handle(AccountById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = PersonId.Of(request.PersonId);
        return await AccountView.OfAsync(db, Accounts(db).Where(p => p.Id == id), clock.GetUtcNow(), cancellationToken) is [var account]
            ? account : Refusal.NotFound("person", "personId");
    }

    public async Task<Outcome<List<RoleChangeView>>> Handle(RoleHistory request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = PersonId.Of(request.PersonId);
        return await db.RoleChanges.AsNoTracking().Where(c => c.PersonId == id).OrderByDescending(c => c.Version).Take(200)
            .Select(c => new RoleChangeView { Kind = c.Kind, At = c.At, ById = c.By, Before = c.Before, After = c.After }).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<List<SessionView>>> Handle(SessionList request, CancellationToken cancellationToken)
    {
        var id = PersonId.Of(request.PersonId);
        if (id != current.Actor.Id && !current.Actor.May(Permission.ReadPeople))
            return Refusal.NotFound("person", "personId");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SessionView.OfAsync(db, id, current.Session, clock.GetUtcNow(), cancellationToken);
    }

    private static IQueryable<Person> Accounts(InsightsDb db)
    {
        var machines = db.Consumers;
        return db.People.Where(p => p.Id != PersonId.System && !machines.Any(c => c.PersonId == p.Id));
    }
}
