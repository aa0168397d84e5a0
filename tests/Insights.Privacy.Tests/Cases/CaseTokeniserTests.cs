namespace Insights.Privacy.Tests.Cases;

public sealed class CaseTokeniserTests
{
    private static readonly CaseTokeniser Tokeniser = new(new CaseKeyRing(Keys.First));

    // Computed once by a separate program from the definition alone.
    [Theory]
    [InlineData("north", "queue", "CASE-2025-118090", "CR1-KWCS0-YPF8W-12S11-CYGQ8-Z")]
    [InlineData("north", "queue", "7719023", "CR1-WAFMV-CAAZ0-XHWQ6-HFNEY-R")]
    [InlineData("south", "queue", "7719023", "CR1-0C8Z5-TEWG9-PGJWZ-BGB9Q-2")]
    [InlineData("north", "appeals", "7719023", "CR1-8VXWA-NZYKP-S23YJ-Y0RH1-K")]
    public void Tokens_are_those_of_the_definition(string tenant, string source, string id, string token) =>
        Assert.Equal(token, Tokeniser.Tokenise(tenant, source, id).Value);

    [Fact]
    public void Another_key_gives_another_token() => Assert.Equal(
        "CR12-CSWDZ-1H4GG-3HG9A-8FZGE-C",
        new CaseTokeniser(new CaseKeyRing(Keys.Twelfth)).Tokenise("north", "queue", "7719023").Value);

    [Theory]
    [InlineData("case-2025-118090")]
    [InlineData("  CASE-2025-118090\t")]
    [InlineData("CASE - 2025 - 118090")]
    [InlineData("CASE–2025—118090")]
    [InlineData("CASE\u22122025\u2011118090")]
    [InlineData("ＣＡＳＥ－２０２５－１１８０９０")]
    [InlineData("CASE\u00a0-2025-\u200b118090")]
    public void Ways_of_writing_one_id_give_one_token(string typed) =>
        Assert.Equal("CR1-KWCS0-YPF8W-12S11-CYGQ8-Z", Tokeniser.Tokenise("north", "queue", typed).Value);

    [Fact]
    public void The_border_between_fields_counts() =>
        Assert.NotEqual(Tokeniser.Tokenise("ab", "c", "1234"), Tokeniser.Tokenise("a", "bc", "1234"));

    [Fact]
    public void Every_key_of_the_ring_finds_its_own_token()
    {
        var ring = new CaseKeyRing(Keys.Twelfth, Keys.First);

        var tokens = new CaseTokeniser(ring).TokeniseUnderEveryKey("north", "queue", "7719023");

        Assert.Equal(["CR12-CSWDZ-1H4GG-3HG9A-8FZGE-C", "CR1-WAFMV-CAAZ0-XHWQ6-HFNEY-R"], tokens.Select(token => token.Value));
        Assert.All(tokens, token => Assert.True(ring.Accepts(token)));
        Assert.False(new CaseKeyRing(Keys.First).Accepts(tokens[0]));
    }

    [Theory]
    [InlineData("", "queue", "7719023")]
    [InlineData("north", " ", "7719023")]
    [InlineData("north", "queue", "")]
    [InlineData("north", "queue", " \u200b ")]
    public void A_blank_part_is_an_error(string tenant, string source, string id) =>
        Assert.Throws<ArgumentException>(() => Tokeniser.Tokenise(tenant, source, id));

    [Fact]
    public void An_endless_or_broken_id_is_an_error_that_does_not_repeat_it()
    {
        foreach (var id in (string[])[new string('7', 201), "77190\ud83d"])
        {
            var error = Assert.Throws<ArgumentException>(() => Tokeniser.Tokenise("north", "queue", id));
            Assert.DoesNotContain("77", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(-1, 32)]
    [InlineData(1_000_000_000, 32)]
    [InlineData(1, 31)]
    [InlineData(1, 0)]
    public void A_key_with_a_wrong_id_or_too_few_bytes_is_refused(int id, int bytes) =>
        Assert.Throws<ArgumentException>(() => new CaseKey(id, Keys.Bytes(0, bytes)));

    [Fact]
    public void Two_keys_under_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => new CaseKeyRing(Keys.First, new CaseKey(1, Keys.Bytes(9, 32))));

    [Fact]
    public void A_key_is_told_apart_by_its_check_value_and_prints_only_its_id()
    {
        Assert.Equal("A54BEF", Keys.First.CheckValue);
        Assert.Equal("A53003", Keys.Twelfth.CheckValue);
        Assert.Equal("case key 12", Keys.Twelfth.ToString());
    }

    [Fact]
    public void The_secret_is_copied()
    {
        var secret = Keys.Bytes(0, 32);
        var tokeniser = new CaseTokeniser(new CaseKeyRing(new CaseKey(1, secret)));
        Array.Clear(secret);

        Assert.Equal("CR1-WAFMV-CAAZ0-XHWQ6-HFNEY-R", tokeniser.Tokenise("north", "queue", "7719023").Value);
    }
}
