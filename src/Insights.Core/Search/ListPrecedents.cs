using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Search;

/// <summary>Which decisions in force. Every list that is given must hold the gap's value, and everything given must hold.</summary>
public sealed record PrecedentFilter
{
    /// <summary>Words that occur in the gap, its decision records, its reports or its remarks, as far as the caller may read them.</summary>
    public string? Text { get; init; }

    /// <summary>Policy clauses that come closest to the gaps.</summary>
    public IReadOnlyList<string>? Clauses { get; init; }

    /// <summary>Kinds of the gaps.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Answers.</summary>
    public IReadOnlyList<Resolution>? Resolutions { get; init; }

    internal GapFilter OfGaps => new()
    {
        Text = Text,
        Clauses = Clauses,
        Kinds = Kinds,
        Resolutions = Resolutions,
    };
}

/// <summary>Why a precedent is to be read with care.</summary>
public enum PrecedentDoubt
{
    /// <summary>A later decision in force departs from it.</summary>
    DepartedFrom,

    /// <summary>Its gap is open again.</summary>
    GapReopened,

    /// <summary>The clause it rests on has a newer version in force.</summary>
    ClauseChanged,

    /// <summary>The clause it rests on is retired.</summary>
    ClauseRetired,

    /// <summary>The day by which it was to be looked at again has passed.</summary>
    ReviewOverdue,
}

/// <summary>A decision in force that others can cite, with what became of it.</summary>
public sealed record PrecedentView
{
    /// <summary>The decision.</summary>
    public required DecisionView Decision { get; init; }

    /// <summary>Human number of its gap, as in G-42; what a decision record cites it by.</summary>
    public required long GapNumber { get; init; }

    /// <summary>Why it is to be read with care; empty while nothing speaks against it.</summary>
    public required IReadOnlyList<PrecedentDoubt> Doubts { get; init; }

    /// <summary>The decisions in force that follow it or depart from it, the newest first.</summary>
    public required IReadOnlyList<PrecedentCitationView> CitedBy { get; init; }

    /// <summary>How many reports it answered that came after it.</summary>
    public required int ReportsAnswered { get; init; }
}

/// <summary>A decision in force that cites a precedent.</summary>
public sealed record PrecedentCitationView
{
    /// <summary>Human number of its gap.</summary>
    public required long GapNumber { get; init; }

    /// <summary>Whether it follows or departs.</summary>
    public required PrecedentUse Use { get; init; }

    /// <summary>Why.</summary>
    public required GuardedText Why { get; init; }
}

/// <summary>The place of a precedent in the list: when it was approved, in milliseconds, then the number of its gap.</summary>
public sealed record PrecedentKey(long Millis, long Number)
{
    public static PrecedentKey Of(PrecedentView precedent) => new(precedent.Decision.ReviewedAt!.Value.ToUnixTimeMilliseconds(), precedent.GapNumber);
}

