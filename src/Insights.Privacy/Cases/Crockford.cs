namespace Insights.Privacy;

/// <summary>Base 32 without I, L, O and U, and a check character over the field of 32 elements.</summary>
internal static class Crockford
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static int ValueOf(char c) => Digits.IndexOf(c, StringComparison.Ordinal);

    /// <summary>Fills <paramref name="target"/> with the first bits of <paramref name="bytes"/>, five a character.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < i * 5 + 5; bit++)
                value = (value << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
            target[i] = Digits[value];
        }
    }

    /// <summary>
    /// The character that makes the whole a root: Horner's scheme at x from 1, over GF(32) with x⁵ + x² + 1. Since x has
    /// order 31 and codes are shorter, every single substitution and every swap of unequal neighbours changes it.
    /// </summary>
    public static char CheckCharacter(ReadOnlySpan<char> code)
    {
        var sum = 1;
        foreach (var c in code) sum = TimesX(sum) ^ ValueOf(c);
        return Digits[TimesX(sum)];
    }

    private static int TimesX(int element)
    {
        var doubled = element << 1;
        return (doubled & 0b100000) == 0 ? doubled : doubled ^ 0b100101;
    }
}
