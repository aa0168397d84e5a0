using System.Security.Cryptography;

namespace Insights.Privacy;

/// <summary>One secret for case tokens. Immutable; never prints the secret.</summary>
public sealed class CaseKey
{
    private readonly byte[] secret;

    /// <summary>Copies the secret.</summary>
    /// <param name="id">The key id, 1 to 999 999 999; it is part of every token and must never be used for another key.</param>
    /// <param name="secret">At least 32 random bytes.</param>
    /// <exception cref="ArgumentException">The id is out of range or the secret too short.</exception>
    public CaseKey(int id, ReadOnlySpan<byte> secret)
    {
        if (id is < 1 or > CaseToken.LargestKeyId) throw new ArgumentException("A case key id is 1 to 999999999.", nameof(id));
        if (secret.Length < 32) throw new ArgumentException("A case key needs at least 32 bytes.", nameof(secret));
        Id = id;
        this.secret = secret.ToArray();
        CheckValue = Convert.ToHexString(Mac("kcv"u8)[..3]);
    }

    /// <summary>The key id.</summary>
    public int Id { get; }

    /// <summary>
    /// Six hex digits that tell keys apart without revealing them. Store it when a key is first used and refuse to
    /// start when it differs later: a wrong key would silently split every linkage.
    /// </summary>
    public string CheckValue { get; }

    /// <summary>The key's id only.</summary>
    public override string ToString() => $"case key {Id}";

    internal byte[] Mac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(secret, message);
}

/// <summary>The key that makes new tokens, and older ones that may only recognise theirs. Immutable.</summary>
public sealed class CaseKeyRing
{
    /// <summary>Makes a ring.</summary>
    /// <param name="active">Makes new tokens.</param>
    /// <param name="verifyOnly">Older keys, newest first.</param>
    /// <exception cref="ArgumentException">Two keys share an id.</exception>
    public CaseKeyRing(CaseKey active, params IReadOnlyList<CaseKey> verifyOnly)
    {
        ArgumentNullException.ThrowIfNull(active);
        ArgumentNullException.ThrowIfNull(verifyOnly);
        Active = active;
        Keys = [active, .. verifyOnly];
        if (Keys.DistinctBy(key => key.Id).Count() != Keys.Count)
            throw new ArgumentException("Two case keys share an id.", nameof(verifyOnly));
    }

    /// <summary>The key that makes new tokens.</summary>
    public CaseKey Active { get; }

    /// <summary>All keys, the active one first.</summary>
    public IReadOnlyList<CaseKey> Keys { get; }

    /// <summary>Whether a token was made with a key of this ring, as far as its id tells.</summary>
    /// <param name="token">The token.</param>
    public bool Knows(CaseToken token) => Keys.Any(key => key.Id == token.KeyId);
}
