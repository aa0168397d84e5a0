using System.Diagnostics;

namespace Insights.Privacy.Tests.Cases;

public sealed class CaseSourceTests
{
    private static readonly CaseSource Usual = new("cases", "Case system");

    [Theory]
    [InlineData("CASE-2025-118090", "CASE-2025-118090")]
    [InlineData(" case – 2025/118090 ", "CASE-2025/118090")]
    [InlineData("7719023", "7719023")]
    [InlineData("Case 7719023", "CASE7719023")]
    [InlineData("queue#12", "QUEUE#12")]
    [InlineData("ＣＡＳＥ－７７", "CASE-77")]
    public void An_id_is_normalised_before_its_form_is_looked_at(string typed, string normalised)
    {
        Assert.True(Usual.TryNormalise(typed, out var id));
        Assert.Equal(normalised, id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200b ")]
    [InlineData("an appeal that somebody remembers")]
    [InlineData("the one from 3 weeks ago")]
    [InlineData("Case ID 12345")]
    [InlineData("CASE-77, CASE-78")]
    [InlineData("CASE-77\ud83d")]
    [InlineData("<b>77</b>")]
    public void What_no_case_system_issues_is_refused(string? typed)
    {
        Assert.False(Usual.TryNormalise(typed, out var id));
        Assert.Null(id);
    }

    [Fact]
    public void An_id_is_at_most_200_units_before_and_after_it_is_normalised()
    {
        Assert.True(Usual.TryNormalise(new string('7', 200), out _));
        Assert.False(Usual.TryNormalise(new string('7', 201), out _));
        // One character of Arabic letters that is eighteen once it is taken apart.
        Assert.False(new CaseSource("any", "Any", ".*").TryNormalise(new string('\ufdfa', 50), out _));
    }

    [Fact]
    public void A_pattern_matches_the_whole_id()
    {
        var source = new CaseSource("queue", "Queue", "Q-[0-9]{4}|R[0-9]");

        Assert.True(source.TryNormalise("q-1234", out _));
        Assert.True(source.TryNormalise("r1", out _));
        Assert.False(source.TryNormalise("Q-12345", out _));
        Assert.False(source.TryNormalise("Q-1234\nR1", out _));
        Assert.False(source.TryNormalise("XR1", out _));
    }

    [Theory]
    [InlineData("[0-9")]
    [InlineData("(?=.*[0-9]).+")]
    [InlineData(@"(.)\1")]
    [InlineData("a)|(b")]
    [InlineData("")]
    public void A_pattern_that_cannot_be_used_is_refused(string pattern)
    {
        Assert.Throws<ArgumentException>(() => new CaseSource("queue", "Queue", pattern));
        Assert.Throws<ArgumentException>(() => new CaseSource("queue", "Queue", new string('a', 501)));
    }

    [Theory]
    [InlineData("", "Queue")]
    [InlineData("Queue", "Queue")]
    [InlineData("que ue", "Queue")]
    [InlineData("queue", " ")]
    public void A_source_without_a_usable_code_or_label_is_refused(string code, string label) =>
        Assert.Throws<ArgumentException>(() => new CaseSource(code, label));

    [Theory]
    [InlineData("(A|AA)+")]
    [InlineData("(A*)*B")]
    [InlineData("(A|A?)+C")]
    public void No_pattern_can_hang(string pattern)
    {
        var source = new CaseSource("queue", "Queue", pattern);
        var watch = Stopwatch.StartNew();

        source.TryNormalise(new string('A', 199) + "!", out _);

        // A backtracking engine would need longer than the universe is old; no clock decides between those two.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }
}