/// <summary>Decisions in force that can be cited, those approved last first, page by page.</summary>
/// <param name="Filter">Which; without it, all.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The key of the last one read.</param>
[Requires(Permission.ReadGaps)]
public sealed record PrecedentList(PrecedentFilter? Filter, int First, PrecedentKey? After) : IQuery<Page<PrecedentView>>, IChecked
{
    public void Check(Check check)
    {
        check.Must(First is >= 1 and <= Page<PrecedentView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 precedents.", "first");
        check.Must(After is null || (After.Millis >= 0 && After.Millis <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()), RefusalCode.Malformed, "This is no place in this list.", "after");
        Filter?.OfGaps.Check(check);
    }
}

/// <summary>How many decisions in force a filter lets through.</summary>
[Requires(Permission.ReadGaps)]
public sealed record PrecedentCount(PrecedentFilter? Filter) : IQuery<int>, IChecked
{
    public void Check(Check check) => Filter?.OfGaps.Check(check);
}

internal sealed class ListPrecedentsHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps, GapWords words, Catalogue catalogue, TimeProvider clock) :
    IRequestHandler<PrecedentList, Outcome<Page<PrecedentView>>>, IRequestHandler<PrecedentCount, Outcome<int>>
{
    public async Task<Outcome<Page<PrecedentView>>> Handle(PrecedentList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await MatchingAsync(db, request.Filter, cancellationToken);
        if (request.After is { } after)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(after.Millis);
            found = found.Where(f => f.Decision.ReviewedAt < at || (f.Decision.ReviewedAt == at && f.Gap.Number < after.Number));
        }

        var gaps = await found.OrderByDescending(f => f.Decision.ReviewedAt).ThenByDescending(f => f.Gap.Number).Take(request.First + 1)
            .Select(f => new Holding(f.Decision.Id, f.Gap.Number, f.Gap.State, f.Gap.ReturnsTo)).ToListAsync(cancellationToken);
        List<DecisionId> ids = [.. gaps.Select(g => g.Decision)];
        var decisions = await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.Id)).ProjectTo<DecisionView>(maps).ToDictionaryAsync(d => d.Id, cancellationToken);
        var citedBy = await CitedByAsync(db, ids, cancellationToken);
        var answered = await db.Links.Where(l => l.EndedBy == null && l.CitesDecisionId != null && ids.Contains(l.CitesDecisionId.Value))
            .GroupBy(l => l.CitesDecisionId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Page<PrecedentView>.Of(gaps.ConvertAll(gap => ViewOf(gap, decisions[gap.Decision], citedBy[gap.Decision], answered.GetValueOrDefault(gap.Decision))), request.First);
    }

    public async Task<Outcome<int>> Handle(PrecedentCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (await MatchingAsync(db, request.Filter, cancellationToken)).CountAsync(cancellationToken);
    }

    private async Task<IQueryable<DecisionInForce>> MatchingAsync(InsightsDb db, PrecedentFilter? filter, CancellationToken ct)
    {
        var gaps = db.Gaps.AsNoTracking().Where(g => g.EndedBy == null);
        if (filter is not null)
            gaps = ListGapsHandler.WithValues(await words.NarrowAsync(gaps, filter.Text, ct), filter.OfGaps);
        return DecisionInForce.Of(db, gaps);
    }

    private static async Task<ManyBy<DecisionId, Citing>> CitedByAsync(InsightsDb db, List<DecisionId> ids, CancellationToken ct)
    {
        List<string> cited = [.. ids.Select(id => id.Value)];
        var citing = await DecisionInForce.Of(db, db.Gaps.AsNoTracking()).Where(f => f.Decision.Cites.Any(c => cited.Contains(c)))
            .OrderByDescending(f => f.Decision.ReviewedAt).ThenByDescending(f => f.Gap.Number)
            .Select(f => new { f.Gap.Number, f.Decision.Content }).ToListAsync(ct);
        return new ManyBy<DecisionId, Citing>(
            [
                .. from holder in citing
                   from precedent in holder.Content.Precedents
                   where ids.Contains(precedent.DecisionId)
                   select new Citing(precedent.DecisionId, new PrecedentCitationView
                   {
                       GapNumber = holder.Number,
                       Use = precedent.Use,
                       Why = precedent.Why,
                   }),
            ],
            citation => citation.Cited);
    }

    private PrecedentView ViewOf(Holding gap, DecisionView decision, IReadOnlyList<Citing> citedBy, int answered)
    {
        var content = decision.Content;
        var doubts = new List<PrecedentDoubt>();
        if (citedBy.Any(c => c.By.Use is PrecedentUse.DepartedFrom))
            doubts.Add(PrecedentDoubt.DepartedFrom);
        // While a correction waits for a second person, the decision holds.
        if (!Transitions.Settled.Contains(gap.ReturnsTo ?? gap.State))
            doubts.Add(PrecedentDoubt.GapReopened);
        if (content.GroundClause is { } clause)
        {
            if (catalogue.CurrentVersionOf(clause) > content.GroundVersion)
                doubts.Add(PrecedentDoubt.ClauseChanged);
            if (catalogue.IsRetired(clause))
                doubts.Add(PrecedentDoubt.ClauseRetired);
        }

        if (content.ReviewBy < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
            doubts.Add(PrecedentDoubt.ReviewOverdue);
        return new PrecedentView
        {
            Decision = decision,
            GapNumber = gap.Number,
            Doubts = doubts,
            CitedBy = [.. citedBy.Select(c => c.By)],
            ReportsAnswered = answered,
        };
    }

    private sealed record Holding(DecisionId Decision, long Number, GapState State, GapState? ReturnsTo);

    private sealed record Citing(DecisionId Cited, PrecedentCitationView By);
}
