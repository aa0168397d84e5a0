using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Audit;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Similarity.Clustering;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Constraints = Insights.Similarity.Clustering.ClusterConstraints;

namespace Insights.Core.Clusters;

/// <summary>Computes the proposed clusters anew: all of them, or those that what happened since has touched.</summary>
/// <param name="Whole">Whether all of them.</param>
[Requires(Permission.LinkReports)]
public sealed record RefreshClusters(bool Whole) : IQuery<RefreshedClusters>;

/// <summary>What was computed anew.</summary>
/// <param name="Looked">Reports that were looked at.</param>
/// <param name="Clusters">Clusters that are proposed now.</param>
public sealed record RefreshedClusters(int Looked, int Clusters);

internal sealed class RefreshClustersHandler(IDbContextFactory<InsightsDb> contexts, ClusterBoard board, LookAlikes lookAlikes, IMediator mediator, TimeProvider clock)
    : IRequestHandler<RefreshClusters, Outcome<RefreshedClusters>>
{
    /// <summary>When more reports than this are touched, all are compared.</summary>
    private const int MostTouched = 200;

    public async Task<Outcome<RefreshedClusters>> Handle(RefreshClusters request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var head = await db.FeedHeads.Select(h => h.AuditPosition).SingleAsync(cancellationToken);
        var touched = request.Whole ? null : await TouchedAsync(db, head, cancellationToken);
        if (touched is { Count: 0 })
        {
            board.Position = head;
            return new RefreshedClusters(0, board.Clusters.Count);
        }

        var read = await mediator.Send(new ReadClusterConstraints(), cancellationToken);
        if (!read.Succeeded(out var said))
            return read.Refusals.ToList();
        var proposer = lookAlikes.ProposerUnder(new Constraints(
            [.. said.MustLinks.Select(m => (IReadOnlyList<string>)[.. m.Reports.Select(r => r.Value)])],
            [.. said.CannotLinks.Select(c => (c.A.Value, c.B.Value))]));
        if (touched is { Count: <= MostTouched })
        {
            foreach (var report in touched)
                board.Replace(report.Value, await Task.Run(() => proposer.Update(report.Value), cancellationToken));
        }
        else
        {
            await SweepAsync(proposer, cancellationToken);
        }

        board.Position = head;
        return new RefreshedClusters(touched?.Count ?? lookAlikes.Count, board.Clusters.Count);
    }

    private async Task SweepAsync(ClusterProposer proposer, CancellationToken ct)
    {
        board.Begin(clock.GetUtcNow());
        try
        {
            var found = await Task.Run(() => proposer.Sweep(new Follow(board), ct), ct);
            board.End(SweepState.Done, found, lookAlikes.EngineVersion, clock.GetUtcNow());
        }
        catch
        {
            board.End(SweepState.Failed, null, null, clock.GetUtcNow());
            throw;
        }
    }

    /// <summary>Reports that the audit log names since the last time, and those that stand for the gaps it names.</summary>
    private async Task<List<ReportId>?> TouchedAsync(InsightsDb db, long head, CancellationToken ct)
    {
        if (board.Sweep.State is SweepState.Never)
            return null;
        var news = db.AuditEntries.AsNoTracking().Where(a => a.Position > board.Position && a.Position <= head);
        var reports = await news.Where(a => a.ReportId != null).Select(a => a.ReportId!.Value).Distinct().ToListAsync(ct);
        var gaps = news.Where(a => a.GapId != null && a.OperationId != null).Select(a => a.GapId!.Value);
        var canonical = await db.Gaps.Where(g => gaps.Contains(g.Id)).Select(g => g.CanonicalReportId).ToListAsync(ct);
        return [.. reports.Concat(canonical).Distinct()];
    }

    /// <summary>Progress on the thread that reports it, so that it never overtakes itself.</summary>
    private sealed class Follow(ClusterBoard board) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => board.Report(value);
    }
}
