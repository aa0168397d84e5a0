using Insights.Core.Data;

namespace Insights.Core.Learning;

/// <summary>The training that runs now, if any: one at a time, since one process owns the database. Safe to share.</summary>
public sealed class TrainingRuns
{
    private TrainingRun? _current;

    public TrainingRun? Current => Volatile.Read(ref _current);

    /// <summary>Begins one, unless another runs; then says which.</summary>
    internal (TrainingRun Run, bool Begun) Begin(PersonId by, string? key, DateTimeOffset at)
    {
        var begun = new TrainingRun(by, key, at, run => Interlocked.CompareExchange(ref _current, null, run));
        while (true)
        {
            if (Interlocked.CompareExchange(ref _current, begun, null) is not { } other)
                return (begun, true);
            if (!other.Ended.IsCompleted)
                return (other, false);
        }
    }
}

/// <summary>A training on its way.</summary>
public sealed class TrainingRun : IProgress<double>, IDisposable
{
    private readonly string? _key;
    private readonly Action<TrainingRun> _over;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _share;

    internal TrainingRun(PersonId by, string? key, DateTimeOffset startedAt, Action<TrainingRun> over) =>
        (By, _key, StartedAt, _over) = (by, key, startedAt, over);

    public PersonId By { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>How much of it is done, 0 to 1.</summary>
    public double Share => Volatile.Read(ref _share);

    internal Task Ended => _ended.Task;

    public void Report(double value) => Volatile.Write(ref _share, Math.Clamp(value, 0, 1));

    /// <summary>Whether it answers the same act: the same person with the same key.</summary>
    internal bool Answers(PersonId by, string? key) => key is not null && (By, _key) == (by, key);

    public void Dispose()
    {
        _over(this);
        _ended.TrySetResult();
    }
}
