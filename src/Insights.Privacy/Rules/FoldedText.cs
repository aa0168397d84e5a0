using System.Text;

namespace Insights.Privacy.Rules;

/// <summary>
/// A text as the rules read it: digits of every script, full-width letters, dashes and spaces become ASCII, invisible
/// characters vanish. Remembers for each kept unit where it stood.
/// </summary>
internal sealed class FoldedText
{
    private readonly int[] starts;
    private readonly int[] ends;

    private FoldedText(string text, int[] starts, int[] ends)
    {
        Text = text;
        this.starts = starts;
        this.ends = ends;
    }

    public string Text { get; }

    /// <summary>The place in the original text of a non-empty range of the folded one.</summary>
    public (int Start, int End) Original(int start, int end) => (starts[start], ends[end - 1]);

    public static FoldedText Of(string original)
    {
        var folded = new StringBuilder(original.Length);
        var starts = new int[original.Length];
        var ends = new int[original.Length];
        for (var i = 0; i < original.Length;)
        {
            var length = 1;
            if (original[i] < 0x80)
            {
                // A line end is one unit, so that a text reads the same before and after its line ends are normalised.
                if (original[i] == '\r' && i + 1 < original.Length && original[i + 1] == '\n')
                {
                    i++;
                    continue;
                }

                // A defanged colon reads as a colon; defanged full stops have rules of their own.
                if (original[i] == '[' && i + 2 < original.Length && original[i + 1] == ':' && original[i + 2] == ']')
                {
                    length = 3;
                    Keep(':');
                }
                else
                {
                    Keep(original[i] == '\r' ? '\n' : original[i]);
                }
            }
            else if (Rune.TryGetRuneAt(original, i, out var rune))
            {
                length = rune.Utf16SequenceLength;
                if (!Unicode.IsInvisible(rune)) Fold(rune);
            }
            else
            {
                Keep('\uFFFD');
            }

            i += length;

            void Keep(char c)
            {
                starts[folded.Length] = i;
                ends[folded.Length] = i + length;
                folded.Append(c);
            }

            void Fold(Rune rune)
            {
                if (Rune.IsDigit(rune)) Keep((char)('0' + (int)Rune.GetNumericValue(rune)));
                else if (Unicode.IsDash(rune)) Keep('-');
                else if (rune.Value is 0x2028 or 0x2029 or 0x85) Keep('\n');
                else if (Rune.IsWhiteSpace(rune)) Keep(' ');
                else if (rune.Value is >= 0xFF01 and <= 0xFF5E) Keep((char)(rune.Value - 0xFEE0));
                else if (rune.Value is 0x2024 or 0x3002 or 0xFF61 or 0xFE52) Keep('.');
                else if (rune.Value is 0xFE6B) Keep('@');
                else if (rune.Value is 0x2018 or 0x2019) Keep('\'');
                else
                    for (var part = 0; part < length; part++) Keep(original[i + part]);
            }
        }

        return new FoldedText(folded.ToString(), starts, ends);
    }
}
