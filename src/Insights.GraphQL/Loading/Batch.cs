using GraphQL.DataLoader;
using Insights.Core.Pipeline;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Loading;

/// <summary>
/// Gathers the keys that the fields of one level ask for and reads them by one request. What was read is kept
/// until <see cref="Forget"/>. Safe to call from several fields at once.
/// </summary>
/// <param name="read">Reads the values of distinct keys.</param>
internal sealed class Batch<TKey, TValue>(Func<IReadOnlyList<TKey>, CancellationToken, Task<Outcome<Func<TKey, TValue>>>> read)
    where TKey : struct
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Wave> _waves = [];
    private Wave? _open;

    public IDataLoaderResult<TValue> Load(TKey key)
    {
        lock (_gate)
        {
            if (!_waves.TryGetValue(key, out var wave))
            {
                _waves[key] = wave = _open ??= new Wave();
                wave.Keys.Add(key);
            }

            return new Pending(this, wave, key);
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _waves.Clear();
            _open = null;
        }
    }

    private Task<Outcome<Func<TKey, TValue>>> ReadAsync(Wave wave, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_open == wave)
                _open = null;
            return wave.Read ??= read(wave.Keys, ct);
        }
    }

    private sealed class Wave
    {
        public List<TKey> Keys { get; } = [];

        public Task<Outcome<Func<TKey, TValue>>>? Read { get; set; }
    }

    private sealed class Pending(Batch<TKey, TValue> batch, Wave wave, TKey key) : IDataLoaderResult<TValue>
    {
        public async Task<TValue> GetResultAsync(CancellationToken cancellationToken = default)
        {
            var outcome = await batch.ReadAsync(wave, cancellationToken);
            return outcome.Succeeded(out var valueOf) ? valueOf(key) : throw new RefusedError(outcome.Refusals);
        }

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
