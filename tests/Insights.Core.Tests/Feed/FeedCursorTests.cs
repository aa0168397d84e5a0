using Insights.Core.Feed;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class FeedCursorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1793600000, 42)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void A_cursor_reads_back_what_it_wrote(long epoch, long position)
    {
        var cursor = new FeedCursor(epoch, position);

        Assert.True(FeedCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1.1")]
    [InlineData("v1.1.2.3")]
    [InlineData("v2.1.2")]
    [InlineData("V1.1.2")]
    [InlineData("v1.-1.2")]
    [InlineData("v1.1.-2")]
    [InlineData("v1.+1.2")]
    [InlineData("v1. 1.2")]
    [InlineData("v1.1.2 ")]
    [InlineData("v1.1.0x2")]
    [InlineData("v1.1.2e3")]
    [InlineData("v1.1.9223372036854775808")]
    [InlineData("v1.1.١")]
    public void Anything_else_is_no_cursor(string? text) => Assert.False(FeedCursor.TryParse(text, out _));
}
