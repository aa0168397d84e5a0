namespace Insights.Transport.Sending;

/// <summary>The way out of one connection: one send at a time, each within a time limit.</summary>
/// <remarks>Safe to call concurrently; callers wait for their turn, which the limit bounds. After the last send, a
/// failed one or one that took too long, the lane is closed and every further send is dropped.</remarks>
internal sealed class SendLane(TimeSpan limit, TimeProvider clock, Action cut) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stalled = new(Timeout.InfiniteTimeSpan, clock);
    private bool _closed;

    /// <summary>Sends when it is its turn.</summary>
    /// <param name="send">Writes to the connection; throws when the connection is gone or the token is cancelled.</param>
    /// <param name="last">Close the lane afterwards.</param>
    /// <returns>False when nothing was sent because the lane is closed, or was closed by this send's failure.</returns>
    public async ValueTask<bool> SendAsync(Func<CancellationToken, ValueTask> send, bool last = false)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_closed) return false;

            _closed = last;
            _stalled.CancelAfter(limit);
            await send(_stalled.Token);
            _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
            return true;
        }
        catch (Exception)
        {
            // Whatever went wrong, the peer may have half a message now: only cutting the connection is safe.
            _closed = true;
            cut();
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _stalled.Dispose();
    }
}
