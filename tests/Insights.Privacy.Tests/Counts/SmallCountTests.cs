namespace Insights.Privacy.Tests.Counts;

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

    [Theory]
    [InlineData(7, 5)]
    [InlineData(8, 4)]
    [InlineData(0, 5)]
    [InlineData(8, int.MaxValue)]
    public void Nobody_lowers_the_threshold_or_the_step(int threshold, int step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallCountRule(threshold, step));

    [Theory]
    [InlineData(10, 5, 9, null)]
    [InlineData(10, 5, 10, 10L)]
    [InlineData(12, 5, 12, 15L)]
    [InlineData(8, 20, 8, 20L)]
    [InlineData(8, 20, 29, 20L)]
    [InlineData(8, 20, 30, 40L)]
    [InlineData(8, 10, 14, 10L)]
    [InlineData(8, 10, 15, 20L)]
    public void Both_may_be_raised_and_a_count_that_is_shown_is_never_shown_as_none(int threshold, int step, long exact, long? published) =>
        Assert.Equal(published, SmallCount.Of(exact, new SmallCountRule(threshold, step)).Value);

    [Theory]
    [InlineData(8, 5)]
    [InlineData(10, 5)]
    [InlineData(11, 5)]
    [InlineData(12, 5)]
    [InlineData(8, 6)]
    [InlineData(8, 20)]
    [InlineData(30, 7)]
    public void What_a_published_count_means_is_what_is_published_so(int threshold, int step)
    {
        var rule = new SmallCountRule(threshold, step);
        foreach (var group in Enumerable.Range(0, 400).GroupBy(exact => rule.Publish(exact)).SkipLast(1))
        {
            Assert.Equal((group.Min(), group.Max()), rule.Meaning(group.Key));
            Assert.True(group.Key == 0 || group.Count() >= 3, $"{group.Key} stands for {group.Count()}");
        }
    }

    [Theory]
    [InlineData(8, 8, 100)]
    [InlineData(0, 40, 0)]
    [InlineData(13, 41, 38)]
    [InlineData(7, 40, null)]
    [InlineData(0, 7, null)]
    [InlineData(0, 0, null)]
    public void A_rate_is_an_integer_made_of_the_published_counts(long part, long whole, int? percent) =>
        Assert.Equal(percent, SmallCount.PercentOf(SmallCount.Of(part), SmallCount.Of(whole)));

    [Fact]
    public void A_rate_of_a_part_is_never_above_a_hundred()
    {
        for (var whole = 8; whole < 60; whole++)
            for (var part = 0; part <= whole; part++)
                Assert.True(SmallCount.PercentOf(SmallCount.Of(part), SmallCount.Of(whole)) is null or (>= 0 and <= 100));
    }

    [Fact]
    public void A_mean_of_few_is_not_told()
    {
        Assert.Null(SmallCount.Mean(0, 0));
        Assert.Null(SmallCount.Mean(21, 7));
        Assert.Equal(3.1, SmallCount.Mean(25, 8));
        Assert.Null(SmallCount.Mean(25, 8, new SmallCountRule(10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallCount.Mean(1, -1));
    }
}
