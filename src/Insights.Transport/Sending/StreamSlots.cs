using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace Insights.Transport.Sending;

/// <summary>Counts the streams that each caller has open, so that no one caller takes all there is.</summary>
/// <remarks>Safe to share between threads. Callers without a name have nothing to follow and are not counted.</remarks>
internal sealed class StreamSlots(IOptions<TransportOptions> options)
{
    private readonly Dictionary<string, int> _open = [];

    /// <summary>A place for one stream, free again once disposed; null when the caller has as many as allowed.</summary>
    public IDisposable? Take(ClaimsPrincipal user)
    {
        var name = user.Identity?.Name ?? "";
        lock (_open)
        {
            var open = _open.GetValueOrDefault(name);
            if (name.Length > 0 && open >= options.Value.MaxStreamsPerCaller)
                return null;
            _open[name] = open + 1;
        }

        return new Slot(() => Release(name));
    }

    private void Release(string name)
    {
        lock (_open)
        {
            if (--_open[name] == 0)
                _open.Remove(name);
        }
    }

    private sealed class Slot(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
