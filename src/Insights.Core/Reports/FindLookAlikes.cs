using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>What looks like this text: gaps in any state, closed ones included, and reports that stand in none yet.</summary>
/// <param name="Report">A report as far as it is written.</param>
/// <param name="ExceptReportId">A report to leave out: the one that is being written or linked.</param>
/// <param name="First">How many at most, 1 to 20.</param>
[Requires(Permission.ReadGaps)]
public sealed record FindLookAlikes(ReportForm Report, string? ExceptReportId, int First) : IQuery<List<LookAlikeView>>, IChecked
{
    public void Check(Check check)
    {
        check.Must(First is >= 1 and <= 20, RefusalCode.OutOfRange, "Ask for 1 to 20 look-alikes.", "first");
        check.Id<ReportId>(ExceptReportId, required: false, "exceptReportId");
        Report.CheckForm(check, "report");
    }
}

/// <summary>What looks like each of these reports, so many at most of each; what is not filed or not there is left out.</summary>
[Requires(Permission.ReadGaps)]
public sealed record LookAlikesOfReports(IReadOnlyCollection<ReportId> Reports, int First) : IQuery<Dictionary<ReportId, List<LookAlikeView>>>;

/// <summary>What looks like any report of a gap, itself and what is kept apart from it left out; each by its best pair.</summary>
[Requires(Permission.ReadGaps)]
public sealed record LookAlikesOfGap(GapId Gap, int First) : IQuery<List<LookAlikeView>>;

/// <summary>A gap, or a report that stands in none, which looks alike, and why.</summary>
public sealed record LookAlikeView
{
    /// <summary>The gap; empty where the report stands in none yet.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The gap's human number.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Where the gap stands.</summary>
    public GapState? GapState { get; init; }

    /// <summary>How the gap was answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The clause that comes closest to the gap.</summary>
    public string? ClauseCode { get; init; }

    /// <summary>The approved decision of the gap; empty while there is none.</summary>
    public DecisionId? DecisionId { get; init; }

    /// <summary>The report that matched best.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>That report's human number.</summary>
    public required long ReportNumber { get; init; }

    /// <summary>Title of the gap, or of the report.</summary>
    public GuardedText? Title { get; init; }

    /// <summary>0 to 1, comparable between queries; not a probability.</summary>
    public required double Score { get; init; }

    /// <summary>The chance that it is the same gap, 0 to 1, by what people's answers have shown.</summary>
    public required double Probability { get; init; }

    /// <summary>The terms and facts that matched, strongest first.</summary>
    public required IReadOnlyList<MatchedTerm> Matches { get; init; }

    /// <summary>The engine that said so.</summary>
    public required string EngineVersion { get; init; }
}

