using System.Security.Cryptography;
using System.Text;

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

    /// <summary>Whether this is the key of a check value, without telling by the time it takes how much of it agrees.</summary>
    /// <param name="checkValue">Six hex digits.</param>
    public bool Has(string checkValue)
    {
        ArgumentNullException.ThrowIfNull(checkValue);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CheckValue), Encoding.ASCII.GetBytes(checkValue));
    }

    internal byte[] Mac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(secret, message);

    internal byte[] Derive(byte[] information) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: null, information);
}
