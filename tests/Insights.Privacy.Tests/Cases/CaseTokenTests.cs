namespace Insights.Privacy.Tests.Cases;

public sealed class CaseTokenTests
{
    private const string Canonical = "CR1-KWCS0-YPF8W-12S11-CYGQ8-Z";
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Theory]
    [InlineData(Canonical)]
    [InlineData("cr1-kwcs0-ypf8w-12s11-cygq8-z")]
    [InlineData("CR1KWCS0YPF8W12S11CYGQ8Z")]
    [InlineData("CR1-KWCS0YPF8W-12S11CYGQ8Z")]
    [InlineData("  CR1-KWCS0-YPF8W-12S11-CYGQ8-Z ")]
    public void A_token_is_read_in_any_case_and_without_hyphens(string typed)
    {
        Assert.True(CaseToken.TryParse(typed, out var token));

        Assert.Equal(Canonical, token.Value);
        Assert.Equal(Canonical, token.ToString());
        Assert.Equal(1, token.KeyId);
    }

    [Theory]
    [InlineData("CR1-DKPX9-2BQ16-DGNZC-WWE6P-Q", 1)]
    [InlineData("CR2-07YWX-E6E3J-4K38J-X7DFF-3", 2)]
    [InlineData("CR12-CSWDZ-1H4GG-3HG9A-8FZGE-C", 12)]
    [InlineData("CR999999999-EACT2-7RGWP-Z6JF0-FGE65-N", 999_999_999)]
    public void Known_tokens_keep_their_key_id(string typed, int keyId)
    {
        Assert.True(CaseToken.TryParse(typed, out var token));
        Assert.Equal(keyId, token.KeyId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CASE-2025-118090")]
    [InlineData("CR-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR0-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR01-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQ8")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQU-Z")]
    [InlineData("CR1-KWCS-0YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR1--KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQ8-Z-")]
    [InlineData("CR1 KWCS0 YPF8W 12S11 CYGQ8 Z")]
    [InlineData("CR1234567890-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQ8-ZCR1-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    public void Anything_else_is_no_token(string? typed)
    {
        Assert.False(CaseToken.TryParse(typed, out var token));
        Assert.Equal(default, token);
        Assert.Equal("", token.Value);
    }

    [Fact]
    public void Every_single_wrong_character_is_caught()
    {
        var tried = 0;
        for (var at = 2; at < Canonical.Length; at++)
        {
            if (Canonical[at] == '-') continue;
            foreach (var other in Alphabet.Where(other => other != Canonical[at]))
            {
                Assert.False(CaseToken.TryParse(Canonical[..at] + other + Canonical[(at + 1)..], out _));
                tried++;
            }
        }

        Assert.Equal(22 * 31, tried);
    }

    [Fact]
    public void Every_swap_of_unequal_neighbours_is_caught()
    {
        var plain = Canonical.Replace("-", "");
        for (var at = 2; at + 1 < plain.Length; at++)
        {
            if (plain[at] == plain[at + 1]) continue;
            var swapped = plain[..at] + plain[at + 1] + plain[at] + plain[(at + 2)..];
            Assert.False(CaseToken.TryParse(swapped, out _), $"swap at {at}");
        }
    }
}