internal sealed class FindLookAlikesHandler(IDbContextFactory<InsightsDb> contexts, LookAlikes lookAlikes, Screen screen, TimeProvider clock) :
    IRequestHandler<FindLookAlikes, Outcome<List<LookAlikeView>>>, IRequestHandler<LookAlikesOfReports, Outcome<Dictionary<ReportId, List<LookAlikeView>>>>,
    IRequestHandler<LookAlikesOfGap, Outcome<List<LookAlikeView>>>
{
    /// <summary>Several members of one gap may match; so many hits are collapsed to gaps.</summary>
    private const int HitsPerResult = 8;

    /// <summary>Reports of a gap that are compared.</summary>
    private const int MembersAsked = 8;

    private const int MostHits = 200;

    public async Task<Outcome<List<LookAlikeView>>> Handle(FindLookAlikes request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var self = PublicIds.ParseOrNull<ReportId>(request.ExceptReportId);
        var hits = lookAlikes.Find(ReportContent.From(request.Report, screen), clock.GetUtcNow(), self, request.First * HitsPerResult);
        return await ShownAsync(db, hits, self, null, request.First, cancellationToken);
    }

    public async Task<Outcome<Dictionary<ReportId, List<LookAlikeView>>>> Handle(LookAlikesOfReports request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var filed = await LookAlikes.Compared(db).Where(r => request.Reports.Contains(r.Id))
            .Select(r => new { r.Id, r.Revision, r.Content, Created = r.FiledAt ?? r.StartedAt }).ToListAsync(cancellationToken);
        var first = Math.Clamp(request.First, 1, 20);
        var hits = filed.ToDictionary(r => r.Id, r => lookAlikes.FindStored(r.Id, r.Revision, r.Content, r.Created, first * HitsPerResult));
        var standing = await StandingAsync(db, [.. hits.Values.SelectMany(h => h)], cancellationToken);
        var keptApart = await KeptApartFromAsync(db, hits.Keys, cancellationToken);
        return hits.ToDictionary(h => h.Key, h => Shown(h.Value, standing, keptApart[h.Key], null, first));
    }

    public async Task<Outcome<List<LookAlikeView>>> Handle(LookAlikesOfGap request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var first = Math.Clamp(request.First, 1, 20);
        var members = await (
            from link in db.Links.AsNoTracking()
            join gap in db.Gaps on link.GapId equals gap.Id
            join report in db.Reports on link.ReportId equals report.Id
            where link.EndedBy == null && link.GapId == request.Gap
            // The one that stands for the gap, then the newest: they speak for it in all the wordings it has.
            orderby link.ReportId == gap.CanonicalReportId descending, link.LinkedAt descending, report.Number descending
            select new { report.Id, report.Revision, report.Content, Created = report.FiledAt ?? report.StartedAt }).Take(MembersAsked).ToListAsync(cancellationToken);
        var take = (first + members.Count) * HitsPerResult;
        var hits = members.SelectMany(m => lookAlikes.FindStored(m.Id, m.Revision, m.Content, m.Created, take))
            .OrderByDescending(h => h.Score).ThenBy(h => h.Report.Value, StringComparer.Ordinal).DistinctBy(h => h.Report)
            .Take(Math.Min(MostHits, take)).ToList();
        return members.Count == 0 ? new List<LookAlikeView>() : await ShownAsync(db, hits, members[0].Id, request.Gap, first, cancellationToken);
    }

    /// <summary>The hits as they stand now, collapsed to gaps, without what is kept apart from <paramref name="self"/>.</summary>
    private static async Task<List<LookAlikeView>> ShownAsync(InsightsDb db, IReadOnlyList<AlikeReport> hits, ReportId? self, GapId? except, int first, CancellationToken ct)
    {
        var standing = await StandingAsync(db, hits, ct);
        var keptApart = self is { } own ? (await KeptApartFromAsync(db, [own], ct))[own] : [];
        return Shown(hits, standing, keptApart, except, first);
    }

    private static async Task<Dictionary<ReportId, ReportCard>> StandingAsync(InsightsDb db, IReadOnlyList<AlikeReport> hits, CancellationToken ct)
    {
        var ids = hits.Select(h => h.Report).Distinct().ToList();
        return await (
            from report in LookAlikes.Compared(db)
            where ids.Contains(report.Id)
            join link in db.Links.Where(l => l.EndedBy == null) on report.Id equals link.ReportId into links
            from link in links.DefaultIfEmpty()
            join gap in db.Gaps on link.GapId equals gap.Id into gaps
            from gap in gaps.DefaultIfEmpty()
            select new ReportCard(
                report.Id, report.Number, report.Title,
                gap == null ? null : new GapCard(gap.Id, gap.Number, gap.State, gap.Resolution, gap.ClauseCode, gap.DecisionId, gap.Title)))
            .ToDictionaryAsync(r => r.Id, ct);
    }

    private static List<LookAlikeView> Shown(
        IReadOnlyList<AlikeReport> hits, Dictionary<ReportId, ReportCard> standing, List<(GapId? Gap, ReportId? Report)> keptApart, GapId? except, int first) =>
        [.. hits.Where(h => standing.ContainsKey(h.Report))
            .Select(h => (Hit: h, Report: standing[h.Report]))
            .DistinctBy(h => h.Report.Gap?.Id.Value ?? h.Report.Id.Value)
            .Where(h => except is null || h.Report.Gap?.Id != except)
            .Where(h => !keptApart.Exists(k => k.Report == h.Report.Id || (h.Report.Gap is { } gap && k.Gap == gap.Id)))
            .Take(first)
            .Select(h => (Proposal: h.Hit.Propose(), h.Report))
            .Select(h => new LookAlikeView
            {
                GapId = h.Report.Gap?.Id,
                GapNumber = h.Report.Gap?.Number,
                GapState = h.Report.Gap?.State,
                Resolution = h.Report.Gap?.Resolution,
                ClauseCode = h.Report.Gap?.ClauseCode,
                DecisionId = h.Report.Gap?.DecisionId,
                ReportId = h.Report.Id,
                ReportNumber = h.Report.Number,
                Title = h.Report.Gap?.Title ?? h.Report.Title,
                Score = h.Proposal.Score,
                Probability = h.Proposal.Probability,
                Matches = h.Proposal.Matches,
                EngineVersion = h.Proposal.EngineVersion,
            })];

    /// <summary>
    /// "Not the same" is remembered: what a person kept apart from a report, or from any other report of its gap, is not
    /// proposed to it again, wherever it stands now.
    /// </summary>
    private static async Task<Dictionary<ReportId, List<(GapId? Gap, ReportId? Report)>>> KeptApartFromAsync(InsightsDb db, IReadOnlyCollection<ReportId> selves, CancellationToken ct)
    {
        var together = (await (
            from own in db.Links
            where own.EndedBy == null && selves.Contains(own.ReportId)
            join other in db.Links on own.GapId equals other.GapId
            where other.EndedBy == null
            select new { Self = own.ReportId, other.ReportId }).ToListAsync(ct)).ToLookup(l => l.Self, l => l.ReportId);
        var all = selves.Concat(together.SelectMany(t => t)).Distinct().ToList();
        var answered = await db.LookAlikeAnswers.Where(a => all.Contains(a.ReportId) && a.Answer == SameGap.No)
            .Join(db.Gaps, a => a.GapId, g => g.Id, (a, g) => new { a.ReportId, Gap = g.StandsIn ?? g.Id }).ToListAsync(ct);
        var pairs = await KeptApartNow.In(db).Where(p => all.Contains(p.ReportA) || all.Contains(p.ReportB)).ToListAsync(ct);
        return selves.ToDictionary(self => self, self =>
        {
            HashSet<ReportId> mine = [self, .. together[self]];
            return (List<(GapId? Gap, ReportId? Report)>)
            [
                .. answered.Where(a => mine.Contains(a.ReportId)).Select(a => ((GapId?)a.Gap, (ReportId?)null)),
                .. pairs.Where(p => mine.Contains(p.ReportA)).Select(p => (p.SideB, (ReportId?)p.ReportB)),
                .. pairs.Where(p => mine.Contains(p.ReportB) && !mine.Contains(p.ReportA)).Select(p => (p.SideA, (ReportId?)p.ReportA)),
            ];
        });
    }

    private sealed record ReportCard(ReportId Id, long Number, GuardedText? Title, GapCard? Gap);

    private sealed record GapCard(GapId Id, long Number, GapState State, Resolution? Resolution, string? ClauseCode, DecisionId? DecisionId, GuardedText Title);
}
