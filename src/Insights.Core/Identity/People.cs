using Insights.Core.Data;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Identity;

/// <summary>A person as colleagues see them.</summary>
public sealed record PersonView
{
    /// <summary>The person's id.</summary>
    public required PersonId Id { get; init; }

    /// <summary>The pseudonym colleagues know them by.</summary>
    public required string Handle { get; init; }

    /// <summary>What they act as.</summary>
    public required Roles Roles { get; init; }
}

/// <summary>
/// The people with these ids; unknown ids are left out, and so is whom the caller has nothing to do with: who only reads
/// the feed knows of those who do the same, as nothing that leaves names a person.
/// </summary>
[AnySignedIn]
public sealed record PeopleById(IReadOnlyCollection<PersonId> Ids) : IQuery<Dictionary<PersonId, PersonView>>;

/// <summary>The people who act as one of these roles, by their handles, at most 200.</summary>
/// <param name="Roles">The roles.</param>
[Requires(Permission.ReadGaps)]
public sealed record PeopleByRole(Roles Roles) : IQuery<List<PersonView>>;

internal sealed class PeopleByRoleHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<PeopleByRole, Outcome<List<PersonView>>>
{
    private const int Most = 200;

    public async Task<Outcome<List<PersonView>>> Handle(PeopleByRole request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.People.AsNoTracking().Where(p => (p.Roles & request.Roles) != 0 && p.Id != PersonId.System).OrderBy(p => p.Handle).Take(Most)
            .Select(p => new PersonView { Id = p.Id, Handle = p.Handle, Roles = p.Roles }).ToListAsync(cancellationToken);
    }
}

internal sealed class PeopleByIdHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current)
    : IRequestHandler<PeopleById, Outcome<Dictionary<PersonId, PersonView>>>
{
    public async Task<Outcome<Dictionary<PersonId, PersonView>>> Handle(PeopleById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (me, all) = (current.Actor.Id, current.Actor.May(Permission.ReadGaps) || current.Actor.May(Permission.ReadAudit));
        return await db.People.AsNoTracking().Where(p => request.Ids.Contains(p.Id) && (all || p.Id == me || (p.Roles & Roles.Consumer) != 0))
            .Select(p => new PersonView { Id = p.Id, Handle = p.Handle, Roles = p.Roles })
            .ToDictionaryAsync(p => p.Id, cancellationToken);
    }
}
