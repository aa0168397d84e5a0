using Insights.Core.Audit;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>Somebody signs in as a persona of the demo, where there is one.</summary>
/// <param name="Handle">The persona. Machines of consumers and people of a provider are none.</param>
[Requires(Permission.KeepSessions)]
public sealed record OpenSession(string? Handle) : ICommand<OpenedSession>;

/// <summary>Notes that a request came in a session, to the minute.</summary>
/// <param name="Id">The session.</param>
[Requires(Permission.KeepSessions)]
public sealed record NoteSessionUse(SessionId Id) : ICommand<Done>;

/// <summary>Who a session belongs to, while it opens anything and the person holds an account that does.</summary>
/// <param name="Id">The session.</param>
[Requires(Permission.KeepSessions)]
public sealed record SessionStanding(SessionId Id) : IQuery<SessionHolder>;

/// <summary>Whom a provider's subject is known as here, if at all; nobody who is suspended, or has not signed in for too long.</summary>
/// <param name="Issuer">The provider, as it names itself.</param>
/// <param name="Subject">Whom it vouches for.</param>
[Requires(Permission.KeepSessions)]
public sealed record SubjectStanding(string Issuer, string Subject) : IQuery<Actor>;

/// <summary>Who stands behind a session.</summary>
/// <param name="Actor">The person, with the roles of this moment.</param>
/// <param name="Way">How they signed in.</param>
/// <param name="UseIsNoted">Whether this minute is noted already.</param>
public sealed record SessionHolder(Actor Actor, SignInWay Way, bool UseIsNoted);

internal sealed class OpenSessionHandler(IDbContextFactory<InsightsDb> contexts, InsightsDb shared, Ledger ledger, SessionDesk sessions, SessionLimits limits, TimeProvider clock) :
    IRequestHandler<OpenSession, Outcome<OpenedSession>>, IRequestHandler<NoteSessionUse, Outcome<Done>>,
    IRequestHandler<SessionStanding, Outcome<SessionHolder>>, IRequestHandler<SubjectStanding, Outcome<Actor>>
{
    public async Task<Outcome<OpenedSession>> Handle(OpenSession request, CancellationToken cancellationToken)
    {
        if (!limits.PersonasAllowed || request.Handle?.StartsWith(RegisterConsumer.Handles, StringComparison.Ordinal) is not false
            || await shared.People.FirstOrDefaultAsync(p => p.Handle == request.Handle && p.Id != PersonId.System && p.Subject == null, cancellationToken) is not { SuspendedAt: null } person)
            return Refusal.NotFound("persona", "handle");
        var opened = await sessions.StartAsync(person, SignInWay.Persona, providerSession: null, signOutHint: null, cancellationToken);
        await ledger.Record(new AuditLine("OpenSession") { Person = person.Id, Code = opened.Id.Value }).CommitAsync(cancellationToken);
        return opened;
    }

    public async Task<Outcome<Done>> Handle(NoteSessionUse request, CancellationToken cancellationToken)
    {
        if (await shared.Sessions.FirstOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } session || !session.Opens(clock.GetUtcNow()))
            return Refusal.NotFound("session", "id");
        session.Use(clock.GetUtcNow());
        await ledger.CommitAsync(cancellationToken);
        return default(Done);
    }

    public async Task<Outcome<SessionHolder>> Handle(SessionStanding request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var found = await db.Sessions.AsNoTracking().Where(s => s.Id == request.Id)
            .Join(db.People.AsNoTracking(), s => s.PersonId, p => p.Id, (s, p) => new { Session = s, Person = p }).FirstOrDefaultAsync(cancellationToken);
        return found is { Session: var session, Person: { SuspendedAt: null } person } && session.Opens(now) && (limits.PersonasAllowed || session.Way is not SignInWay.Persona)
            ? new SessionHolder(person.AsActor(), session.Way, session.IsNoted(now))
            : Refusal.NotFound("session", "id");
    }

    public async Task<Outcome<Actor>> Handle(SubjectStanding request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var subject = Person.DigestOf(request.Issuer, request.Subject);
        return await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Subject == subject, cancellationToken) is { SuspendedAt: null } person && limits.LetsProgramsIn(person, clock.GetUtcNow())
            ? person.AsActor() : Refusal.NotFound("person");
    }
}
