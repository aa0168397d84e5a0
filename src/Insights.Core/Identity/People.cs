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

/// <summary>The people with these ids; unknown ids are left out.</summary>
[AnySignedIn]
public sealed record PeopleById(IReadOnlyCollection<PersonId> Ids) : IQuery<Dictionary<PersonId, PersonView>>;

internal sealed class PeopleByIdHandler(IDbContextFactory<InsightsDb> contexts)
    : IRequestHandler<PeopleById, Outcome<Dictionary<PersonId, PersonView>>>
{
    public async Task<Outcome<Dictionary<PersonId, PersonView>>> Handle(PeopleById request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.People.AsNoTracking().Where(p => request.Ids.Contains(p.Id))
            .Select(p => new PersonView { Id = p.Id, Handle = p.Handle, Roles = p.Roles })
            .ToDictionaryAsync(p => p.Id, cancellationToken);
    }
}
