using FsCheck.Xunit;

namespace Insights.Privacy.Tests.Rules;

public sealed class ExemptionTests
{
    private static readonly CaseTokeniser Tokeniser = new(new CaseKeyRing(Keys.First));

    [Property(MaxTest = 300)]
    public bool Own_case_tokens_are_never_flagged(int number)
    {
        var token = Tokeniser.Tokenise("north", "queue", $"CASE-{number}");
        return Guard.Default.Scan($"Duplicate of {token}, case id {token.Value.ToLowerInvariant()}, ticket {token.Value.Replace("-", "")}.").Count == 0;
    }

    [Theory]
    [InlineData("gap_01J9ZQ4T7N8M2K3P5R6S7T8V9W and account rpt_01J9ZQ4T7N8M2K3P5R6S7T8V9W are linked.")]
    [InlineData("evt_01j9zq4t7n8m2k3p5r6s7t8v9w, user con_01J9ZQ4T7N8M2K3P5R6S7T8V9W")]
    [InlineData("Account R-1234 and case G-42.")]
    [InlineData("[EMAIL], [PHONE], [CASE_ID], <redacted>, {case_ref}, @username, @mentions")]
    [InlineData("0.0.0.0, 00:00:00:00:00:00, 0000 0000 0000 0000")]
    [InlineData("www.justice.gov/ceos, un.org, iso.org/standard/75652.html, https://www.rfc-editor.org/rfc/rfc9457")]
    public void Own_ids_placeholders_and_citations_are_never_flagged(string text) => Assert.Empty(Guard.Default.Scan(text));

    [Theory]
    [InlineData("Duplicate of CR1-KWCS0-YPF8W-12S11-CYGQ8-Z.", 0)]
    [InlineData("Account CR1-KWCS0-YPF8W-12S11-CYGQ8-Y.", 1)]
    public void A_token_with_a_wrong_check_character_is_not_exempt(string text, int findings) =>
        Assert.Equal(findings, Guard.Default.Scan(text).Count);

    [Theory]
    [InlineData("https://www.gov.uk/search?mail=maya@example.com")]
    [InlineData("https://www.gov.uk/maya@example.com")]
    [InlineData("https://www.gov.uk@example.com/path")]
    [InlineData("https://gov.uk.example.com/path")]
    [InlineData("https://notgov.uk/path")]
    [InlineData("https://example.com/[EMAIL]/profile")]
    [InlineData("R-123@example.com")]
    [InlineData("maya[AT]example[DOT]com")]
    public void An_exemption_hides_nothing_else(string text) => Assert.NotEmpty(Guard.Default.Scan(text));
}
