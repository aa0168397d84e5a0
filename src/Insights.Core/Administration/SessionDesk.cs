using Insights.Core.Data;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>A session that was opened.</summary>
/// <param name="Id">What the cookie is to hold.</param>
/// <param name="EndsAt">It ends then, whatever happens in it.</param>
/// <param name="Actor">Who signed in.</param>
public sealed record OpenedSession(SessionId Id, DateTimeOffset EndsAt, Actor Actor);

/// <summary>Starts and ends sessions, for the commands that do so.</summary>
internal sealed class SessionDesk(InsightsDb db, IdSource ids, TimeProvider clock, SessionLimits limits)
{
    /// <summary>How long a session that has ended is still shown to its person.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Starts a session, and forgets those that ended long ago.</summary>
    public async Task<OpenedSession> StartAsync(Person person, SignInWay way, byte[]? providerSession, string? signOutHint, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var old = now - Remembered;
        await db.Sessions.Where(s => s.EndsAt < old).ExecuteDeleteAsync(ct);
        await db.Sessions.Where(s => s.EndsAt < now && s.SignOutHint != null).ExecuteUpdateAsync(s => s.SetProperty(x => x.SignOutHint, (string?)null), ct);
        var session = SignInSession.Start(ids.Next<SessionId>(), person.Id, way, limits, now, providerSession, signOutHint);
        person.SignedIn(now);
        db.Add(session);
        return new OpenedSession(session.Id, session.EndsAt, person.AsActor());
    }

    /// <summary>Ends those of these sessions that are open; how many that were.</summary>
    public async Task<int> EndAsync(IQueryable<SignInSession> sessions, PersonId by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var open = (await sessions.Where(s => s.EndedAt == null).ToListAsync(ct)).Where(s => s.Opens(now)).ToList();
        foreach (var session in open)
            session.End(now, by);
        return open.Count;
    }
}
