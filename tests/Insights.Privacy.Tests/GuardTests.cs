using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Insights.Privacy.Tests;

public sealed class GuardTests
{
    [Fact]
    public void Clean_text_is_screened_and_tidied()
    {
        Assert.True(Guard.Default.TryScreen("  Clause 4.2 is silent.\r\nSo is 4.3.\rAnd\t4.4. \n", out var screened, out var findings));

        Assert.Equal("Clause 4.2 is silent.\nSo is 4.3.\nAnd\t4.4.", screened.Value);
        Assert.Equal(screened.Value.Length, screened.Length);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_blocking_finding_refuses_the_whole_text()
    {
        Assert.False(Guard.Default.TryScreen("Clause 4.2, see maya@example.com", out var screened, out var findings));

        Assert.Null(screened);
        Assert.Equal("E-mail address at characters 17 to 32.", Assert.Single(findings).Message);
    }

    [Fact]
    public void A_warning_lets_the_text_pass()
    {
        Assert.True(Guard.Default.TryScreen("Encik Ahmad bin Salleh hadir", out var screened, out var findings));

        Assert.Equal(28, screened.Length);
        Assert.Equal(FindingStrength.Warn, Assert.Single(findings).Strength);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n ")]
    public void Nothing_is_empty_guarded_text(string? text)
    {
        Assert.True(Guard.Default.TryScreen(text, out var screened, out _));
        Assert.Same(GuardedText.Empty, screened);
    }

    [Theory]
    [InlineData("a\0b", "CONTROL_CHARACTER", 1)]
    [InlineData("ab\u001b[0m", "CONTROL_CHARACTER", 2)]
    [InlineData("a\u0085", "CONTROL_CHARACTER", 1)]
    public void Unusable_characters_are_refused(string text, string type, int at)
    {
        Assert.False(Guard.Default.TryScreen(text, out _, out var findings));
        Assert.Equal((type, at, at + 1), (findings[0].Type, findings[0].Start, findings[0].End));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.False(Guard.Default.TryScreen("\ud83d\ude00 \ude00 \ud83d", out _, out var findings));
        Assert.Equal([("LONE_SURROGATE", 3), ("LONE_SURROGATE", 5)], findings.Select(finding => (finding.Type, finding.Start)));
    }

    [Fact]
    public void A_text_beyond_the_limit_is_refused_unscanned()
    {
        var guard = new Guard(GuardOptions.Default with { MaxLength = 20 });

        Assert.True(guard.TryScreen(new string('a', 20), out _, out _));
        Assert.False(guard.TryScreen("maya@example.com " + new string('a', 20), out _, out var findings));
        Assert.Equal("TOO_LONG", Assert.Single(findings).Type);
    }

    [Fact]
    public void A_deployment_names_its_own_case_ids_and_citation_hosts()
    {
        var guard = new Guard(new GuardOptions { CaseIdPrefixes = ["QX"], CitationHosts = ["example.org"] });

        Assert.Equal("CASE_ID", Assert.Single(guard.Scan("QX-88123 and ESC-88123 at https://docs.example.org/a")).Type);
        Assert.Equal("URL", Assert.Single(guard.Scan("https://www.gov.uk/guidance")).Type);
    }

    [Theory]
    [InlineData("C", "example.org", 8)]
    [InlineData("C4SE", "example.org", 8)]
    [InlineData("CASE", "https://example.org", 8)]
    [InlineData("CASE", "*.example.org", 8)]
    [InlineData("CASE", "", 8)]
    [InlineData("CASE", "example.org", 0)]
    public void Options_out_of_range_are_refused_at_once(string prefix, string host, int length) =>
        Assert.ThrowsAny<ArgumentException>(() => new Guard(
            new GuardOptions { CaseIdPrefixes = [prefix], CitationHosts = [host], MaxLength = length }));

    [Property(MaxTest = 300)]
    public Property Messages_never_hold_the_value() => Prop.ForAll(Values(), value =>
    {
        var screened = Guard.Default.TryScreen($"See {value} there", out _, out var findings);
        return !screened && findings.Count > 0 && findings.All(finding =>
            !finding.Message.Contains(value, StringComparison.OrdinalIgnoreCase)
            && !finding.ToString().Contains(value, StringComparison.OrdinalIgnoreCase));
    });

    [Property(MaxTest = 300)]
    public Property A_value_is_gone_after_masking_and_masking_again_changes_nothing() => Prop.ForAll(Values(), value =>
    {
        var masked = Guard.Default.Mask($"Clause 4.2, see {value} and {value}, R-12.", out var findings);
        return findings.Count == 2
            && !masked.Contains(value, StringComparison.Ordinal)
            && Guard.Default.Mask(masked, out var again) == masked && again.Count == 0;
    });

    [Property(MaxTest = 500)]
    public bool Any_text_gives_ordered_findings_inside_it_without_overlap(string? text)
    {
        text ??= "";
        var reached = 0;
        foreach (var finding in Guard.Default.Scan(text))
        {
            if (finding.Start < reached || finding.End <= finding.Start || finding.End > text.Length) return false;
            reached = finding.End;
        }

        return true;
    }

    [Property(MaxTest = 500)]
    public bool Screened_text_passes_again_unchanged(string? text) =>
        !Guard.Default.TryScreen(text, out var once, out _)
        || (Guard.Default.TryScreen(once.Value, out var twice, out _) && once == twice);

    private static Arbitrary<string> Values()
    {
        var name = Gen.Choose(3, 12).SelectMany(length => Gen.Elements("abcdefghijkmnopqrstuvwxyz".ToCharArray()).ArrayOf(length))
            .Select(letters => new string(letters));
        var digits = Gen.Choose(100, 999).Select(number => $"{number}");
        Gen<string>[] kinds =
        [
            name.SelectMany(first => name.Select(last => $"{first}.{last}@example.com")),
            digits.Select(number => $"+44 7700 900{number}"),
            name.Select(path => $"https://{path}.example.net/{path}"),
            Gen.Choose(20, 255).Select(part => $"192.0.2.{part}"),
            digits.SelectMany(first => digits.Select(last => $"CASE-2025-{first}{last}")),
            Gen.Choose(0, 255).ArrayOf(16).Select(bytes => Convert.ToHexString([.. bytes.Select(value => (byte)value)])),
        ];
        return Gen.OneOf(kinds).ToArbitrary();
    }
}
