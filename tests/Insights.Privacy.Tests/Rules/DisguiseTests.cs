namespace Insights.Privacy.Tests.Rules;

public sealed class DisguiseTests
{
    [Theory]
    [InlineData("PHONE", "Ring «＋４４ ７７００ ９０００１４» now")]
    [InlineData("PHONE", "Ring «+44\u20117700\u2013900\u2212014» now")]
    [InlineData("PHONE", "Ring «+44\u00a07700\u202f900014» now")]
    [InlineData("PHONE", "Ring «+44 77\u200b00 90\u200d00\u00ad14» now")]
    [InlineData("PHONE", "Ring «+٤٤ ٧٧٠٠ ٩٠٠٠١٤» now")]
    [InlineData("PHONE", "Ring «+44 7700 9000\U0001d7cf\U0001d7d2» now")]
    [InlineData("EMAIL", "Mail «maya＠example．com» now")]
    [InlineData("EMAIL", "\U0001f600 mail «ma\u2060ya@exam\ufeffple.com» now")]
    [InlineData("IP_ADDRESS", "Host «192.0.2\u200b.130» now")]
    [InlineData("URL", "See «ｈｔｔｐｓ：／／example.org/a» now")]
    [InlineData("CREDIT_CARD", "Card «4242\u20034242\u20034242\u20034242» now")]
    [InlineData("CASE_ID", "Seen «CASE\u20132025\u2013118090» now")]
    [InlineData("MY_NRIC", "\r\n\r\nIC «830109–48–1067» now")]
    public void A_disguised_value_is_found_at_its_place_in_the_original_text(string type, string line)
    {
        var (text, start, end) = Marked.Read(line);

        var finding = Assert.Single(Guard.Default.Scan(text));

        Assert.Equal((type, start, end), (finding.Type, finding.Start, finding.End));
    }

    [Fact]
    public void Masking_removes_the_disguise_with_the_value()
    {
        var masked = Guard.Default.Mask("Ring ＋４４ ７７００\u200b ９０００１４ or maya@example.com.", out var findings);

        Assert.Equal("Ring [PHONE] or [EMAIL].", masked);
        Assert.Equal(2, findings.Count);
    }
}
