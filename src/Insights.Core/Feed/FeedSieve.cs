using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>Lets through what a reader asked for within what it is registered for, and what tells it that a gap came under that or left it.</summary>
internal sealed class FeedSieve
{
    private readonly FeedFilter[] _filters;
    private readonly Dictionary<GapId, bool> _inside = [];
    private readonly FeedSieve? _ceiling;
    public FeedSieve(FeedFilter? asked, FeedFilter? registered)
    {
        _filters = [.. new[] { asked, registered }.OfType<FeedFilter>()];
        AsksOfGaps = _filters.Any(f => f.AsksOfGaps);
        // What a reader asks for may bring in events for what they do to that question; whether it may see them the registered filter alone decides.
        _ceiling = asked is not null && registered is not null ? new FeedSieve(null, registered) : null;
    }

    /// <summary>Whether it looks at gaps, and so at every event; else the database leaves out what does not get through.</summary>
    public bool AsksOfGaps { get; }

    /// <summary>Leaves out in the database what certainly does not get through, where only types were asked for.</summary>
    public IQueryable<FeedEvent> Narrowed(IQueryable<FeedEvent> events)
    {
        if (AsksOfGaps)
            return events;
        foreach (var types in _filters.Select(f => f.Types).OfType<IReadOnlyList<FeedEventType>>())
        {
            events = events.Where(e => types.Contains(e.Type) || e.Type == FeedEventType.WordsWithdrawn || e.Type == FeedEventType.ReportPurged);
        }

        return events;
    }

    /// <summary>Looks up how the gaps of these events stood before them.</summary>
    public async Task RecallAsync(InsightsDb db, IReadOnlyList<FeedEvent> events, CancellationToken ct)
    {
        if (!AsksOfGaps || events.Count == 0)
            return;
        if (_ceiling is not null)
            await _ceiling.RecallAsync(db, events, ct);
        var first = events[0].Position;
        var gaps = events.Where(e => e is { GapId: not null, State: not null }).Select(e => e.GapId!.Value).Distinct().Where(g => !_inside.ContainsKey(g)).ToList();
        var latest = db.FeedEvents.Where(p => p.GapId != null && gaps.Contains(p.GapId.Value) && p.State != null && p.Position < first).GroupBy(p => p.GapId).Select(g => g.Max(p => p.Position));
        var before = await db.FeedEvents.AsNoTracking().Where(e => latest.Contains(e.Position)).ToListAsync(ct);
        foreach (var earlier in before)
            _inside[earlier.GapId!.Value] = Fits(earlier);
    }

    /// <summary>Whether an event gets through. To be asked of all events in their order.</summary>
    public bool Lets(FeedEvent happened, out FeedMembership? membership)
    {
        membership = null;
        // Whoever may hold what was withdrawn must hear that it was.
        if (happened.Type is FeedEventType.WordsWithdrawn or FeedEventType.ReportPurged)
            return true;
        var within = _ceiling is null || _ceiling.Lets(happened, out _);
        var typed = _filters.All(f => f.Types is not { } types || types.Contains(happened.Type));
        if (!AsksOfGaps)
            return typed;
        var fits = Fits(happened);
        if (happened is not { GapId: { } gap, State: not null })
            return within && fits && typed;
        var known = _inside.TryGetValue(gap, out var before);
        _inside[gap] = fits;
        if (known && before != fits)
            membership = fits ? FeedMembership.Entered : FeedMembership.Left;
        else if (!known && fits)
            membership = FeedMembership.Entered;
        if (!within)
            membership = null;
        return within && (membership is not null || (fits && typed));
    }

    /// <summary>Whether the gap of an event is under the filter as it stands by that event, whatever the type.</summary>
    public bool Fits(FeedEvent happened) => _filters.All(f =>
        Has(f.Kinds, happened.Kind) && Has(f.Areas, happened.Area) && Has(f.Clauses, happened.Clause) && Has(f.Severities, happened.Severity) && Has(f.States, happened.State)
        && (f.Labels is null || (happened.Item.Labels ?? []).Intersect(f.Labels).Any())
        && (!f.AsksOfScope || (happened.Scope is { } scope && Covers(scope.Languages, f.Languages) && Covers(scope.Regions, f.Regions) && Covers(scope.Surfaces, f.Surfaces))));

    private static bool Has<T>(IReadOnlyList<T>? wanted, T? value) where T : struct => wanted is null || (value is { } present && wanted.Contains(present));

    private static bool Has(IReadOnlyList<string>? wanted, string? value) => wanted is null || (value is not null && wanted.Contains(value));

    /// <summary>A scope that names nothing holds everywhere.</summary>
    private static bool Covers(IReadOnlyList<string> scope, IReadOnlyList<string>? wanted) => wanted is null || scope.Count == 0 || scope.Intersect(wanted).Any();
}

/// <summary>Where the approved decision of an event's gap holds; kept beside the event for filters, and never sent.</summary>
public sealed record FeedScope(IReadOnlyList<string> Languages, IReadOnlyList<string> Regions, IReadOnlyList<string> Surfaces)
{
    internal static FeedScope Of(DecisionContent content) => new(content.ScopeLanguages, content.ScopeRegions, content.ScopeSurfaces);
}
