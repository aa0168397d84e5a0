using Insights.Core.Data;
using Insights.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Insights.Core.Tests.Data;

public sealed class IdsTests
{
    [Fact]
    public void An_id_names_its_kind_and_reads_back()
    {
        var id = new IdSource(new FakeTimeProvider(TestDatabase.Start)).Next<GapId>();

        Assert.StartsWith("gap_", id.Value, StringComparison.Ordinal);
        Assert.Equal(PublicIds.Length, id.Value.Length);
        Assert.True(PublicIds.TryParse<GapId>(id.Value, out var read));
        Assert.Equal(id, read);
        Assert.False(PublicIds.TryParse<ReportId>(id.Value, out _));
    }

    [Fact]
    public void Ids_do_not_repeat()
    {
        var ids = new IdSource(new FakeTimeProvider(TestDatabase.Start));

        Assert.Distinct(Enumerable.Range(0, 1000).Select(_ => ids.Next<ReportId>()));
    }

    [Fact]
    public void The_same_clock_and_the_same_randomness_give_the_same_id()
    {
        static IdSource Source() => new(new FakeTimeProvider(TestDatabase.Start), bytes => bytes[9] = 7);

        Assert.Equal(Source().Next<EventId>(), Source().Next<EventId>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gap_")]
    [InlineData("GAP_01M6CRWH000000000000000004")]
    [InlineData("gap_01M6CRWH00000000000000000U")]
    [InlineData("gap_01m6crwh000000000000000004")]
    [InlineData("gap_01M6CRWH0000000000000000044")]
    public void Anything_else_is_no_id(string? text) => Assert.Null(PublicIds.ParseOrNull<GapId>(text));

    [Fact]
    public void A_page_says_whether_more_follows()
    {
        Assert.Equal([1, 2], Page<int>.Of([1, 2, 3], 2).Items);
        Assert.True(Page<int>.Of([1, 2, 3], 2).HasMore);
        Assert.False(Page<int>.Of([1, 2], 2).HasMore);
    }
}
