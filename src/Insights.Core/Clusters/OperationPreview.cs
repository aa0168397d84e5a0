using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>What an operation would do, before anyone does it. Nothing is changed by looking.</summary>
public sealed record OperationPreviewView
{
    /// <summary>The gaps it touches, each before and after.</summary>
    public required IReadOnlyList<GapPreviewView> Gaps { get; init; }

    /// <summary>The reports that move, at most 100.</summary>
    public required IReadOnlyList<ReportPreviewView> Reports { get; init; }

    /// <summary>How many reports move.</summary>
    public required int ReportCount { get; init; }

    /// <summary>The pairs that it keeps apart, or no longer does.</summary>
    public required IReadOnlyList<KeptApartView> KeptApart { get; init; }

    /// <summary>The versions this preview was made from; the command names them and is refused when one has changed.</summary>
    public required IReadOnlyList<SeenVersionView> Seen { get; init; }

    /// <summary>Why the command would be refused; empty when it would not.</summary>
    public required IReadOnlyList<Refusal> Refusals { get; init; }
}

/// <summary>A gap before and after an operation.</summary>
public sealed record GapPreviewView
{
    /// <summary>The gap; empty for one that would be opened.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The gap's human number; empty for one that would be opened.</summary>
    public long? Number { get; init; }

    /// <summary>How it stands now; empty for one that would be opened.</summary>
    public GapSideView? Before { get; init; }

    /// <summary>How it would stand; empty when the operation would be refused.</summary>
    public GapSideView? After { get; init; }
}

/// <summary>How a gap stands on one side of an operation.</summary>
public sealed record GapSideView
{
    /// <summary>Its title.</summary>
    public required GuardedText Title { get; init; }

    /// <summary>Its state.</summary>
    public required GapState State { get; init; }

    /// <summary>Who answers for it.</summary>
    public PersonId? OwnerId { get; init; }

    /// <summary>Its severity, which sets the clocks.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When its clocks started.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The report that stands for it.</summary>
    public required ReportId CanonicalReportId { get; init; }

    /// <summary>Human number of that report.</summary>
    public required long CanonicalReportNumber { get; init; }

    /// <summary>How many reports stand in it.</summary>
    public required int Reports { get; init; }

    /// <summary>Whether it stands by itself.</summary>
    public required bool Stands { get; init; }

    /// <summary>Human number of the gap it is merged into.</summary>
    public long? MergedIntoNumber { get; init; }
}

/// <summary>A report that an operation would move.</summary>
public sealed record ReportPreviewView
{
    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>The report's human number.</summary>
    public required long Number { get; init; }

    /// <summary>The report's title.</summary>
    public GuardedText? Title { get; init; }

    /// <summary>Human number of the gap in which it stands; empty when in none.</summary>
    public long? From { get; init; }

    /// <summary>Human number of the gap in which it would stand; empty when in none, or in one that would be opened.</summary>
    public long? To { get; init; }

    /// <summary>How it would belong to that gap.</summary>
    public LinkRole? Role { get; init; }

    /// <summary>The terms and facts in which the engine finds it alike, strongest first.</summary>
    public required IReadOnlyList<MatchedTerm> Matches { get; init; }
}

/// <summary>The version of a gap or a report that a preview was made from.</summary>
public sealed record SeenVersionView
{
    /// <summary>The gap or the report.</summary>
    public required string Id { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }
}

/// <summary>Puts an operation together on a context of its own, looks at it, and throws it away.</summary>
internal sealed class Previews(IDbContextFactory<InsightsDb> contexts, Linking linking)
{
    private const int ReportsShown = 100;

    public async Task<OperationPreviewView> OfAsync(Func<ClusterEdit, Task<List<Refusal>>> plan, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var edit = linking.Begin(db);
        var refusals = await plan(edit);
        var gaps = edit.Gaps.Where(g => refusals.Count > 0 ? g.Before is not null : g.Changed || g.Gap.Stand != g.Before).OrderBy(g => g.Gap.Number == 0).ThenBy(g => g.Gap.Number).ToList();
        var moves = refusals.Count > 0 ? [] : edit.Made.Select(l => l.ReportId).Union(edit.Ended.Select(l => l.ReportId)).ToList();
        var pairs = refusals.Count > 0 ? [] : edit.Said.Concat(edit.Unsaid).ToList();

        ReportId[] named =
        [
            .. moves.Take(ReportsShown), .. gaps.SelectMany(g => new[] { g.Before?.CanonicalReportId ?? g.Gap.CanonicalReportId, g.Gap.CanonicalReportId }),
            .. pairs.SelectMany(p => new[] { p.ReportA, p.ReportB }),
        ];
        var reports = await db.Reports.AsNoTracking().Where(r => named.Contains(r.Id)).Select(r => new { r.Id, r.Number, r.Title }).ToDictionaryAsync(r => r.Id, ct);
        var into = gaps.Select(g => g.Gap.MergedInto ?? g.Before?.MergedInto).OfType<GapId>().ToList();
        var numbers = await db.Gaps.AsNoTracking().Where(g => into.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Number, ct);
        foreach (var gap in edit.Gaps.Where(g => g.Gap.Number > 0))
            numbers[gap.Gap.Id] = gap.Gap.Number;

        return new OperationPreviewView
        {
            Gaps = [.. gaps.Select(g => new GapPreviewView
            {
                GapId = g.Before is null ? null : g.Gap.Id,
                Number = g.Before is null ? null : g.Gap.Number,
                Before = g.Before is { } before ? SideOf(g.Gap, before, g.OpenedBefore, g.ReportsBefore) : null,
                After = refusals.Count > 0 ? null : SideOf(g.Gap, g.Gap.Stand, g.Gap.EarliestAt ?? g.Gap.OpenedAt, edit.MembersOf(g.Gap.Id).Count),
            })],
            Reports = [.. moves.Take(ReportsShown).Select(id =>
            {
                var (to, from) = (edit.Made.Find(l => l.ReportId == id), edit.Ended.Find(l => l.ReportId == id));
                return new ReportPreviewView
                {
                    ReportId = id,
                    Number = reports[id].Number,
                    Title = reports[id].Title,
                    From = NumberOf(from?.GapId),
                    To = NumberOf(to?.GapId),
                    Role = to?.Role,
                    Matches = to?.Matches ?? [],
                };
            })],
            ReportCount = moves.Count,
            KeptApart = [.. pairs.Select(p => new KeptApartView { ReportA = p.ReportA, NumberA = reports[p.ReportA].Number, ReportB = p.ReportB, NumberB = reports[p.ReportB].Number })],
            Seen =
            [
                .. edit.Gaps.Where(g => g.Before is not null).Select(g => new SeenVersionView { Id = g.Gap.Id.Value, Version = g.VersionBefore }),
                .. edit.Reports.Select(r => new SeenVersionView { Id = r.Key.Value, Version = r.Value }),
            ],
            Refusals = refusals,
        };

        GapSideView SideOf(Gap gap, GapStand stand, DateTimeOffset openedAt, int count) => new()
        {
            Title = gap.Title,
            State = stand.State,
            OwnerId = stand.OwnerId,
            Severity = stand.Severity,
            Labels = stand.Labels?.Split(' ') ?? [],
            OpenedAt = openedAt,
            CanonicalReportId = stand.CanonicalReportId,
            CanonicalReportNumber = reports[stand.CanonicalReportId].Number,
            Reports = count,
            Stands = stand.EndedBy is null,
            MergedIntoNumber = NumberOf(stand.MergedInto),
        };

        long? NumberOf(GapId? gap) => gap is { } id && numbers.TryGetValue(id, out var number) ? number : null;
    }
}
