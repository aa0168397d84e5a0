namespace Insights.Privacy.Tests;

public sealed class AllowListTests
{
    private static readonly Guard Allowing = Guard.Default.Allowing(new AllowList([new AllowedString("a", "desk@example.com"), new AllowedString("b", "the desk@example.org address")]));

    [Theory]
    [InlineData("Write to desk@example.com.")]
    [InlineData("desk@example.com, desk@example.com")]
    [InlineData("It is the desk@example.org address we mean.")]
    public void An_exact_occurrence_passes_and_is_told(string text)
    {
        var screening = Allowing.Screen(text);

        Assert.NotNull(screening.Text);
        Assert.Empty(screening.Findings);
        Assert.NotEmpty(screening.Allowed);
        Assert.Equal(text, Allowing.Mask(text, out _));
    }

    [Theory]
    [InlineData("Write to help.desk@example.com.")]
    [InlineData("Write to desk@example.com.my.")]
    [InlineData("Write to DESK@example.com.")]
    [InlineData("Write to desk@example.org.")]
    [InlineData("Write to desk@example.com or other@example.com.")]
    [InlineData("Write to desk@example.com\u0001.")]
    public void Anything_beyond_it_is_found(string text) => Assert.Null(Allowing.Screen(text).Text);

    [Fact]
    public void Findings_beside_an_allowed_one_stand()
    {
        var screening = Allowing.Screen("desk@example.com, other@example.com");

        Assert.Equal((18, 35), (Assert.Single(screening.Findings).Start, screening.Findings[0].End));
        Assert.Equal(("a", 0, 16), (Assert.Single(screening.Allowed).AllowedStringId, screening.Allowed[0].Finding.Start, screening.Allowed[0].Finding.End));
    }

    [Fact]
    public void A_long_text_of_near_misses_is_worked_through_once()
    {
        var text = string.Concat(Enumerable.Repeat("xdesk@example.comx ", 400));

        Assert.Null(Allowing.Screen(text).Text);
    }

    [Theory]
    [InlineData("[WITHHELD]")]
    [InlineData("[ERASED]")]
    [InlineData("The reviewer [ERASED] wrote to [EMAIL] about [CASE_ID].")]
    [InlineData("alw_01M6CRWH000000000000000001 wht_01M6CRWH000000000000000002 ers_01M6CRWH000000000000000003")]
    public void What_the_product_writes_itself_is_never_found(string text) => Assert.Empty(Guard.Default.Scan(text));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_entry_is_a_fault(string text) => Assert.Throws<ArgumentException>(() => new AllowList([new AllowedString("a", text)]));

    [Theory]
    [InlineData("Ann Example read it; ANN EXAMPLE agreed.", "[ERASED] read it; [ERASED] agreed.")]
    [InlineData("Joann Example and Ann Examples stay.", "Joann Example and Ann Examples stay.")]
    [InlineData("ann example", "[ERASED]")]
    public void Words_are_taken_out_whole_and_in_any_case(string text, string expected)
    {
        Assert.True(Guard.Default.TryScreen(text, out var guarded, out _));

        Assert.Equal(expected, guarded.Without("Ann Example", GuardedText.Erased).Value);
        Assert.Equal(text != expected, guarded.Says("Ann Example"));
        Assert.Equal(text == expected, ReferenceEquals(guarded, guarded.Without("Ann Example", GuardedText.Erased)));
    }

    [Fact]
    public void A_quote_is_what_stands_in_the_text()
    {
        Assert.True(Guard.Default.TryScreen("It was Ann EXAMPLE.", out var guarded, out _));

        Assert.Equal("Ann EXAMPLE", guarded.Quote("ann example")!.Value);
        Assert.Null(guarded.Quote("an example"));
    }
}
