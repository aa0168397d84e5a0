using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Similarity.Clustering;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// What the engine takes for one gap, in memory: the last whole sweep, and since then what single changes touched. Of the
/// reports it holds the words that matched and nothing else; whoever reads it is shown how things stand in the database.
/// Safe to share.
/// </summary>
public sealed class ClusterBoard : IDisposable
{
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _asked = new(0, 1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile IReadOnlyList<ProposedCluster> _clusters = [];
    private ClusterSweepView _sweep = new() { State = SweepState.Never };

    /// <summary>The clusters, in no order that means anything.</summary>
    public IReadOnlyList<ProposedCluster> Clusters => _clusters;

    /// <summary>The sweep that runs or the last one that did.</summary>
    public ClusterSweepView Sweep => Volatile.Read(ref _sweep);

    /// <summary>What the clusters come from; null before the first sweep.</summary>
    internal Sweeping? Last { get; set; }

    /// <summary>Waits until somebody asks for a sweep; false when nobody did in time.</summary>
    public Task<bool> AskedAsync(TimeSpan patience, CancellationToken ct) => _asked.WaitAsync(patience, ct);

    /// <summary>Asks for a sweep; false while one is waited for or runs.</summary>
    internal bool Ask(PersonId by, DateTimeOffset at)
    {
        lock (_changing)
        {
            if (_sweep.State is SweepState.Waiting or SweepState.Running)
                return false;
            _sweep = _sweep with { State = SweepState.Waiting, By = by, StartedAt = at, EndedAt = null, Done = 0, Total = 0 };
            if (_asked.CurrentCount == 0)
                _asked.Release();
            return true;
        }
    }

    /// <summary>Waits for the turn to compute; whoever has it disposes of it.</summary>
    internal async Task<IDisposable> TurnAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        return new Turn(_turn);
    }

    /// <summary>Whether words were withheld or erased since the clusters were computed, so that what matched may no longer be shown.</summary>
    internal async Task<bool> IsStaleAsync(InsightsDb db, CancellationToken ct)
    {
        var position = Last?.Position ?? 0;
        return await db.AuditEntries.AnyAsync(a => a.Position > position && (a.ErasureId != null || a.WithheldTextId != null), ct);
    }

    internal void Begin(DateTimeOffset at)
    {
        lock (_changing)
        {
            var asked = _sweep.State is SweepState.Waiting ? _sweep.By : PersonId.System;
            _sweep = _sweep with { State = SweepState.Running, By = asked, StartedAt = at, EndedAt = null, Done = 0, Total = 0 };
        }
    }

    internal void Report(SweepProgress progress)
    {
        lock (_changing)
        {
            if (_sweep.State is SweepState.Running)
                _sweep = _sweep with { Done = progress.Done, Total = progress.All };
        }
    }

    internal void End(SweepState state, DateTimeOffset at)
    {
        lock (_changing)
            _sweep = _sweep with { State = state, EndedAt = at };
    }

    internal void Show(IReadOnlyList<ProposedCluster> clusters)
    {
        lock (_changing)
        {
            _clusters = clusters;
            _sweep = _sweep with { Clusters = clusters.Count };
        }
    }

    public void Dispose()
    {
        _asked.Dispose();
        _turn.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>Where a sweep over all reports stands.</summary>
public enum SweepState
{
    /// <summary>None has run since the product was started.</summary>
    Never,

    /// <summary>It was asked for and begins in a moment.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Done,

    /// <summary>It broke off; what it had found before is still shown.</summary>
    Failed,
}

/// <summary>What a sweep left behind, to go on from. One refresh at a time uses it.</summary>
/// <param name="Proposer">Knows how like every report is to its neighbours.</param>
/// <param name="EngineVersion">The engine and what it had learned.</param>
/// <param name="Position">Position of the audit log up to which changes were followed.</param>
internal sealed record Sweeping(ClusterProposer Proposer, string EngineVersion, long Position);

/// <summary>A sweep over all reports that looks for what is one gap.</summary>
public sealed record ClusterSweepView
{
    /// <summary>Where it stands.</summary>
    public required SweepState State { get; init; }

    /// <summary>Who asked for it; the product itself where nobody did.</summary>
    public PersonId? By { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Reports that were looked at so far.</summary>
    public int Done { get; init; }

    /// <summary>Reports there are to look at.</summary>
    public int Total { get; init; }

    /// <summary>Clusters that are proposed now.</summary>
    public int Clusters { get; init; }
}
