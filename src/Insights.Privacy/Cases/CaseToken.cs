using System.Diagnostics.CodeAnalysis;
using Insights.Privacy.Rules;

namespace Insights.Privacy;

/// <summary>
/// A keyed pseudonym for a case in another system, written <c>CR&lt;k&gt;-XXXXX-XXXXX-XXXXX-XXXXX-C</c>: key id,
/// 100 bits in Crockford base 32, and a check character. Pseudonymous, not anonymous; fine to print and store.
/// </summary>
/// <remarks>
/// The check character finds every single wrong character and every swap of two neighbours. It guards against typing
/// errors, not against forgery. The default value is no token: its <see cref="Value"/> is empty.
/// </remarks>
public readonly record struct CaseToken
{
    internal const int BodyLength = 20;
    internal const int LargestKeyId = 999_999_999;
    private const int GroupLength = 5;

    private readonly string? value;

    private CaseToken(int keyId, ReadOnlySpan<char> body)
    {
        KeyId = keyId;
        var check = Crockford.CheckCharacter($"{keyId}{body}");
        value = $"CR{keyId}-{body[..5]}-{body[5..10]}-{body[10..15]}-{body[15..20]}-{check}";
    }

    /// <summary>The canonical form: upper case, with hyphens.</summary>
    public string Value => value ?? "";

    /// <summary>The key it was made with, from 1 to 999 999 999; 0 for the default value.</summary>
    public int KeyId { get; }

    /// <summary>Reads a token in upper or lower case, with or without hyphens, ignoring outer white space.</summary>
    /// <param name="text">What was typed; may be null.</param>
    /// <param name="token">The token in canonical form, or the default value.</param>
    /// <returns>False unless the shape is right and the check character fits. The key may still be unknown here.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseToken token) =>
        TryParse(text.AsSpan(), out token);

    /// <inheritdoc cref="TryParse(string?, out CaseToken)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out CaseToken token)
    {
        token = default;
        text = text.Trim();
        if (text.Length is < 24 or > 40 || !text.StartsWith("CR", StringComparison.OrdinalIgnoreCase)) return false;

        Span<char> plain = stackalloc char[40];
        var count = 0;
        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] != '-') plain[count++] = char.ToUpperInvariant(text[i]);
            else if (!HyphenFits(text, i)) return false;
        }

        var keyDigits = count - BodyLength - 1;
        if (keyDigits is < 1 or > 9 || plain[0] == '0') return false;
        var keyId = 0;
        foreach (var c in plain[..keyDigits])
        {
            if (!char.IsAsciiDigit(c)) return false;
            keyId = keyId * 10 + (c - '0');
        }

        foreach (var c in plain[keyDigits..count])
            if (Crockford.ValueOf(c) < 0) return false;
        if (Crockford.CheckCharacter(plain[..(count - 1)]) != plain[count - 1]) return false;

        token = new CaseToken(keyId, plain.Slice(keyDigits, BodyLength));
        return true;
    }

    /// <summary>The canonical form.</summary>
    public override string ToString() => Value;

    /// <summary>A text with this in place of every token it holds.</summary>
    public static string Without(string text, string placeholder) =>
        Exemptions.CaseTokens().Replace(text, match => TryParse(match.Value, out _) ? placeholder : match.Value);

    internal static CaseToken Of(int keyId, ReadOnlySpan<byte> mac)
    {
        Span<char> body = stackalloc char[BodyLength];
        Crockford.Encode(mac, body);
        return new CaseToken(keyId, body);
    }

    /// <summary>Hyphens may be missing, but one that is there stands between two groups, counted from the end.</summary>
    private static bool HyphenFits(ReadOnlySpan<char> text, int at)
    {
        var after = 0;
        foreach (var c in text[(at + 1)..])
            if (c != '-') after++;
        return text[at - 1] != '-' && after % GroupLength == 1 && after <= BodyLength + 1;
    }
}
