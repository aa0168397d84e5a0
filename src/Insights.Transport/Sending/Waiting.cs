namespace Insights.Transport.Sending;

internal static class Waiting
{
    /// <summary>Waits for a time to pass. False when the token was cancelled first; never throws.</summary>
    public static async ValueTask<bool> Passes(this TimeProvider clock, TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }
}
