using System.Diagnostics;

namespace Insights.Privacy.Tests.Rules;

public sealed class HostileTextTests
{
    private const int Length = 8_000;

    public static TheoryData<string> EveryRule() => [.. Samples.Positive.Select(sample => sample.RuleId).Distinct()];

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void Seven_shapes_made_from_each_value_are_scanned_in_time(string rule)
    {
        var line = Samples.Positive.First(sample => sample.RuleId == rule).Line;
        var (text, start, end) = Marked.Read(line);
        var value = text[start..end];
        string[] shapes =
        [
            Fill(value),
            Fill(value + " "),
            Fill(value[..^1]),
            Fill(value[..^1] + "!"),
            Fill(text[..start] + value[..^1] + " "),
            Fill(value[..((value.Length + 1) / 2)]),
            Fill(value[..1] + value[^1..]),
        ];

        Assert.All(shapes, InTime);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.")]
    [InlineData("a-")]
    [InlineData("AA11")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData("1,")]
    [InlineData("0:")]
    [InlineData("a@")]
    [InlineData("@a.")]
    [InlineData("@")]
    [InlineData("a at b dot ")]
    [InlineData("(at)(dot)")]
    [InlineData("+1 ")]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("/")]
    [InlineData("https://")]
    [InlineData("section 1.1.1.1, ")]
    [InlineData("case no ")]
    [InlineData("CR1-00000-")]
    [InlineData("Jalan A ")]
    [InlineData("1 A Street ")]
    [InlineData("name: Ab Ab Ab Ab ")]
    [InlineData("\u200b")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\u0001x")]
    [InlineData("\n")]
    [InlineData("\"@")]
    public void Plain_repetition_is_scanned_in_time(string unit) => InTime(Fill(unit));

    private static string Fill(string unit) =>
        string.Concat(Enumerable.Repeat(unit, Length / unit.Length + 1))[..Length];

    /// <summary>The bound is generous: a linear scan needs a few milliseconds, a backtracking one many seconds.</summary>
    private static void InTime(string text)
    {
        var from = Stopwatch.GetTimestamp();
        Guard.Default.Scan(text);
        Assert.InRange(Stopwatch.GetElapsedTime(from), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
