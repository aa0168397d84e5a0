namespace Insights.Privacy.Tests.Rules;

/// <summary>
/// Hang guards only: a scan that never ends fails here. That the work is linear is proven by <see cref="PatternTests"/> without a clock, and
/// measured by the benchmark.
/// </summary>
public sealed class HostileTextTests
{
    private const int Length = 8_000;
    private const int HangMilliseconds = 120_000;

    public static TheoryData<string> EveryRule() => [.. Samples.Positive.Select(sample => sample.RuleId).Distinct()];

    public static TheoryData<string> EveryRepetition() => [.. HostileShapes.Plain];

    [Theory(Timeout = HangMilliseconds)]
    [MemberData(nameof(EveryRule))]
    public Task Eight_shapes_made_from_each_value_are_answered(string rule) => Task.Run(() =>
    {
        foreach (var sample in Samples.Positive.Where(sample => sample.RuleId == rule))
            Assert.All(HostileShapes.Of(sample.Line, Length), Answered);
    });

    [Theory(Timeout = HangMilliseconds)]
    [MemberData(nameof(EveryRepetition))]
    public Task Plain_repetition_is_answered(string unit) => Task.Run(() => Answered(HostileShapes.Fill(unit, Length)));

    private static void Answered(string text) => Assert.All(Guard.Default.Scan(text), finding => Assert.InRange(finding.End, 1, text.Length));
}
