using System.Reflection;
using System.Text.RegularExpressions;
using Insights.Privacy.Tests.Linear;

namespace Insights.Privacy.Tests.Rules;

/// <summary>Proves on the patterns themselves, without a clock, that a scan is linear in the length of the text.</summary>
public sealed class PatternTests
{
    private const int Length = 300;
    private const int FullLength = 2_000;
    private const double MostSteps = 2.5;

    /// <summary>Enough for what every text costs, long or short.</summary>
    private const int Overhead = 200;

    /// <summary>No single start of a match may look at more than this many characters.</summary>
    private const long LongestMatch = 20_000;

    private static readonly (string Name, Regex Regex)[] Patterns = [.. Everywhere()];

    public static TheoryData<string> EveryPattern() => [.. Patterns.Select(pattern => pattern.Name)];

    [Fact]
    public void All_patterns_of_the_guard_are_looked_at_and_all_are_generated()
    {
        Assert.True(Patterns.Length > 60, $"Only {Patterns.Length} patterns were found.");
        Assert.DoesNotContain(
            typeof(Guard).Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            field => field.FieldType == typeof(Regex) && !field.DeclaringType!.FullName!.Contains("RegularExpressions.Generated", StringComparison.Ordinal)
                // A deployment's own pattern for its case ids runs on the engine that never backtracks.
                && field.DeclaringType != typeof(CaseSource));
    }

    [Theory]
    [MemberData(nameof(EveryPattern))]
    public void Every_repetition_has_a_bound(string name)
    {
        var whole = Read(name);

        Assert.DoesNotContain(Repetitions(whole), repeat => repeat.Most == Pattern.Unbounded);
        Assert.InRange(whole.Longest, 0, LongestMatch);
    }

    /// <summary>Double the text costs at most two and a half times the steps, on every hostile shape.</summary>
    [Theory]
    [MemberData(nameof(EveryPattern))]
    public void Twice_the_text_takes_at_most_two_and_a_half_times_the_steps(string name)
    {
        var whole = Read(name);
        var shapes = HostileShapes.Plain.Select(unit => (Func<int, string>)(length => HostileShapes.Fill(unit, length)))
            .Concat(Samples.Positive.DistinctBy(sample => sample.RuleId).Select(sample => (Func<int, string>)(length => HostileShapes.Cut(sample.Line, length))));

        foreach (var shape in shapes)
        {
            // A list of bytes is no list before it is long enough: what misses the mark early must meet it at the full length.
            var growth = Growth(whole, shape, Length);
            if (growth > MostSteps) growth = Growth(whole, shape, FullLength);
            Assert.True(growth <= MostSteps, $"{name}: the steps grew by {growth:0.00} on {shape(30)}.");
        }
    }

    [Theory]
    [InlineData("(?:a{1,50}){1,50}b", 8)]
    [InlineData("[a-z]{1,2000}x", 500)]
    [InlineData("(?<=a{1,2000})b", 500)]
    public void A_pattern_that_is_not_linear_would_be_caught(string pattern, int length)
    {
        var whole = Pattern.Parse(pattern, RegexOptions.None);

        Assert.True(MostSteps * Count(whole, HostileShapes.Fill("a", length)) + Overhead < Count(whole, HostileShapes.Fill("a", 2 * length)));
    }

    [Fact]
    public void The_counter_finds_what_the_engine_finds()
    {
        foreach (var (name, regex) in Patterns)
        {
            if (regex.ToString().Contains("\\G", StringComparison.Ordinal)) continue;
            foreach (var (text, _, _) in Samples.Positive.Select(sample => Marked.Read(sample.Line)).Where(line => line.Text.Length < 120))
                Assert.True(regex.Count(text) == new StepCounter(Read(name), text).Run().Matches, $"{name} on {text}");
        }
    }

    private static double Growth(Pattern pattern, Func<int, string> shape, int length) =>
        Math.Max(0, Count(pattern, shape(2 * length)) - Overhead) / (double)Count(pattern, shape(length));

    private static long Count(Pattern pattern, string text) => new StepCounter(pattern, text).Run().Steps;

    private static Pattern Read(string name)
    {
        var (_, regex) = Patterns.Single(pattern => pattern.Name == name);
        return Pattern.Parse(regex.ToString(), regex.Options);
    }

    private static IEnumerable<Pattern.Repeat> Repetitions(Pattern pattern) =>
        pattern.Children.SelectMany(Repetitions).Concat(pattern is Pattern.Repeat repeat ? [repeat] : []);

    private static IEnumerable<(string Name, Regex Regex)> Everywhere() =>
        from type in typeof(Guard).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.GetCustomAttribute<GeneratedRegexAttribute>() is not null
        select ($"{type.Name}.{method.Name}", (Regex)method.Invoke(null, null)!);
}
