using Insights.Core.Pipeline;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

public sealed class ThreeWayTests
{
    [Theory]
    [InlineData("a", "a", "a", ChangedBy.Neither)]
    [InlineData("a", "a", "b", ChangedBy.You)]
    [InlineData("a", "b", "a", ChangedBy.Them)]
    [InlineData("a", "b", "b", ChangedBy.Neither)]
    [InlineData("a", "b", "c", ChangedBy.Both)]
    [InlineData("a", null, "c", ChangedBy.Both)]
    [InlineData("a", null, "a", ChangedBy.Them)]
    [InlineData(null, "b", "", ChangedBy.Them)]
    [InlineData(null, " ", "c", ChangedBy.You)]
    [InlineData("a ", "a", "b", ChangedBy.You)]
    [InlineData("a", "A", "a", ChangedBy.Them)]
    public void What_only_one_of_two_changed_needs_no_question(string? start, string? theirs, string? yours, ChangedBy changed)
    {
        Assert.Equal(changed, ThreeWay.Of(start, theirs, yours));
    }
}
