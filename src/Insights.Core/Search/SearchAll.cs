using System.Globalization;
using System.Text.RegularExpressions;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Search;

/// <summary>What a search finds.</summary>
public enum SearchKind
{
    /// <summary>A gap, by its title, plan or decision records.</summary>
    Gap,

    /// <summary>A filed report.</summary>
    Report,

    /// <summary>A remark, question, answer or note.</summary>
    Remark,

    /// <summary>A clause of the written policy.</summary>
    Clause,
}

/// <summary>Searches gaps, decisions, reports, remarks and the written policy at once, by words or by a number such as G-42 or R-7.</summary>
/// <param name="Text">What to look for, 1 to 200 characters.</param>
/// <param name="Kinds">Only these; without it, everything.</param>
/// <param name="First">How many at most, 1 to 50.</param>
[Requires(Permission.ReadGaps)]
public sealed record SearchAll(string? Text, IReadOnlyList<SearchKind>? Kinds, int First) : IQuery<List<SearchHitView>>, IChecked
{
    public const int Longest = 200;

    public void Check(Check check) => check
        .Text(Text, Longest, required: true, "text")
        .Must(First is >= 1 and <= 50, RefusalCode.OutOfRange, "Ask for 1 to 50 hits.", "first");
}

/// <summary>One thing found, and why. What it is decides which fields are filled.</summary>
public sealed record SearchHitView
{
    /// <summary>What was found.</summary>
    public required SearchKind Kind { get; init; }

    /// <summary>The gap, or the gap a remark was made on.</summary>
    public GapView? Gap { get; init; }

    /// <summary>The report, or the report a remark was made on.</summary>
    public ReportView? Report { get; init; }

    /// <summary>The remark.</summary>
    public CommentView? Remark { get; init; }

    /// <summary>The clause, in its newest version.</summary>
    public PolicyClauseView? Clause { get; init; }

    /// <summary>0 to 1; 1 is a copy of what was asked for.</summary>
    public required double Score { get; init; }

    /// <summary>The words that matched, strongest first; empty where a number was asked for.</summary>
    public required IReadOnlyList<MatchedTerm> Matches { get; init; }
}

/// <summary>Who sees what is decided by the requests the hits are read with; what they do not show is left out.</summary>
internal sealed partial class SearchAllHandler(
    IDbContextFactory<InsightsDb> contexts, SearchIndex index, LookAlikes reports, CurrentActor current, IMediator mediator)
    : IRequestHandler<SearchAll, Outcome<List<SearchHitView>>>
{
    /// <summary>Read beyond what is shown, since some of it may be for others only.</summary>
    private const int Spare = 2;

    public async Task<Outcome<List<SearchHitView>>> Handle(SearchAll request, CancellationToken cancellationToken)
    {
        var wanted = request.Kinds is { Count: > 0 } kinds ? kinds : Enum.GetValues<SearchKind>();
        var asked = request.Text!.Trim();
        var numbered = await ByNumberAsync(asked, cancellationToken);
        var found = (await index.FindAsync(asked, request.First * Spare, cancellationToken))
            .Concat(reports.Search(asked, request.First * Spare).Select(r => new Found(SearchKind.Report, r.Report.Value, r.Score, r.Matches)))
            .Where(f => wanted.Contains(f.Kind))
            .OrderByDescending(f => f.Score).ThenBy(f => f.Key, StringComparer.Ordinal)
            .Take(request.First * Spare).ToList();

        var remarks = await RemarksAsync(Ids<CommentId>(found, SearchKind.Remark), cancellationToken);
        var gaps = (await mediator.Send(new GapsById([.. Ids<GapId>(found, SearchKind.Gap).Concat(remarks.Values.Select(r => r.GapId).OfType<GapId>()).Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        var filed = (await mediator.Send(new ReportsById([.. Ids<ReportId>(found, SearchKind.Report).Concat(remarks.Values.Select(r => r.ReportId).OfType<ReportId>()).Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        var clauses = wanted.Contains(SearchKind.Clause) ? (await mediator.Send(new ReadPolicies(), cancellationToken)).ValueOrDefault?.Clauses ?? [] : [];

        return numbered.Where(hit => wanted.Contains(hit.Kind))
            .Concat(found.Select(HitOf).OfType<SearchHitView>())
            .DistinctBy(hit => (hit.Kind, hit.Gap?.Id, hit.Report?.Id, hit.Remark?.Id, hit.Clause?.Code))
            .Take(request.First).ToList();

        SearchHitView? HitOf(Found at)
        {
            var hit = new SearchHitView { Kind = at.Kind, Score = at.Score, Matches = at.Matches };
            return at.Kind switch
            {
                SearchKind.Gap when gaps.TryGetValue(GapId.Of(at.Key), out var gap) => hit with { Gap = gap },
                SearchKind.Report when filed.TryGetValue(ReportId.Of(at.Key), out var report) => hit with { Report = report },
                SearchKind.Remark when remarks.TryGetValue(CommentId.Of(at.Key), out var remark) => (remark.GapId, remark.ReportId) switch
                {
                    ({ } gapId, _) when gaps.TryGetValue(gapId, out var gap) => hit with { Remark = remark.View, Gap = gap },
                    (null, { } reportId) when filed.TryGetValue(reportId, out var report) => hit with { Remark = remark.View, Report = report },
                    _ => null,
                },
                SearchKind.Clause when clauses.FirstOrDefault(c => SearchIndex.KeyOf(c.Code) == at.Key) is { } clause => hit with { Clause = clause },
                _ => null,
            };
        }
    }

    private static List<TId> Ids<TId>(IEnumerable<Found> found, SearchKind kind) where TId : struct, IPrefixedId<TId> =>
        [.. found.Where(f => f.Kind == kind).Select(f => TId.Of(f.Key))];

    private async Task<List<SearchHitView>> ByNumberAsync(string asked, CancellationToken ct)
    {
        if (HumanNumber().Match(asked) is not { Success: true } match)
            return [];
        var number = long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups[1].ValueSpan is "G" or "g")
            return (await mediator.Send(new GapByNumber(number), ct)).ValueOrDefault is { } gap ? [new() { Kind = SearchKind.Gap, Gap = gap, Score = 1, Matches = [] }] : [];
        return (await mediator.Send(new ReportByNumber(number), ct)).ValueOrDefault is { } report ? [new() { Kind = SearchKind.Report, Report = report, Score = 1, Matches = [] }] : [];
    }

    /// <summary>Internal remarks are for those who work on the gap; those on a report alone, for whoever sees the report.</summary>
    private async Task<Dictionary<CommentId, (GapId? GapId, ReportId? ReportId, CommentView View)>> RemarksAsync(List<CommentId> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
            return [];
        var seesAll = current.Actor.May(Permission.ReadInternalRemarks);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var remarks = await db.Comments.AsNoTracking().Where(c => ids.Contains(c.Id) && (seesAll || c.Audience == Audience.Reporter))
            .Select(c => new { c.GapId, c.ReportId, View = new CommentView { Id = c.Id, Kind = c.Kind, Audience = c.Audience, Text = c.Text, By = c.By, At = c.At } })
            .ToListAsync(ct);
        return remarks.ToDictionary(r => r.View.Id, r => (r.GapId, r.ReportId, r.View));
    }

    [GeneratedRegex(@"^([GgRr])-?(\d{1,9})$", RegexOptions.CultureInvariant)]
    private static partial Regex HumanNumber();
}

/// <summary>A match of the engine before anybody asked whether the caller may see it.</summary>
internal sealed record Found(SearchKind Kind, string Key, double Score, IReadOnlyList<MatchedTerm> Matches);
