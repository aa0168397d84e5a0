using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>
/// Says which roles a person holds besides those the provider gives them. It holds from their next request on. Nobody
/// gives themselves a role: that takes a second administrator.
/// </summary>
/// <param name="PersonId">The person.</param>
/// <param name="ExpectedVersion">The version of their account that the caller has seen.</param>
/// <param name="Roles">All the roles they are to hold by assignment; none takes every assigned role away.</param>
[Requires(Permission.KeepPeople)]
public sealed record AssignRoles(string PersonId, int ExpectedVersion, IReadOnlyList<Roles> Roles) : ICommand<AccountView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<PersonId>(PersonId, required: true, "personId");
        check.Must(Roles.All(r => AccountView.Assignable.Contains(r)), RefusalCode.UnknownCode, "There is no such role to assign.", "roles");
    }
}

/// <summary>
/// Suspends a person: they hold no role, every session of theirs ends, their API keys are revoked for good, and they cannot
/// sign in. The consumers they answer for stand still until somebody else does.
/// </summary>
/// <param name="PersonId">The person.</param>
/// <param name="ExpectedVersion">The version of their account that the caller has seen.</param>
[Requires(Permission.KeepPeople)]
public sealed record SuspendPerson(string PersonId, int ExpectedVersion) : ICommand<AccountView>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>Lifts a suspension: the person may sign in again, with the roles they had, and issue new keys.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="ExpectedVersion">The version of their account that the caller has seen.</param>
[Requires(Permission.KeepPeople)]
public sealed record RestorePerson(string PersonId, int ExpectedVersion) : ICommand<AccountView>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

internal sealed class AssignRolesHandler(InsightsDb db, PeopleDesk desk, SessionDesk sessions, Ledger ledger, CurrentActor current, TimeProvider clock) :
    IRequestHandler<AssignRoles, Outcome<AccountView>>, IRequestHandler<SuspendPerson, Outcome<AccountView>>, IRequestHandler<RestorePerson, Outcome<AccountView>>
{
    public Task<Outcome<AccountView>> Handle(AssignRoles request, CancellationToken cancellationToken)
    {
        var roles = request.Roles.Aggregate(Roles.None, (all, role) => all | role);
        return desk.ChangeAsync("AssignRoles", RoleChangeKind.Administrator, request.PersonId, request.ExpectedVersion,
            lack: person => person.SuspendedAt is not null ? Refusal.Of(RefusalCode.IllegalMove, "This person is suspended. Restore them first.", "roles")
                : person.AssignedRoles == roles ? Refusal.Of(RefusalCode.IllegalMove, "These roles are assigned already.", "roles")
                : person.Id == current.Actor.Id && (roles & ~person.AssignedRoles) is not Roles.None ? Refusal.Of(RefusalCode.NotPermitted, "Nobody gives themselves a role. Ask another administrator.", "roles")
                : null,
            change: person => person.Assign(roles), cancellationToken);
    }

    public async Task<Outcome<AccountView>> Handle(SuspendPerson request, CancellationToken cancellationToken)
    {
        var id = PersonId.Of(request.PersonId);
        await sessions.EndAsync(db.Sessions.Where(s => s.PersonId == id), current.Actor.Id, cancellationToken);
        var (now, keys) = (clock.GetUtcNow(), await db.ApiKeys.Where(k => k.PersonId == id && k.RevokedAt == null).OrderBy(k => k.Id).ToListAsync(cancellationToken));
        foreach (var key in keys)
        {
            key.Revoke(now);
            ledger.Record(new AuditLine("RevokeKey") { Code = key.Id.Value, Person = id });
        }

        return await desk.ChangeAsync("SuspendPerson", RoleChangeKind.Suspended, request.PersonId, request.ExpectedVersion,
            lack: person => person.SuspendedAt is null ? null : Refusal.Of(RefusalCode.IllegalMove, "This person is suspended already.", "personId"),
            change: person => person.Suspend(now), cancellationToken);
    }

    public Task<Outcome<AccountView>> Handle(RestorePerson request, CancellationToken cancellationToken) =>
        desk.ChangeAsync("RestorePerson", RoleChangeKind.Restored, request.PersonId, request.ExpectedVersion,
            lack: person => person.SuspendedAt is null ? Refusal.Of(RefusalCode.IllegalMove, "This person is not suspended.", "personId") : null,
            change: person => person.Restore(), cancellationToken);
}

/// <summary>What every change of an account has in common: whose, seen how, never the last administrator's, and on record.</summary>
internal sealed class PeopleDesk(InsightsDb db, Ledger ledger, CurrentActor current, SessionLimits limits, TimeProvider clock)
{
    public async Task<Outcome<AccountView>> ChangeAsync(
        string action, RoleChangeKind kind, string personId, int expectedVersion, Func<Person, Refusal?> lack, Action<Person> change, CancellationToken ct)
    {
        var id = PersonId.Of(personId);
        if (id == PersonId.System || await db.People.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Refusal.NotFound("person", "personId");
        if (await db.Consumers.AnyAsync(c => c.PersonId == id, ct))
            return Refusal.Of(RefusalCode.NotPermitted, "This is the machine of a consumer. End the consumer instead.", "personId");
        if (person.Version != expectedVersion)
            return new ConflictRefusal(person.Version);
        if (lack(person) is { } refused)
            return refused;
        var before = person.Roles;
        change(person);
        if (before.HasFlag(Roles.Administrator) && !person.Roles.HasFlag(Roles.Administrator)
            && !await db.People.AnyAsync(p => p.Id != id && p.Id != PersonId.System && (p.Roles & Roles.Administrator) != 0 && (limits.PersonasAllowed || p.Subject != null), ct))
            return Refusal.Of(RefusalCode.IllegalMove, "Nobody else who can sign in is administrator. Make somebody else one first.", "personId");
        db.Add(RoleChange.Of(person, before, kind, current.Actor.Id, clock.GetUtcNow()));
        await ledger.Record(new AuditLine(action) { Person = id, From = before.Codes(), To = person.Roles.Codes() }).CommitAsync(ct);
        return (await AccountView.OfAsync(db, db.People.Where(p => p.Id == id), clock.GetUtcNow(), ct)).Single();
    }
}
