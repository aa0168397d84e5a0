using Insights.Core.Gaps;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Reports;

public sealed class FileReportTests
{
    [Fact]
    public async Task A_gap_goes_the_whole_way_from_new_to_closed()
    {
        await using var database = await TestDatabase.CreateAsync();

        var gap = await database.GapInAsync(GapState.Closed);

        Assert.Equal(GapState.Closed, gap.State);
    }
}
