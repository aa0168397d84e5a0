using System.Collections.Concurrent;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>
/// Says that the caller is looking at a gap, so that two people do not unknowingly work on one. Nothing of the gap
/// changes and nobody is kept from it: whoever was first is named until the time is over or they look at another gap.
/// It is kept in memory only, and on no record; a restart forgets it.
/// </summary>
/// <param name="GapId">The gap.</param>
[Requires(Permission.MoveGaps)]
public sealed record LookAtGap(string GapId) : IQuery<GapLookView>, IChecked
{
    public void Check(Check check) => check.Id<GapId>(GapId, required: true, "gapId");
}

/// <summary>Who is looking at these gaps now; a gap nobody looks at is left out.</summary>
[Requires(Permission.MoveGaps)]
public sealed record LooksAt(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, GapLookView>>;

/// <summary>Who is looking at a gap.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Until">Until when it is said, unless they look again.</param>
public sealed record GapLookView(PersonId PersonId, DateTimeOffset Until);

/// <summary>Who is looking at which gap: one gap for each person, for some minutes. Safe to share.</summary>
public sealed class GapLooks(TimeProvider clock)
{
    /// <summary>As long as reading a gap and writing a reason takes.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<PersonId, (GapId Gap, DateTimeOffset Until)> _looks = new();

    /// <summary>Who looks at it now; the caller, unless somebody else was first.</summary>
    public GapLookView Look(PersonId person, GapId gap)
    {
        if (At(gap) is { } other && other.PersonId != person)
            return other;
        var until = clock.GetUtcNow() + Lasting;
        _looks[person] = (gap, until);
        // Of two who came in the same moment, both see the same one.
        return At(gap) ?? new GapLookView(person, until);
    }

    /// <summary>Who looks at it now; null when nobody does.</summary>
    public GapLookView? At(GapId gap) => _looks.Where(l => l.Value.Gap == gap && l.Value.Until > clock.GetUtcNow())
        .OrderBy(l => l.Value.Until).ThenBy(l => l.Key.Value, StringComparer.Ordinal)
        .Select(l => new GapLookView(l.Key, l.Value.Until)).FirstOrDefault();
}

internal sealed class LookAtGapHandler(IDbContextFactory<InsightsDb> contexts, GapLooks looks, CurrentActor current) :
    IRequestHandler<LookAtGap, Outcome<GapLookView>>, IRequestHandler<LooksAt, Outcome<Dictionary<GapId, GapLookView>>>
{
    public async Task<Outcome<GapLookView>> Handle(LookAtGap request, CancellationToken cancellationToken)
    {
        var id = Data.GapId.Of(request.GapId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Gaps.AnyAsync(g => g.Id == id, cancellationToken) ? looks.Look(current.Actor.Id, id) : Refusal.NotFound("gap", "gapId");
    }

    public Task<Outcome<Dictionary<GapId, GapLookView>>> Handle(LooksAt request, CancellationToken cancellationToken) => Task.FromResult<Outcome<Dictionary<GapId, GapLookView>>>(
        request.Gaps.Select(gap => (gap, look: looks.At(gap))).Where(g => g.look is not null).ToDictionary(g => g.gap, g => g.look!));
}
