namespace Insights.Privacy;

/// <summary>What a key of the ring is still good for.</summary>
public enum CaseKeyState
{
    /// <summary>Makes new tokens. There is exactly one.</summary>
    Active,

    /// <summary>An older key: its tokens may be cited, and a case's token under it can still be found.</summary>
    VerifyOnly,

    /// <summary>Its secret is destroyed. Its tokens are recognised by their id, shown where they stand, and never cited anew.</summary>
    Retired,
}

/// <summary>The key that makes new tokens, older ones that recognise theirs, and the ids of those destroyed. Immutable.</summary>
public sealed class CaseKeyRing
{
    private readonly HashSet<int> retired;

    /// <summary>Makes a ring in which no key is retired.</summary>
    /// <param name="active">Makes new tokens.</param>
    /// <param name="verifyOnly">Older keys, newest first.</param>
    /// <exception cref="ArgumentException">Two keys share an id.</exception>
    public CaseKeyRing(CaseKey active, params IReadOnlyList<CaseKey> verifyOnly) : this(active, verifyOnly, [])
    {
    }

    /// <summary>Makes a ring.</summary>
    /// <param name="active">Makes new tokens.</param>
    /// <param name="verifyOnly">Older keys, newest first.</param>
    /// <param name="retired">Ids of keys whose secret is destroyed.</param>
    /// <exception cref="ArgumentException">Two keys share an id, or a retired id is out of range.</exception>
    public CaseKeyRing(CaseKey active, IReadOnlyList<CaseKey> verifyOnly, IReadOnlyCollection<int> retired)
    {
        ArgumentNullException.ThrowIfNull(active);
        ArgumentNullException.ThrowIfNull(verifyOnly);
        ArgumentNullException.ThrowIfNull(retired);
        if (retired.Any(id => id is < 1 or > CaseToken.LargestKeyId))
            throw new ArgumentException("A case key id is 1 to 999999999.", nameof(retired));
        Active = active;
        Keys = [active, .. verifyOnly];
        this.retired = [.. retired];
        if (Keys.Select(key => key.Id).Concat(retired).Distinct().Count() != Keys.Count + retired.Count)
            throw new ArgumentException("Two case keys share an id.", nameof(verifyOnly));
    }

    /// <summary>The key that makes new tokens.</summary>
    public CaseKey Active { get; }

    /// <summary>All keys with a secret, the active one first, then from the newest to the oldest.</summary>
    public IReadOnlyList<CaseKey> Keys { get; }

    /// <summary>The state of the key a token names; null when the ring has never heard of it.</summary>
    /// <param name="token">The token. Only its key id is looked at: that it is genuine cannot be told without the case id.</param>
    public CaseKeyState? StateOf(CaseToken token) =>
        token.KeyId == Active.Id ? CaseKeyState.Active
        : Find(token.KeyId) is not null ? CaseKeyState.VerifyOnly
        : retired.Contains(token.KeyId) ? CaseKeyState.Retired
        : null;

    /// <summary>Whether a token may be cited anew: its key is active or verify-only.</summary>
    /// <param name="token">As in <see cref="StateOf"/>.</param>
    public bool Accepts(CaseToken token) => StateOf(token) is CaseKeyState.Active or CaseKeyState.VerifyOnly;

    internal CaseKey? Find(int id) => Keys.FirstOrDefault(key => key.Id == id);
}
