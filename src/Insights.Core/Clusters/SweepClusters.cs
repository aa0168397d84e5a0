using Insights.Core.Audit;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Core.Clusters;

/// <summary>A triage lead has all reports compared anew. It is done beside everything else; the answer says that it begins.</summary>
/// <param name="IdempotencyKey">The same key asks once.</param>
[Requires(Permission.LinkReports)]
public sealed record SweepClusters(string? IdempotencyKey) : ICommand<ClusterSweepView>, IRepeatable;

/// <summary>Where the sweep over all reports stands.</summary>
[Requires(Permission.ReadGaps)]
public sealed record ReadClusterSweep : IQuery<ClusterSweepView>;

internal sealed class SweepClustersHandler(ClusterBoard board, Ledger ledger, Idempotency repeats, CurrentActor current, TimeProvider clock) :
    IRequestHandler<SweepClusters, Outcome<ClusterSweepView>>, IRequestHandler<ReadClusterSweep, Outcome<ClusterSweepView>>
{
    public async Task<Outcome<ClusterSweepView>> Handle(SweepClusters request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is not null)
            return board.Sweep;
        // Behind the write gate, so that of two who ask at once the second one is told.
        if (board.Sweep.State is SweepState.Waiting or SweepState.Running)
            return Refusal.Of(RefusalCode.AlreadyRunning, "All reports are being compared already.");
        ledger.Record(new AuditLine("SweepClusters"));
        repeats.Remember(request, nameof(SweepClusters));
        await ledger.CommitAsync(cancellationToken);
        board.Ask(current.Actor.Id, clock.GetUtcNow());
        return board.Sweep;
    }

    public Task<Outcome<ClusterSweepView>> Handle(ReadClusterSweep request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<ClusterSweepView>>(board.Sweep);
}
