using System.Globalization;
using System.Text;

namespace Insights.Similarity.Text;

/// <summary>Brings spellings of one word together: compatibility forms (full width, ligatures), accents, case.</summary>
internal static class Folding
{
    /// <summary>The longest term kept; what follows is cut.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes the folded form of a well-formed piece of text and returns its length, at most <see cref="MaxLength"/>.</summary>
    /// <remarks><paramref name="into"/> must hold <see cref="MaxLength"/> characters. Combining marks are dropped only where they
    /// are diacritics (Latin, Greek, Cyrillic; Hebrew points; Arabic vowel signs): in Indic scripts they are vowels.</remarks>
    public static int Fold(ReadOnlySpan<char> piece, Span<char> into)
    {
        if (piece.Length > MaxLength)
            piece = piece[..(char.IsHighSurrogate(piece[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return Ascii.IsValid(piece) ? FoldAscii(piece, into) : FoldAny(piece, into);
    }

    private static int FoldAscii(ReadOnlySpan<char> piece, Span<char> into)
    {
        for (var i = 0; i < piece.Length; i++)
            into[i] = piece[i] is >= 'A' and <= 'Z' ? (char)(piece[i] | 0x20) : piece[i];
        return piece.Length;
    }

    private static int FoldAny(ReadOnlySpan<char> piece, Span<char> into)
    {
        var length = 0;
        foreach (var c in piece.ToString().Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (IsDiacritic(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format) continue;
            var (first, second) = c switch
            {
                'ß' => ('s', 's'),
                'æ' => ('a', 'e'),
                'œ' => ('o', 'e'),
                'þ' => ('t', 'h'),
                'ø' => ('o', '\0'),
                'ł' => ('l', '\0'),
                'đ' or 'ð' => ('d', '\0'),
                'ı' => ('i', '\0'),
                '\u2010' or '\u2011' => ('-', '\0'),
                _ => (c, '\0'),
            };
            if (length < MaxLength) into[length++] = first;
            if (second != '\0' && length < MaxLength) into[length++] = second;
        }

        return length;
    }

    private static bool IsDiacritic(char c) =>
        c is >= '\u0300' and <= '\u036F' or >= '\u0591' and <= '\u05C7' or >= '\u064B' and <= '\u065F' or '\u0670';
}
