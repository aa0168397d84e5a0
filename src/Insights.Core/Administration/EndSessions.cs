using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>Ends sessions of a person: one's own, or, for an administrator, anybody's. They open nothing from now on.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="SessionId">The one session to end; without it, all of them.</param>
[Requires(Permission.KeepOwnSessions)]
public sealed record EndSessions(string PersonId, string? SessionId) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId").Id<SessionId>(SessionId, required: false, "sessionId");
}

/// <summary>Ends a session because its person signed out.</summary>
/// <param name="Id">The session.</param>
[Requires(Permission.KeepSessions)]
public sealed record CloseSession(SessionId Id) : ICommand<ClosedSession>;

/// <summary>Ends sessions because the provider said so: those of one of its own sessions, or all of a subject.</summary>
/// <param name="Issuer">The provider, as it names itself.</param>
/// <param name="Subject">Whom it vouches for.</param>
/// <param name="ProviderSession">The provider's session; without it, every one of the subject.</param>
[Requires(Permission.KeepSessions)]
public sealed record CloseProviderSessions(string Issuer, string? Subject, string? ProviderSession) : ICommand<Done>;

/// <summary>What is left of a session that was closed.</summary>
/// <param name="SignOutHint">What the provider wants to see at sign-out, encrypted.</param>
public sealed record ClosedSession(string? SignOutHint);

internal sealed class EndSessionsHandler(InsightsDb db, Ledger ledger, CurrentActor current, SessionDesk sessions) :
    IRequestHandler<EndSessions, Outcome<Done>>, IRequestHandler<CloseSession, Outcome<ClosedSession>>, IRequestHandler<CloseProviderSessions, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(EndSessions request, CancellationToken cancellationToken)
    {
        var person = PersonId.Of(request.PersonId);
        if (person != current.Actor.Id && !current.Actor.May(Permission.KeepPeople))
            return Refusal.NotFound("person", "personId");
        var which = db.Sessions.Where(s => s.PersonId == person);
        if (request.SessionId is { } one)
        {
            var id = SessionId.Of(one);
            which = which.Where(s => s.Id == id);
        }

        var ended = await sessions.EndAsync(which, current.Actor.Id, cancellationToken);
        if (ended == 0)
            return Refusal.NotFound("open session", request.SessionId is null ? "personId" : "sessionId");
        await ledger.Record(new AuditLine("EndSessions") { Person = person, Count = ended }).CommitAsync(cancellationToken);
        return default(Done);
    }

    public async Task<Outcome<ClosedSession>> Handle(CloseSession request, CancellationToken cancellationToken)
    {
        var which = db.Sessions.Where(s => s.Id == request.Id);
        if (await which.FirstOrDefaultAsync(cancellationToken) is not { } session)
            return Refusal.NotFound("session", "id");
        var closed = new ClosedSession(session.SignOutHint);
        if (await sessions.EndAsync(which, session.PersonId, cancellationToken) == 0)
            return Refusal.NotFound("open session", "id");
        await ledger.Record(new AuditLine("CloseSession") { Person = session.PersonId, Code = request.Id.Value }).CommitAsync(cancellationToken);
        return closed;
    }

    public async Task<Outcome<Done>> Handle(CloseProviderSessions request, CancellationToken cancellationToken)
    {
        var which = db.Sessions.AsQueryable();
        if (request.ProviderSession is { } sid)
        {
            var digest = Person.DigestOf(request.Issuer, sid);
            which = which.Where(s => s.ProviderSession == digest);
        }

        if (request.Subject is { } name)
        {
            var subject = Person.DigestOf(request.Issuer, name);
            var people = db.People;
            which = which.Where(s => people.Any(p => p.Id == s.PersonId && p.Subject == subject));
        }

        var whose = request is { ProviderSession: null, Subject: null } ? default
            : await which.Where(s => s.EndedAt == null).Select(s => (PersonId?)s.PersonId).FirstOrDefaultAsync(cancellationToken);
        if (whose is null)
            return Refusal.NotFound("open session");
        // Those that only timed out stand open in the table until they are forgotten.
        var ended = await sessions.EndAsync(which, PersonId.System, cancellationToken);
        if (ended == 0)
            return Refusal.NotFound("open session");
        await ledger.Record(new AuditLine("CloseProviderSessions") { Person = whose, Count = ended }).CommitAsync(cancellationToken);
        return default(Done);
    }
}
