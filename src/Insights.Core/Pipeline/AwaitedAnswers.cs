namespace Insights.Core.Pipeline;

/// <summary>How many people and programs wait for an answer just now, so that work nobody waits for gives way to them. Safe to share.</summary>
/// <param name="longest">For how long that work gives way at once: it goes on, if slowly, while somebody is always there.</param>
public sealed class AwaitedAnswers(TimeSpan longest) : IDisposable
{
    private readonly Lock _counting = new();
    private readonly ManualResetEventSlim _nobody = new(initialState: true);
    private int _awaited;

    /// <summary>Somebody waits from now on, until what this gives is disposed of; doing that again changes nothing.</summary>
    public IDisposable Begin()
    {
        lock (_counting)
        {
            _awaited++;
            _nobody.Reset();
        }

        return new Answer(this);
    }

    /// <summary>Waits until nobody waits, but not for ever. To be called between small pieces of work.</summary>
    /// <returns>Whether nobody waits any more.</returns>
    public bool GiveWay(CancellationToken ct) => _nobody.Wait(longest, ct);

    public void Dispose() => _nobody.Dispose();

    private void End()
    {
        lock (_counting)
        {
            if (--_awaited == 0)
                _nobody.Set();
        }
    }

    private sealed class Answer(AwaitedAnswers answers) : IDisposable
    {
        private AwaitedAnswers? _answers = answers;

        public void Dispose() => Interlocked.Exchange(ref _answers, null)?.End();
    }
}
