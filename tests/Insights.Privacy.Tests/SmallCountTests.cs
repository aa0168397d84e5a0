namespace Insights.Privacy.Tests;

public sealed class SmallCountTests
{
    [Theory]
    [InlineData(0, 0L)]
    [InlineData(1, null)]
    [InlineData(7, null)]
    [InlineData(8, 10L)]
    [InlineData(12, 10L)]
    [InlineData(13, 15L)]
    [InlineData(17, 15L)]
    [InlineData(18, 20L)]
    [InlineData(1002, 1000L)]
    [InlineData(1003, 1005L)]
    public void A_count_is_kept_suppressed_or_rounded(long exact, long? published)
    {
        var count = SmallCount.Of(exact);

        Assert.Equal(published, count.Value);
        Assert.Equal(published is null, count.Suppressed);
    }

    [Fact]
    public void Every_published_value_stands_for_several_exact_ones_unless_it_is_zero()
    {
        var sharing = Enumerable.Range(0, 1_000).GroupBy(exact => SmallCount.Of(exact)).Where(group => group.Key.Value != 0);

        Assert.All(sharing, group => Assert.True(group.Count() >= 2));
    }

    [Fact]
    public void A_negative_count_is_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => SmallCount.Of(-1));

    [Fact]
    public void The_default_is_suppressed() => Assert.True(default(SmallCount).Suppressed);
}
