using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Similarity.Clustering;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>Gaps and unlinked reports that look alike to each other, the likeliest first. The machine proposes; nothing is linked.</summary>
/// <param name="First">How many at most, 1 to 50.</param>
/// <param name="After">The last cluster read.</param>
[Requires(Permission.ReadGaps)]
public sealed record ProposedClusterList(int First, ProposedClusterKey? After) : IQuery<Page<ProposedClusterView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= 50, RefusalCode.OutOfRange, "Ask for 1 to 50 clusters.", "first");
}

/// <summary>The proposed cluster in which this report stands as a member, or as the one that shows its gap; none where there is none any more.</summary>
[Requires(Permission.ReadGaps)]
public sealed record ProposedClusterOf(ReportId Report) : IQuery<ProposedClusterView?>;

/// <summary>Where a cluster stands in the list: the chance in millionths, then the number of the report that stands for it.</summary>
public sealed record ProposedClusterKey(long Millionths, long Number);

/// <summary>Gaps and reports that the engine takes for one gap.</summary>
public sealed record ProposedClusterView
{
    /// <summary>The report that would stand for them.</summary>
    public required ReportId CanonicalReportId { get; init; }

    /// <summary>Its human number.</summary>
    public required long CanonicalReportNumber { get; init; }

    /// <summary>The calibrated chance, 0 to 1, that two of its members are the same, averaged over all pairs and over what each of the two gives the other. It orders clusters; what one click may accept is said by oneClick.</summary>
    public required double Probability { get; init; }

    /// <summary>Whether each member is so like another one that one click accepts the cluster.</summary>
    public required bool OneClick { get; init; }

    /// <summary>The gaps and reports, first what the others would join.</summary>
    public required IReadOnlyList<ProposedMemberView> Members { get; init; }

    /// <summary>The engine that proposes it.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Where it stands in the list.</summary>
    public ProposedClusterKey Key => new((long)Math.Round(Probability * 1_000_000), CanonicalReportNumber);
}

/// <summary>One gap or one unlinked report of a proposed cluster, and why it is in.</summary>
public sealed record ProposedMemberView
{
    /// <summary>The gap; empty for a report that stands in none.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The gap's human number.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Where the gap stands.</summary>
    public GapState? GapState { get; init; }

    /// <summary>How the gap was answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The report, or the report of the gap that looks most like the others.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>Its human number.</summary>
    public required long ReportNumber { get; init; }

    /// <summary>That report's version.</summary>
    public required int ReportVersion { get; init; }

    /// <summary>Title of the gap, or of the report.</summary>
    public GuardedText? Title { get; init; }

    /// <summary>Version of the gap, or of the report, as a command names it.</summary>
    public required int Version { get; init; }

    /// <summary>The report of another member that it looks most like.</summary>
    public required ReportId AlikeReportId { get; init; }

    /// <summary>That report's human number.</summary>
    public required long AlikeReportNumber { get; init; }

    /// <summary>The id of the gap in which that report stands, or of the report where it stands in none.</summary>
    public required string AlikeId { get; init; }

    /// <summary>The chance that these two are the same, 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>What they have in common, strongest first.</summary>
    public required IReadOnlyList<MatchedTerm> Matches { get; init; }

    /// <summary>The id of the gap, or of the report.</summary>
    public string Id => GapId?.Value ?? ReportId.Value;
}

