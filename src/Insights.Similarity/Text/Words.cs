using System.Globalization;
using System.Text;

namespace Insights.Similarity.Text;

/// <summary>Reads text into terms.</summary>
/// <remarks>
/// A run is letters and digits, with '-', '.', '_' between them. A run with both a connector and a digit is an identifier
/// (CS-4.2, POL-CS-012) and is kept whole; its words of three letters or more count besides. Any other run falls into its words; one
/// that capitals or digits part (ageGate, iOS17) counts whole and by its parts of three letters or more.
/// Scripts written without spaces (Han, kana, Thai and neighbours) become overlapping pairs of characters. Linear time;
/// unpaired surrogates separate words.
/// </remarks>
internal static class Words
{
    private const int LongestIdentifier = 48;

    public static void Read(string text, int field, TermBag bag)
    {
        var at = 0;
        while (at < text.Length && bag.HasRoom(field))
        {
            var width = Width(text, at, started: false);
            if (width == 0)
            {
                at++;
                continue;
            }

            at = ReadRun(text, at, field, bag);
        }
    }

    private static int ReadRun(string text, int start, int field, TermBag bag)
    {
        int end = start, pieces = 0;
        var digits = false;
        while (true)
        {
            int width;
            while (end < text.Length && (width = Width(text, end, started: true)) > 0)
            {
                digits |= char.IsDigit(text[end]);
                end += width;
            }

            pieces++;
            if (end + 1 >= text.Length || !IsConnector(text[end]) || Width(text, end + 1, started: false) == 0) break;
            end++;
        }

        var identifier = pieces > 1 && digits && end - start <= LongestIdentifier;
        Span<char> folded = stackalloc char[Folding.MaxLength];
        if (identifier)
        {
            var length = Folding.Fold(text.AsSpan(start, end - start), folded);
            bag.Add(folded[..length], new Place(field, start, end - start));
        }

        for (var piece = start; piece < end && bag.HasRoom(field);)
        {
            var stop = piece;
            while (stop < end && !IsConnector(text[stop])) stop++;
            Add(text, new Place(field, piece, stop - piece), identifier, folded, bag);
            piece = stop + 1;
        }

        return end;
    }

    private static void Add(string text, Place place, bool partOfIdentifier, Span<char> folded, TermBag bag)
    {
        if (IsUnspaced(text[place.Start]))
        {
            AddPairs(text, place, folded, bag);
            return;
        }

        var written = text.AsSpan(place.Start, place.Length);
        var length = Folding.Fold(written, folded);
        var word = folded[..length];
        if (length < 2 || FunctionWords.Contains(word)) return;
        var letters = !word.ContainsAnyInRange('0', '9');
        if (partOfIdentifier && (!letters || length < 3)) return;
        if (letters && length < Folding.MaxLength && Ascii.IsValid(word)) length = EnglishStem.Apply(folded, length);
        bag.Add(folded[..length], place);
        if (!partOfIdentifier && Ascii.IsValid(written)) AddParts(written, place, folded, bag);
    }

    private static void AddParts(ReadOnlySpan<char> written, Place place, Span<char> folded, TermBag bag)
    {
        var start = 0;
        for (var i = 1; i <= written.Length; i++)
        {
            if (i < written.Length && !IsSeam(written, i)) continue;
            var part = written[start..i];
            start = i;
            if (part.Length == written.Length) return;
            if (part.Length < 3 || char.IsAsciiDigit(part[0]) || !bag.HasRoom(place.Field)) continue;
            var length = Folding.Fold(part, folded);
            if (FunctionWords.Contains(folded[..length])) continue;
            if (length < Folding.MaxLength) length = EnglishStem.Apply(folded, length);
            bag.Add(folded[..length], place);
        }
    }

    /// <summary>Where a letter meets a digit, a capital follows a small letter, or the last of several capitals begins a word (HTMLForm).</summary>
    private static bool IsSeam(ReadOnlySpan<char> word, int at) =>
        char.IsAsciiDigit(word[at]) != char.IsAsciiDigit(word[at - 1])
        || (char.IsAsciiLetterUpper(word[at]) && (char.IsAsciiLetterLower(word[at - 1])
            || (char.IsAsciiLetterUpper(word[at - 1]) && at + 1 < word.Length && char.IsAsciiLetterLower(word[at + 1]))));

    private static void AddPairs(string text, Place run, Span<char> folded, TermBag bag)
    {
        for (var i = 0; i < Math.Max(1, run.Length - 1) && bag.HasRoom(run.Field); i++)
        {
            var pair = run with { Start = run.Start + i, Length = Math.Min(2, run.Length) };
            var written = text.AsSpan(pair.Start, pair.Length);
            if (char.IsSurrogate(written[0]) || char.IsSurrogate(written[^1])) continue;
            var length = Folding.Fold(written, folded);
            if (length > 0) bag.Add(folded[..length], pair);
        }
    }

    private static bool IsConnector(char c) => c is '-' or '.' or '_' or '\u2010' or '\u2011';

    private static bool IsUnspaced(char c) =>
        c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF'
            or >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uFF66' and <= '\uFF9D';

    /// <summary>Characters of the letter, digit or (inside a word) mark at a position; 0 where there is none.</summary>
    public static int Width(string text, int at, bool started)
    {
        var c = text[at];
        if (c < 0x80) return char.IsAsciiLetterOrDigit(c) ? 1 : 0;
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return 0;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber => rune.Utf16SequenceLength,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format when started => rune.Utf16SequenceLength,
            _ => 0,
        };
    }
}
