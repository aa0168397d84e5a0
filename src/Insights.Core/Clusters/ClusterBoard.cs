using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Similarity.Clustering;

namespace Insights.Core.Clusters;

/// <summary>
/// What the engine takes for one gap, in memory: the last whole sweep, and since then what single changes touched. It
/// holds keys and figures only; who reads it is shown how things stand in the database. Safe to share.
/// </summary>
public sealed class ClusterBoard
{
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _asked = new(0, 1);
    private volatile IReadOnlyList<ProposedCluster> _clusters = [];
    private ClusterSweepView _sweep = new() { State = SweepState.Never };

    /// <summary>The clusters, in no order that means anything.</summary>
    public IReadOnlyList<ProposedCluster> Clusters => _clusters;

    /// <summary>The sweep that runs or the last one that did.</summary>
    public ClusterSweepView Sweep => Volatile.Read(ref _sweep);

    /// <summary>Position of the audit log up to which changes were followed.</summary>
    public long Position { get; internal set; }

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
            _asked.Release();
            return true;
        }
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
                _sweep = _sweep with { Done = progress.Done, Total = progress.Total };
        }
    }

    internal void End(SweepState state, IReadOnlyList<ProposedCluster>? clusters, string? engineVersion, DateTimeOffset at)
    {
        lock (_changing)
        {
            if (clusters is not null)
                _clusters = clusters;
            _sweep = _sweep with { State = state, EndedAt = at, Clusters = _clusters.Count, EngineVersion = engineVersion ?? _sweep.EngineVersion };
        }
    }

    /// <summary>Puts what one document touches in the place of whatever stood about the same documents.</summary>
    internal void Replace(string key, IReadOnlyList<ProposedCluster> touched)
    {
        lock (_changing)
        {
            var members = touched.SelectMany(c => c.Members.Select(m => m.Key)).Append(key).ToHashSet(StringComparer.Ordinal);
            _clusters = [.. _clusters.Where(c => !c.Members.Any(m => members.Contains(m.Key))), .. touched];
            _sweep = _sweep with { Clusters = _clusters.Count };
        }
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

    /// <summary>The engine that looked.</summary>
    public string? EngineVersion { get; init; }
}