/// <summary>
/// Shows what the engine found as things stand now: reports that left are left out, the reports of one gap are one member,
/// and what a person keeps apart since is not proposed.
/// </summary>
internal sealed class ProposedClusterListHandler(IDbContextFactory<InsightsDb> contexts, ClusterBoard board, LookAlikes lookAlikes)
    : IRequestHandler<ProposedClusterList, Outcome<Page<ProposedClusterView>>>, IRequestHandler<ProposedClusterOf, Outcome<ProposedClusterView?>>
{
    /// <summary>Clusters that are looked up at once.</summary>
    private const int Step = 50;

    public async Task<Outcome<Page<ProposedClusterView>>> Handle(ProposedClusterList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stale = await board.IsStaleAsync(db, cancellationToken);
        var found = new List<ProposedClusterView>();
        foreach (var some in board.Clusters.OrderByDescending(c => c.Probability).Chunk(Step))
        {
            found.AddRange((await ShownAsync(db, some, cancellationToken)).Where(c => request.After is null || Follows(c.Key, request.After)));
            found = [.. found.OrderByDescending(c => c.Key.Millionths).ThenBy(c => c.Key.Number)];
            // Those of equal chance stand by number, so the page is known once only less likely ones follow.
            if (found.Count > request.First && found[request.First].Probability > Rounded(some[^1]))
                break;
        }

        var page = Page<ProposedClusterView>.Of([.. found.Take(request.First + 1)], request.First);
        return page with { Items = await WordedAsync(db, page.Items, stale, cancellationToken) };
    }

    public async Task<Outcome<ProposedClusterView?>> Handle(ProposedClusterOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stale = await board.IsStaleAsync(db, cancellationToken);
        var found = await ShownAsync(db, [.. board.Clusters.Where(c => c.Members.Any(m => m.Key == request.Report.Value))], cancellationToken);
        return (await WordedAsync(db, [.. found.Take(1)], stale, cancellationToken)).FirstOrDefault();
    }

    private static async Task<List<ProposedClusterView>> WordedAsync(InsightsDb db, IReadOnlyList<ProposedClusterView> clusters, bool stale, CancellationToken ct) =>
        stale ? [.. clusters.Select(WithoutWords)] : await WrittenAsync(db, clusters, ct);

    private static ProposedClusterView WithoutWords(ProposedClusterView cluster) =>
        cluster with { Members = [.. cluster.Members.Select(m => m with { Matches = [] })] };

    /// <summary>The engine keeps stems and no text, so the words are shown as they stand in the reports.</summary>
    private static async Task<List<ProposedClusterView>> WrittenAsync(InsightsDb db, IReadOnlyList<ProposedClusterView> clusters, CancellationToken ct)
    {
        var ids = clusters.SelectMany(c => c.Members).Select(m => m.ReportId).Distinct().ToList();
        var contents = await db.Reports.AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.Content }).ToDictionaryAsync(r => r.Id, r => r.Content, ct);
        return [.. clusters.Select(c => c with
        {
            Members = [.. c.Members.Select(m => contents.TryGetValue(m.ReportId, out var content)
                ? m with { Matches = [.. m.Matches.Select(match => match with { Term = LookAlikes.WrittenIn(content, match) })] }
                : m)],
        })];
    }

    private static double Rounded(ProposedCluster cluster) => Math.Round(cluster.Probability, 4);

    private static bool Follows(ProposedClusterKey key, ProposedClusterKey after) =>
        key.Millionths < after.Millionths || (key.Millionths == after.Millionths && key.Number > after.Number);

    private async Task<List<ProposedClusterView>> ShownAsync(InsightsDb db, IReadOnlyList<ProposedCluster> clusters, CancellationToken ct)
    {
        var ids = clusters.SelectMany(c => c.Members).SelectMany(m => new[] { m.Key, m.BestKey }).Concat(clusters.Select(c => c.CanonicalKey)).Distinct().Select(ReportId.Of).ToList();
        var standing = await (
            from report in LookAlikes.Compared(db)
            where ids.Contains(report.Id)
            join link in db.Links.Where(l => l.EndedBy == null) on report.Id equals link.ReportId into links
            from link in links.DefaultIfEmpty()
            join gap in db.Gaps on link.GapId equals gap.Id into gaps
            from gap in gaps.DefaultIfEmpty()
            select new Standing(
                report.Id, report.Number, report.Title, report.Version,
                gap == null ? null : new StandingGap(gap.Id, gap.Number, gap.State, gap.Resolution, gap.Title, gap.Version)))
            .ToDictionaryAsync(r => r.Id.Value, ct);
        var apart = (await KeptApartNow.In(db).Where(p => ids.Contains(p.ReportA) || ids.Contains(p.ReportB))
            .Select(p => new { p.ReportA, p.ReportB, p.SideA, p.SideB }).ToListAsync(ct))
            .SelectMany(p => new[] { (A: p.SideA?.Value ?? p.ReportA.Value, B: p.SideB?.Value ?? p.ReportB.Value) })
            .SelectMany(p => new[] { p, (A: p.B, B: p.A) }).ToHashSet();

        return [.. clusters.Select(c => ViewOf(c, standing, apart)).OfType<ProposedClusterView>()];
    }

    private ProposedClusterView? ViewOf(ProposedCluster cluster, Dictionary<string, Standing> standing, HashSet<(string A, string B)> apart)
    {
        // A declined gap takes nothing, so nothing is proposed for it.
        var members = cluster.Members.Where(m => standing.TryGetValue(m.Key, out var report) && report.Gap?.State is not GapState.Declined)
            .GroupBy(m => standing[m.Key].Unit)
            .Select(unit => MemberOf(unit, standing)).OfType<ProposedMemberView>()
            .OrderByDescending(m => m.GapId is not null).ThenByDescending(m => m.Resolution is not null).ThenBy(m => m.GapNumber).ThenByDescending(m => m.ReportId.Value == cluster.CanonicalKey).ThenBy(m => m.ReportNumber)
            .ToList();
        if (members.Count < 2 || members.Any(a => members.Any(b => apart.Contains((a.Id, b.Id)))))
            return null;
        var canonical = standing.GetValueOrDefault(cluster.CanonicalKey) ?? standing[members[0].ReportId.Value];
        return new ProposedClusterView
        {
            CanonicalReportId = canonical.Id,
            CanonicalReportNumber = canonical.Number,
            Probability = Rounded(cluster),
            OneClick = cluster.IsSure,
            Members = members,
            EngineVersion = board.Last?.EngineVersion ?? lookAlikes.EngineVersion,
        };
    }

    /// <summary>The reports of one gap as one member, by the one that looks most like a report outside of it.</summary>
    private static ProposedMemberView? MemberOf(IGrouping<string, ClusterMember> unit, Dictionary<string, Standing> standing)
    {
        var best = unit.Where(m => standing.TryGetValue(m.BestKey, out var other) && other.Unit != unit.Key)
            .OrderByDescending(m => m.Probability).ThenBy(m => m.Key, StringComparer.Ordinal).FirstOrDefault();
        if (best is null)
            return null;
        var (report, alike) = (standing[best.Key], standing[best.BestKey]);
        return new ProposedMemberView
        {
            GapId = report.Gap?.Id,
            GapNumber = report.Gap?.Number,
            GapState = report.Gap?.State,
            Resolution = report.Gap?.Resolution,
            ReportId = report.Id,
            ReportNumber = report.Number,
            ReportVersion = report.Version,
            Title = report.Gap?.Title ?? report.Title,
            Version = report.Gap?.Version ?? report.Version,
            AlikeReportId = alike.Id,
            AlikeReportNumber = alike.Number,
            AlikeId = alike.Unit,
            Probability = Math.Round(best.Probability, 4),
            Matches = [.. best.Matches.Select(LookAlikes.MatchOf)],
        };
    }

    private sealed record Standing(ReportId Id, long Number, GuardedText? Title, int Version, StandingGap? Gap)
    {
        /// <summary>The gap in which it stands, or the report itself.</summary>
        public string Unit => Gap?.Id.Value ?? Id.Value;
    }

    private sealed record StandingGap(GapId Id, long Number, GapState State, Resolution? Resolution, GuardedText Title, int Version);
}
