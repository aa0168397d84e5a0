using System.Security.Cryptography;
using System.Text;

namespace Insights.Privacy;

/// <summary>
/// The references one audience sees: the same case always under the same reference, and under another one for every
/// other audience, so that two of them cannot join what they hold. Immutable; safe for concurrent use.
/// </summary>
/// <remarks>
/// The audience's key is HKDF-SHA-256 (RFC 5869, no salt, 32 bytes) of the case key, with the information
/// <c>insights/case-ref/audience/v1</c> followed by the audience's id; the reference is HMAC-SHA-256 (RFC 2104) under it
/// over the canonical token. Whoever holds the case key can follow a reference back; an audience cannot, nor can it make
/// the references of another. Aliases are to be resolved before: a case has one canonical token, its newest.
/// </remarks>
public sealed class CaseAudience
{
    private const string Domain = "insights/case-ref/audience/v1";
    private const int LongestId = 64;
    private readonly Dictionary<int, byte[]> keys;

    /// <summary>Derives the keys of an audience.</summary>
    /// <param name="ring">The case keys. A retired one has no secret left to derive from.</param>
    /// <param name="id">The audience's id, 1 to 64 characters; compared exactly.</param>
    /// <exception cref="ArgumentException">The id is blank or too long.</exception>
    public CaseAudience(CaseKeyRing ring, string id)
    {
        ArgumentNullException.ThrowIfNull(ring);
        if (string.IsNullOrWhiteSpace(id) || id.Length > LongestId || Unicode.IndexOfLoneSurrogate(id) >= 0)
            throw new ArgumentException("An audience's id has 1 to 64 characters.", nameof(id));
        Id = id;
        var information = Encoding.UTF8.GetBytes(Domain + id);
        keys = ring.Keys.ToDictionary(key => key.Id, key => key.Derive(information));
    }

    /// <summary>The audience's id.</summary>
    public string Id { get; }

    /// <summary>The audience's reference for a case, in the written form of a token and with its key id.</summary>
    /// <param name="token">The canonical token of the case.</param>
    /// <param name="reference">The reference, or the default value.</param>
    /// <returns>False when the token's key is retired or unknown.</returns>
    public bool TryReference(CaseToken token, out CaseToken reference)
    {
        reference = default;
        if (!keys.TryGetValue(token.KeyId, out var key)) return false;
        reference = CaseToken.Of(token.KeyId, HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(token.Value)));
        return true;
    }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
