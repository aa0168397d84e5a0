using Insights.Core.Gaps;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Clusters;

/// <summary>Whatever four people do to clusters, undone in reverse it leaves everything as it was. The benchmarks run a thousand of these.</summary>
public sealed class UndoPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public async Task Five_sequences_of_fifty_operations_undone_in_reverse_restore_equal_views(int firstSeed)
    {
        await using var database = await TestDatabase.CreateAsync();
        var clustering = await RandomClustering.OverGapsInEveryStateAsync(database);
        var before = await clustering.ViewsAsync();
        foreach (var seed in Enumerable.Range(firstSeed, 5))
        {
            var done = await clustering.RunAsync(seed, 50);
            Assert.NotEqual(before, await clustering.ViewsAsync());

            await clustering.UndoAsync(done);

            Assert.Equal(before, await clustering.ViewsAsync());
        }

        // The script is worth something only if every kind of operation happens, and some are refused.
        Assert.True(clustering.Refused > 25);
        Assert.Equal(
            [OperationKind.Canonical, OperationKind.Group, OperationKind.KeepApart, OperationKind.Link, OperationKind.Merge, OperationKind.Split, OperationKind.Undo],
            clustering.Granted.Where(g => g.Value > 5).Select(g => g.Key).OrderBy(k => k.ToString(), StringComparer.Ordinal));
    }
}
