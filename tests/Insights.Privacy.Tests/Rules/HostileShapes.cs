namespace Insights.Privacy.Tests.Rules;

/// <summary>Texts made to cost as much as possible: a value over and over, cut short, spoilt at its end, or behind its cue.</summary>
internal static class HostileShapes
{
    /// <summary>Repetitions that are no value of any rule.</summary>
    public static readonly string[] Plain =
    [
        "a", "a.", "a-", "a_", "AA11", "1", "1 ", "1.", "1,", "1-", "0:", "a@", "@a.", "@", "a at b dot ", "(at)(dot)", "_at_", "+1 ", "0", "(", "[", "/", "https://", "a://b",
        "section 1.1.1.1, ", "case no ", "case no 12345 ", "account number a ", "born a ", "dob: ", "user ", "CR1-00000-", "Jalan A ", "1 A Street ", "name: Ab Ab Ab Ab ", "Ab ", "Dr ",
        "\u200b", "\ud83d\ude00", "\u0001x", "\n", "\"@", "%40", "0x", "a a@",
    ];

    /// <summary>The shapes that one sample of a rule gives, each so many units long.</summary>
    public static string[] Of(string line, int length)
    {
        var (text, start, end) = Marked.Read(line);
        var value = text[start..end];
        return
        [
            Fill(value, length),
            Fill(value + " ", length),
            Fill(value[..^1], length),
            Fill(value[..^1] + "!", length),
            Fill(text[..start] + value[..^1] + " ", length),
            Fill(value[..((value.Length + 1) / 2)], length),
            Fill(value[..1] + value[^1..], length),
            Fill(text + " ", length),
        ];
    }

    /// <summary>The words before the value and the value without its last character, over and over.</summary>
    public static string Cut(string line, int length)
    {
        var (text, start, end) = Marked.Read(line);
        return Fill(text[..start] + text[start..(end - 1)] + " ", length);
    }

    public static string Fill(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length + 1))[..length];
}
