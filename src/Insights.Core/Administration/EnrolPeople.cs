using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>Enrols people by their handle, or gives those who are enrolled already the roles stated.</summary>
/// <param name="People">Handle and roles of each.</param>
[Requires(Permission.KeepCatalogue)]
public sealed record EnrolPeople(IReadOnlyList<Enrolment> People) : ICommand<Dictionary<string, Actor>>, IChecked
{
    public void Check(Check check)
    {
        foreach (var person in People)
        {
            check.Code(person.Handle, required: true, "people", "handle");
            check.Must(person.Handle != Actor.System.Handle && !person.Roles.HasFlag(Roles.System), RefusalCode.NotPermitted,
                "Nobody is enrolled as the product itself.", "people");
        }
    }
}

/// <summary>One person to enrol.</summary>
/// <param name="Handle">The pseudonym colleagues know them by.</param>
/// <param name="Roles">What they act as.</param>
public sealed record Enrolment(string Handle, Roles Roles);

internal sealed class EnrolPeopleHandler(InsightsDb db, Ledger ledger, IdSource ids, CurrentActor current, TimeProvider clock) : IRequestHandler<EnrolPeople, Outcome<Dictionary<string, Actor>>>
{
    public async Task<Outcome<Dictionary<string, Actor>>> Handle(EnrolPeople request, CancellationToken cancellationToken)
    {
        var handles = request.People.Select(p => p.Handle).ToList();
        var known = await db.People.Where(p => handles.Contains(p.Handle)).ToDictionaryAsync(p => p.Handle, cancellationToken);
        foreach (var (handle, roles) in request.People)
        {
            var before = known.TryGetValue(handle, out var person) ? person.Roles : Roles.None;
            if (person is not null && person.AssignedRoles != roles)
                person.Assign(roles);
            else if (person is null)
            {
                known[handle] = person = Person.Enrol(ids.Next<PersonId>(), handle, roles);
                db.Add(person);
            }
            else
                continue;
            db.Add(RoleChange.Of(person, before, RoleChangeKind.Administrator, current.Actor.Id, clock.GetUtcNow()));
        }

        await ledger.Record(new AuditLine("EnrolPeople")).CommitAsync(cancellationToken);
        return known.ToDictionary(p => p.Key, p => p.Value.AsActor());
    }
}

/// <summary>Everyone who is enrolled and not suspended, by handle.</summary>
/// <param name="PersonasOnly">Whether to leave out whom a provider vouches for.</param>
[Requires(Permission.KeepTime)]
public sealed record EnrolledPeople(bool PersonasOnly = false) : IQuery<List<Actor>>;

internal sealed class EnrolledPeopleHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<EnrolledPeople, Outcome<List<Actor>>>
{
    public async Task<Outcome<List<Actor>>> Handle(EnrolledPeople request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await db.People.AsNoTracking().Where(p => p.Id != PersonId.System && p.SuspendedAt == null && (!request.PersonasOnly || p.Subject == null)).OrderBy(p => p.Handle).ToListAsync(cancellationToken);
        return people.Select(p => p.AsActor()).ToList();
    }
}
