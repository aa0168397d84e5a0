namespace Insights.Similarity.Clustering;

/// <summary>Union-find over keys: what people linked is one block, unless that would join two keys they keep apart.</summary>
/// <remarks>A block is named by its lowest key, so names do not depend on the order of joining.</remarks>
internal sealed class Blocks
{
    private readonly Dictionary<string, string> _leader = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _apart = new(StringComparer.Ordinal);

    public Blocks(ClusterConstraints constraints)
    {
        foreach (var (a, b) in constraints.Apart)
        {
            if (string.Equals(a, b, StringComparison.Ordinal)) continue;
            Enemies(a).Add(b);
            Enemies(b).Add(a);
        }

        foreach (var group in constraints.Together)
        {
            for (var i = 1; i < group.Count; i++)
            {
                if (!Join(group[0], group[i])) Refused.Add(group[i]);
            }
        }
    }

    /// <summary>Keys that could not be joined to the first of their group.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>The blocks of more than one key.</summary>
    public IEnumerable<IReadOnlyList<string>> All =>
        _members.Values.Select(m => m.Order(StringComparer.Ordinal).ToList()).OrderBy(m => m[0], StringComparer.Ordinal);

    public string Of(string key)
    {
        while (_leader.TryGetValue(key, out var up)) key = up;
        return key;
    }

    /// <summary>The keys of a block, in no order.</summary>
    public IReadOnlyList<string> Members(string block) => _members.TryGetValue(block, out var members) ? members : [block];

    /// <summary>Whether some key of one block is kept apart from some key of the other.</summary>
    public bool Apart(string blockA, string blockB) => _apart.TryGetValue(blockA, out var enemies) && enemies.Any(e => Of(e) == blockB);

    private bool Join(string a, string b)
    {
        (a, b) = (Of(a), Of(b));
        if (a == b) return true;
        if (Apart(a, b)) return false;
        if (string.CompareOrdinal(a, b) > 0) (a, b) = (b, a);
        var joined = Members(a).Concat(Members(b)).ToList();
        _members.Remove(b);
        _members[a] = joined;
        _leader[b] = a;
        if (_apart.Remove(b, out var enemies)) Enemies(a).UnionWith(enemies);
        return true;
    }

    private HashSet<string> Enemies(string key)
    {
        var block = Of(key);
        if (!_apart.TryGetValue(block, out var enemies)) _apart[block] = enemies = new HashSet<string>(StringComparer.Ordinal);
        return enemies;
    }
}
