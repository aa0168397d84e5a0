using Insights.Core.Data;
using Insights.Core.Feed;
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

internal sealed class RefreshClustersHandler(IDbContextFactory<InsightsDb> contexts, ClusterBoard board, LookAlikes lookAlikes, AwaitedAnswers answers, IMediator mediator, TimeProvider clock)
    : IRequestHandler<RefreshClusters, Outcome<RefreshedClusters>>
{
    /// <summary>When more reports than this are touched, all are compared.</summary>
    private const int MostTouched = 200;

    public async Task<Outcome<RefreshedClusters>> Handle(RefreshClusters request, CancellationToken cancellationToken)
    {
        using var turn = await board.TurnAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var head = await db.FeedHeads.Select(h => h.AuditPosition).SingleAsync(cancellationToken);
        // After it has learned something else, every chance is another one.
        var last = request.Whole || board.Last?.EngineVersion != lookAlikes.EngineVersion ? null : board.Last;
        if (last?.Position == head)
            return new RefreshedClusters(0, board.Clusters.Count);
        var read = await mediator.Send(new ReadClusterConstraints(), cancellationToken);
        if (!read.Succeeded(out var said))
            return read.Refusals.ToList();
        var constraints = new Constraints(
            [.. said.MustLinks.Select(m => (IReadOnlyList<string>)[.. m.Reports.Select(r => r.Value)])],
            [.. said.CannotLinks.Select(c => (c.A.Value, c.B.Value))]);

        var touched = last is null || await board.IsStaleAsync(db, cancellationToken) ? null : await TouchedAsync(db, last.Position, head, cancellationToken);
        if (last is null || touched is null or { Count: > MostTouched })
            return await SweepAsync(constraints, head, cancellationToken);
        board.Show(await Task.Run(() => Follow(last.Proposer, constraints, touched), cancellationToken));
        board.Last = last with { Position = head };
        return new RefreshedClusters(touched.Count, board.Clusters.Count);
    }

    private async Task<RefreshedClusters> SweepAsync(Constraints constraints, long head, CancellationToken ct)
    {
        var (proposer, version) = (lookAlikes.ProposerUnder(constraints), lookAlikes.EngineVersion);
        board.Begin(clock.GetUtcNow());
        try
        {
            // On a thread of its own, or it would take one of the few that answer requests, for many minutes.
            board.Show(await Task.Factory.StartNew(
                () => proposer.Sweep(new Tell(board), () => answers.GiveWay(ct), ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            board.Last = new Sweeping(proposer, version, head);
            board.End(SweepState.Done, clock.GetUtcNow());
            return new RefreshedClusters(lookAlikes.Count, board.Clusters.Count);
        }
        catch
        {
            board.End(SweepState.Failed, clock.GetUtcNow());
            throw;
        }
    }

    private static IReadOnlyList<ProposedCluster> Follow(ClusterProposer proposer, Constraints said, List<ReportId> touched)
    {
        foreach (var report in touched)
            proposer.Update(report.Value);
        return proposer.Under(said);
    }

    /// <summary>Reports that the audit log names since the last time; what it says of links and gaps is in the constraints.</summary>
    private static Task<List<ReportId>> TouchedAsync(InsightsDb db, long after, long head, CancellationToken ct) =>
        db.AuditEntries.AsNoTracking().Where(a => a.Position > after && a.Position <= head && a.ReportId != null)
            .Select(a => a.ReportId!.Value).Distinct().ToListAsync(ct);

    /// <summary>Progress on the thread that reports it, so that it never overtakes itself.</summary>
    private sealed class Tell(ClusterBoard board) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => board.Report(value);
    }
}
