namespace Insights.Core.Data;

/// <summary>Several values for each key, as a batch answers them; a key without values has an empty list.</summary>
public sealed class ManyBy<TKey, TValue>(IEnumerable<TValue> values, Func<TValue, TKey> keyOf) where TKey : struct
{
    private readonly Dictionary<TKey, List<TValue>> _byKey = values.GroupBy(keyOf).ToDictionary(g => g.Key, g => g.ToList());

    public IReadOnlyList<TValue> this[TKey key] => _byKey.GetValueOrDefault(key) ?? [];
}
