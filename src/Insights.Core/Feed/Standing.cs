using Insights.Core.Data;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>Whether what somebody signed in with still lets them in: the one rule for signing in and for what takes longer.</summary>
internal sealed class Standing(SessionLimits limits, CurrentActor current, TimeProvider clock)
{
    /// <summary>Whom a key lets in at this moment; null for nobody.</summary>
    public async Task<Person?> HolderAsync(InsightsDb db, ApiKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!key.Opens(DateOnly.FromDateTime(now.UtcDateTime)))
            return null;
        var holder = key.PersonId ?? await db.AnsweredConsumers.Where(c => c.Id == key.ConsumerId).Select(c => (PersonId?)c.PersonId).FirstOrDefaultAsync(ct);
        return await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == holder, ct) is { Roles: not Roles.None } person
            && (key.PersonId is null || limits.LetsProgramsIn(person, now)) ? person : null;
    }

    /// <summary>Whether the caller may still do what outlasts the moment in which it was granted: it ends with their roles, and with their key, token or session.</summary>
    public async Task<bool> StillMayAsync(InsightsDb db, Permission permission, CancellationToken ct)
    {
        var (caller, now) = (current.Actor, clock.GetUtcNow());
        if (await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == caller.Id, ct) is not { } person || !person.Roles.May(permission))
            return false;
        if (caller.KeyId is { } id)
            return await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Id == id, ct) is { } key && (await HolderAsync(db, key, ct))?.Id == caller.Id;
        if (current.Session is { } session)
            return await db.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == session && s.PersonId == caller.Id, ct) is { } open && open.Opens(now);
        return current.Until is not { } until || (now < until && limits.LetsProgramsIn(person, now));
    }
}
