namespace Insights.Privacy.Tests.Rules;

/// <summary>
/// Every hostile text is answered, with findings inside it. No clock decides: that the work is linear is proven by
/// <see cref="PatternTests"/> and measured by the benchmark.
/// </summary>
public sealed class HostileTextTests
{
    private const int Length = 8_000;

    public static TheoryData<string> EveryRule() => [.. Samples.Positive.Select(sample => sample.RuleId).Distinct()];

    public static TheoryData<string> EveryRepetition() => [.. HostileShapes.Plain];

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void Eight_shapes_made_from_each_value_are_answered(string rule)
    {
        foreach (var sample in Samples.Positive.Where(sample => sample.RuleId == rule))
            Assert.All(HostileShapes.Of(sample.Line, Length), Answered);
    }

    [Theory]
    [MemberData(nameof(EveryRepetition))]
    public void Plain_repetition_is_answered(string unit) => Answered(HostileShapes.Fill(unit, Length));

    private static void Answered(string text) => Assert.All(Guard.Default.Scan(text), finding => Assert.InRange(finding.End, 1, text.Length));
}
