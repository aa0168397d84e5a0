namespace Insights.Similarity.Tests;

/// <summary>Looks at the managed heap of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class MemoryTests
{
    [Fact]
    public void Approximate_bytes_are_within_a_fifth_of_what_the_heap_grew_by()
    {
        var random = new Random(3);
        var before = Settled();
        var index = new LookAlikeIndex(Some.TwoFields);
        for (var i = 0; i < 12_000; i++)
            index.Put(Some.Doc($"rpt_{i:D26}", Some.Words(random, 8, 700), string.Join(' ', Some.Words(random, 60, 700), $"x{i}", $"y{i % 5_000}"), [$"V-{i % 900}"]));

        var grown = Settled() - before;
        Assert.InRange(index.ApproximateBytes, 0.8 * grown, 1.2 * grown);
        Assert.InRange(grown, 5_000_000, 20_000_000);
    }

    /// <summary>What is held once the tests before have let go of what they held, finalizers included.</summary>
    private static long Settled()
    {
        var (before, now) = (long.MaxValue, GC.GetTotalMemory(forceFullCollection: true));
        for (var i = 0; i < 20 && Math.Abs(before - now) > 10_000; i++)
        {
            GC.WaitForPendingFinalizers();
            Thread.Sleep(50);
            (before, now) = (now, GC.GetTotalMemory(forceFullCollection: true));
        }

        return now;
    }
}
