namespace Insights.Privacy.Tests.Cases;

public sealed class CaseKeyRingTests
{
    private static readonly CaseKeyRing Ring = new(Keys.Twelfth, [Keys.First], [5]);

    [Theory]
    [InlineData("CR12-CSWDZ-1H4GG-3HG9A-8FZGE-C", CaseKeyState.Active, true)]
    [InlineData("CR1-WAFMV-CAAZ0-XHWQ6-HFNEY-R", CaseKeyState.VerifyOnly, true)]
    [InlineData("CR5", CaseKeyState.Retired, false)]
    [InlineData("CR2-07YWX-E6E3J-4K38J-X7DFF-3", null, false)]
    public void A_token_is_accepted_while_its_key_has_a_secret(string text, CaseKeyState? state, bool accepted)
    {
        var token = text == "CR5" ? CaseToken.Of(5, new byte[32]) : Read(text);

        Assert.Equal(state, Ring.StateOf(token));
        Assert.Equal(accepted, Ring.Accepts(token));
    }

    [Fact]
    public void A_token_of_a_retired_key_is_still_read_and_written()
    {
        var token = CaseToken.Of(5, [.. Keys.Bytes(7, 32)]);

        Assert.True(CaseToken.TryParse(token.Value.ToLowerInvariant(), out var read));
        Assert.Equal(token.Value, read.Value);
    }

    [Fact]
    public void No_token_is_of_no_key() => Assert.Null(Ring.StateOf(default));

    [Fact]
    public void Only_keys_with_a_secret_find_a_case() =>
        Assert.Equal([12, 1], new CaseTokeniser(Ring).TokeniseUnderEveryKey("north", "queue", "7719023").Select(token => token.KeyId));

    [Theory]
    [InlineData(12)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(1_000_000_000)]
    public void A_retired_id_that_is_in_use_or_out_of_range_is_refused(int retired) =>
        Assert.Throws<ArgumentException>(() => new CaseKeyRing(Keys.Twelfth, [Keys.First], [retired]));

    [Fact]
    public void A_key_retired_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => new CaseKeyRing(Keys.Twelfth, [], [5, 5]));

    [Fact]
    public void A_check_value_is_that_of_its_key_only()
    {
        Assert.True(Keys.First.Has("A54BEF"));
        Assert.False(Keys.First.Has("A53003"));
        Assert.False(Keys.First.Has(""));
    }

    private static CaseToken Read(string text) => CaseToken.TryParse(text, out var token) ? token : throw new FormatException(text);
}
