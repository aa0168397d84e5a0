using System.Collections.Concurrent;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

/// <summary>
/// Sent by a worker: the engine links the next filed report of which it is sure, in its own name and by the same steps as
/// a person, where the configuration lets it and the version in force has shown that it may. One report at a time.
/// </summary>
[Requires(Permission.KeepTime)]
public sealed record LinkAutomatically : ICommand<AutomaticLink>, ILongCommand;

/// <summary>What the engine linked by itself.</summary>
/// <param name="Report">The report; null when there is none left of which it is sure.</param>
/// <param name="Gap">The gap it put it into.</param>
public sealed record AutomaticLink(ReportId? Report, GapId? Gap)
{
    public static AutomaticLink None { get; } = new(null, null);
}

/// <summary>Which reports were looked at already, in which revision and by which version of the engine, and were not sure enough. Safe to share.</summary>
public sealed class LookedAt
{
    private readonly ConcurrentDictionary<ReportId, (int Revision, string Engine)> _reports = new();

    internal bool Has(ReportId report, int revision, string engine) => _reports.TryGetValue(report, out var seen) && seen == (revision, engine);

    internal void Add(ReportId report, int revision, string engine) => _reports[report] = (revision, engine);
}

internal sealed class LinkAutomaticallyHandler(
    InsightsDb db, WriteTurn turn, Ledger ledger, LookAlikes lookAlikes, Linking linking, LearningOptions options, LookedAt lookedAt)
    : IRequestHandler<LinkAutomatically, Outcome<AutomaticLink>>
{
    /// <summary>Above the edge there are few; one more than these would be the work of people anyway.</summary>
    private const int Hits = 20;

    /// <summary>Where a further report may come in without anyone looking. What is in review or behind it was decided without it.</summary>
    private static readonly GapState[] Open = [GapState.New, GapState.Triage, GapState.Assessing, GapState.NeedsInfo, GapState.Deferred];

    public async Task<Outcome<AutomaticLink>> Handle(LinkAutomatically request, CancellationToken cancellationToken)
    {
        if (!options.AutomaticLinking || await AutomaticEdge.OfAsync(db, lookAlikes.InUse, options, cancellationToken) is not { } edge)
            return AutomaticLink.None;
        var engine = lookAlikes.EngineVersion;
        foreach (var (id, revision) in await WaitingAsync(cancellationToken))
        {
            if (lookedAt.Has(id, revision, engine))
                continue;
            if (await SureOfAsync(id, edge, cancellationToken) is not { } sure)
            {
                lookedAt.Add(id, revision, engine);
            }
            else if (sure.Gap is not null)
            {
                // Whatever was found is found again behind the gate, where nobody changes it.
                var linked = await turn.TakeAsync(() => LinkAsync(id, cancellationToken), cancellationToken);
                if (linked.Report is not null)
                    return linked;
            }
        }

        return AutomaticLink.None;
    }

    private async Task<AutomaticLink> LinkAsync(ReportId id, CancellationToken ct)
    {
        if (await AutomaticEdge.OfAsync(db, lookAlikes.InUse, options, ct) is not { } edge
            || await SureOfAsync(id, edge, ct) is not { Gap: { } gap }
            || await db.Reports.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } report)
            return AutomaticLink.None;
        var joined = await linking.JoinAsync(report, gap, LinkRole.Same, reason: null, ct);
        if (joined.Refused)
            return AutomaticLink.None;
        await ledger.CommitAsync(ct);
        return new AutomaticLink(id, gap);
    }

    /// <summary>Filed reports that nobody ever linked: one that was taken out of a gap is for people.</summary>
    private async Task<List<(ReportId, int)>> WaitingAsync(CancellationToken ct) =>
        [.. (await Waiting().OrderBy(r => r.Number).Select(r => new { r.Id, r.Revision }).ToListAsync(ct)).Select(r => (r.Id, r.Revision))];

    private IQueryable<Report> Waiting()
    {
        var links = db.Links.AsQueryable();
        return db.Reports.AsNoTracking().Where(r => r.State == ReportState.Filed && !links.Any(l => l.ReportId == r.Id));
    }

    /// <summary>
    /// Whether it lies above the edge with anything; and the gap it belongs to, if there is exactly one and a report may
    /// come in there. Null where the engine is not sure.
    /// </summary>
    private async Task<Sure?> SureOfAsync(ReportId id, double edge, CancellationToken ct)
    {
        if (await Waiting().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } report)
            return null;
        var above = lookAlikes.Find(report, Hits).Where(h => h.Propose().Probability >= edge).Select(h => h.Report).ToList();
        if (above.Count == 0)
            return null;
        var matched = await db.Reports.AsNoTracking().Where(r => above.Contains(r.Id)).ToListAsync(ct);
        if (IsWithheld(report) || matched.Any(IsWithheld))
            return new Sure(null);
        var gaps = await db.Links.AsNoTracking().Where(l => l.EndedBy == null && above.Contains(l.ReportId)).Select(l => l.GapId).Distinct().ToListAsync(ct);
        // Two gaps that are both the same as this report are a question for people.
        if (gaps is not [var gap] || await db.LookAlikeAnswers.AnyAsync(a => a.ReportId == id && a.GapId == gap && a.Answer == SameGap.No, ct))
            return new Sure(null);
        return new Sure(await db.Gaps.AnyAsync(g => g.Id == gap && Open.Contains(g.State), ct) ? gap : null);
    }

    private static bool IsWithheld(Report report) => GuardedTexts.In(report.Content).Any(t => t.Text == GuardedText.Withheld);

    private sealed record Sure(GapId? Gap);
}
