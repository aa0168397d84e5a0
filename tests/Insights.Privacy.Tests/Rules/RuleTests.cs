namespace Insights.Privacy.Tests.Rules;

public sealed class RuleTests
{
    public static TheoryData<string, string, string> Positive()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (rule, type, line) in Samples.Positive) data.Add(rule, type, line);
        return data;
    }

    public static TheoryData<string, string> Negative()
    {
        var data = new TheoryData<string, string>();
        foreach (var (rule, line) in Samples.Negative) data.Add(rule, line);
        return data;
    }

    [Theory]
    [MemberData(nameof(Positive))]
    public void A_rule_finds_its_value_and_nothing_around_it(string rule, string type, string line)
    {
        var (text, start, end) = Marked.Read(line);

        var finding = Assert.Single(Guard.Default.Scan(text));

        Assert.Equal((type, rule, start, end), (finding.Type, finding.RuleId, finding.Start, finding.End));
    }

    [Theory]
    [MemberData(nameof(Negative))]
    public void A_failed_check_or_another_meaning_is_no_finding(string rule, string line)
    {
        var findings = Guard.Default.Scan(line);

        Assert.True(findings.Count == 0, $"{rule}: {string.Join(' ', findings)}");
    }

    [Fact]
    public void Names_and_addresses_warn_and_everything_else_blocks()
    {
        foreach (var (_, type, line) in Samples.Positive)
        {
            var soft = type is "PERSON_NAME" or "STREET_ADDRESS";
            var finding = Assert.Single(Guard.Default.Scan(Marked.Read(line).Text));
            Assert.Equal(soft ? FindingStrength.Warn : FindingStrength.Block, finding.Strength);
        }
    }

    [Fact]
    public void Every_rule_has_a_positive_sample()
    {
        var sampled = Samples.Positive.Select(sample => sample.RuleId).ToHashSet();

        Assert.All(Samples.Negative, sample => Assert.Contains(sample.RuleId, sampled));
    }

    [Theory]
    [InlineData("maya.fernandes@example.com", "MAYA.FERNANDES@EXAMPLE.COM")]
    [InlineData("case-2025-118090", "CASE-2025-118090")]
    [InlineData("at611904300234573201", "AT611904300234573201")]
    [InlineData("username quiet_fox", "USERNAME QUIET_FOX")]
    public void Letter_case_does_not_hide_a_value(string small, string capital)
    {
        Assert.Single(Guard.Default.Scan(small));
        Assert.Single(Guard.Default.Scan(capital));
    }

    [Fact]
    public void A_cue_is_a_whole_word()
    {
        Assert.Empty(Guard.Default.Scan("The republic, as a hotel, 5550150 times."));
        Assert.Single(Guard.Default.Scan("The tel is 5550150."));
    }

    [Fact]
    public void Several_values_of_one_line_are_told_apart()
    {
        var findings = Guard.Default.Scan("Both z.ali@example.org and 198.51.100.201 in policy v2.0.1.7");

        Assert.Equal(["EMAIL", "IP_ADDRESS"], findings.Select(finding => finding.Type));
    }

    [Fact]
    public void A_list_of_case_ids_is_found_to_its_end()
    {
        var findings = Guard.Default.Scan("tickets 88123, 88124 and 88125 of 12 queues");

        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.Equal("CASE_ID", finding.Type));
    }
}
