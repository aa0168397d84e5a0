using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Insights.Privacy;

/// <summary>Turns raw case ids into tokens, and forgets them. Deterministic for one key; safe for concurrent use.</summary>
/// <remarks>
/// The MAC is HMAC-SHA-256 over four fields, each as UTF-8 after its length in four big-endian bytes: the domain
/// <c>insights/case-ref/v1</c>, tenant, source system, normalised id. Whoever may call this can test guesses, so callers
/// limit and audit its use.
/// </remarks>
/// <param name="keys">The keys in use.</param>
public sealed class CaseTokeniser(CaseKeyRing keys)
{
    private const string Domain = "insights/case-ref/v1";
    internal const int LongestId = 200;

    /// <summary>The token of a case under the active key.</summary>
    /// <param name="tenant">Whose cases these are; compared exactly.</param>
    /// <param name="sourceSystem">The code of the system that issued the id; compared exactly.</param>
    /// <param name="rawId">
    /// The id as typed, at most 200 units. Case, outer and inner white space, compatibility forms and the kind of dash
    /// make no difference.
    /// </param>
    /// <exception cref="ArgumentException">A part is blank, too long or not valid Unicode. The message never repeats it.</exception>
    public CaseToken Tokenise(string tenant, string sourceSystem, string rawId) =>
        Token(keys.Active, Message(tenant, sourceSystem, rawId));

    /// <summary>
    /// The tokens of a case under every key of the ring, active first, to find a token made before a rotation.
    /// </summary>
    /// <param name="tenant">As in <see cref="Tokenise"/>.</param>
    /// <param name="sourceSystem">As in <see cref="Tokenise"/>.</param>
    /// <param name="rawId">As in <see cref="Tokenise"/>.</param>
    /// <exception cref="ArgumentException">As in <see cref="Tokenise"/>.</exception>
    public IReadOnlyList<CaseToken> TokeniseUnderEveryKey(string tenant, string sourceSystem, string rawId)
    {
        var message = Message(tenant, sourceSystem, rawId);
        return [.. keys.Keys.Select(key => Token(key, message))];
    }

    internal static string Normalise(string rawId)
    {
        var result = new StringBuilder(rawId.Length);
        foreach (var rune in rawId.Normalize(NormalizationForm.FormKC).ToUpperInvariant().EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) continue;
            if (Unicode.IsDash(rune)) result.Append('-');
            else result.Append(rune.ToString());
        }

        return result.ToString();
    }

    private static CaseToken Token(CaseKey key, byte[] message) => CaseToken.Of(key.Id, key.Mac(message));

    private static byte[] Message(string tenant, string sourceSystem, string rawId)
    {
        if (string.IsNullOrWhiteSpace(tenant)) throw new ArgumentException("The tenant is blank.", nameof(tenant));
        if (string.IsNullOrWhiteSpace(sourceSystem)) throw new ArgumentException("The source system is blank.", nameof(sourceSystem));
        if (string.IsNullOrWhiteSpace(rawId)) throw new ArgumentException("The case id is blank.", nameof(rawId));
        if (rawId.Length > LongestId) throw new ArgumentException("The case id is too long.", nameof(rawId));
        if (Unicode.IndexOfLoneSurrogate(rawId) >= 0) throw new ArgumentException("The case id is not valid Unicode.", nameof(rawId));

        var id = Normalise(rawId);
        if (id.Length == 0) throw new ArgumentException("The case id is blank.", nameof(rawId));

        using var message = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (string[])[Domain, tenant, sourceSystem, id])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            message.Write(length);
            message.Write(bytes);
        }

        return message.ToArray();
    }
}
