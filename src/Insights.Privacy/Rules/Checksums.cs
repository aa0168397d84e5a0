using System.Security.Cryptography;

namespace Insights.Privacy.Rules;

/// <summary>Check digits, in plain loops. Inputs hold digits and letters only; separators are taken out before.</summary>
internal static class Checksums
{
    private static readonly byte[] VerhoeffPermutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    private const string Base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32Digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>Payment cards and device numbers (ISO/IEC 7812-1).</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>Aadhaar numbers: Verhoeff's scheme over the dihedral group of order ten.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            for (var times = i % 8; times > 0; times--) digit = VerhoeffPermutation[digit];
            sum = Dihedral(sum, digit);
        }

        return sum == 0;
    }

    /// <summary>Bank account numbers (ISO 13616): the first four characters moved to the end, letters as 10 to 35.</summary>
    public static bool Mod97(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = char.ToUpperInvariant(iban[(i + 4) % iban.Length]);
            rest = char.IsAsciiDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    /// <summary>Singapore NRIC and FIN: weights 2 7 6 5 4 3 2, and a letter from the table of the series.</summary>
    public static bool SingaporeNric(ReadOnlySpan<char> id)
    {
        var series = char.ToUpperInvariant(id[0]);
        var sum = series switch { 'T' or 'G' => 4, 'M' => 3, _ => 0 };
        for (var i = 0; i < 7; i++) sum += (id[i + 1] - '0') * ("2765432"[i] - '0');
        var letters = series switch { 'S' or 'T' => "JZIHGFEDCBA", 'M' => "XWUTRQPNJLK", _ => "XWUTRQPNMLK" };
        return char.ToUpperInvariant(id[8]) == letters[sum % 11];
    }

    /// <summary>Base 58 with a four-byte double SHA-256 at the end and 25 bytes in all, as in Bitcoin, Litecoin and Tron.</summary>
    public static bool Base58Check(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var c in text)
        {
            var carry = Base58Digits.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0) return false;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0) return false;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    /// <summary>Bech32 (BIP 173) and bech32m (BIP 350), one case throughout.</summary>
    public static bool Bech32(ReadOnlySpan<char> text)
    {
        var lower = text.ToString().ToLowerInvariant();
        if (!text.SequenceEqual(lower) && !text.SequenceEqual(lower.ToUpperInvariant())) return false;
        var split = lower.LastIndexOf('1');
        if (split < 1 || lower.Length - split < 7) return false;

        var sum = 1u;
        foreach (var c in lower.AsSpan(0, split)) sum = Polymod(sum, (uint)c >> 5);
        sum = Polymod(sum, 0);
        foreach (var c in lower.AsSpan(0, split)) sum = Polymod(sum, (uint)c & 31);
        foreach (var c in lower.AsSpan(split + 1))
        {
            var value = Bech32Digits.IndexOf(c, StringComparison.Ordinal);
            if (value < 0) return false;
            sum = Polymod(sum, (uint)value);
        }

        return sum is 1 or 0x2bc830a3;
    }

    private static uint Polymod(uint sum, uint value)
    {
        ReadOnlySpan<uint> generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < 5; i++)
            if (((top >> i) & 1) != 0) sum ^= generators[i];
        return sum;
    }

    /// <summary>Rotations are 0 to 4, reflections 5 to 9.</summary>
    private static int Dihedral(int a, int b) => (a < 5, b < 5) switch
    {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 - b + 5) % 5 + 5,
        (false, false) => (a - b + 5) % 5,
    };
}
