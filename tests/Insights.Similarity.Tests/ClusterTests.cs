using FsCheck.Xunit;
using Insights.Similarity.Clustering;

namespace Insights.Similarity.Tests;

public sealed class ClusterTests
{
    private const double Edge = 0.01;

    [Fact]
    public void What_looks_alike_is_proposed_with_reasons_and_a_canonical_report()
    {
        var proposed = Proposer(Index(20)).Sweep();

        Assert.NotEmpty(proposed);
        Assert.All(proposed, c =>
        {
            Assert.True(c.Members.Count >= 2);
            Assert.Contains(c.CanonicalKey, c.Members.Select(m => m.Key));
            Assert.InRange(c.Probability, Edge, 1);
            Assert.All(c.Members, m =>
            {
                Assert.Contains(m.BestKey, c.Members.Select(o => o.Key));
                Assert.NotEqual(m.Key, m.BestKey);
                Assert.NotEmpty(m.Matches);
                Assert.Equal(1, m.OtherShare + m.Matches.Sum(x => x.Share), 1e-9);
            });
        });
        Assert.Equal(proposed.Sum(c => c.Members.Count), proposed.SelectMany(c => c.Members).Select(m => m.Key).Distinct().Count());
        Assert.Contains(proposed, c => c.Members.Any(m => m.Key == "a003") && c.Members.Any(m => m.Key == "b003"));
    }

    [Property(MaxTest = 30)]
    public void No_constraint_is_ever_broken(int seed)
    {
        var random = new Random(seed);
        string Key() => $"{"ab"[random.Next(2)]}{random.Next(15):000}";
        List<(string, string)> apart = [.. Enumerable.Range(0, 12).Select(_ => (Key(), Key())).Where(p => p.Item1 != p.Item2)];
        List<IReadOnlyList<string>> together = [.. Enumerable.Range(0, 6).Select(_ => (IReadOnlyList<string>)[.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Key())])];
        var proposer = new ClusterProposer(Small, LookAlikeModel.Default, new ClusterConstraints(together, apart), Edge);

        var proposed = proposer.Sweep();

        foreach (var (a, b) in apart)
        {
            Assert.DoesNotContain(proposed, c => c.Members.Any(m => m.Key == a) && c.Members.Any(m => m.Key == b));
            Assert.DoesNotContain(proposer.Linked, g => g.Contains(a) && g.Contains(b));
        }

        foreach (var group in together)
        {
            var linked = group.Where(k => !proposer.Refused.Contains(k)).Distinct().ToList();
            Assert.All(proposed.Where(c => c.Members.Any(m => linked.Contains(m.Key))), c => Assert.Equal(linked.Count, c.Members.Count(m => linked.Contains(m.Key))));
        }
    }

    [Fact]
    public void Contradictions_are_told_and_apart_wins()
    {
        var blocks = new Blocks(new([["a", "b"], ["c", "d"], ["b", "c"]], [("a", "d")]));

        Assert.Equal(["c"], blocks.Refused);
        Assert.Equal(blocks.Of("a"), blocks.Of("b"));
        Assert.NotEqual(blocks.Of("a"), blocks.Of("c"));
        Assert.True(blocks.Apart(blocks.Of("b"), blocks.Of("c")));
    }

    [Fact]
    public void An_update_says_what_a_sweep_would()
    {
        var index = Index(20);
        var proposer = Proposer(index);
        proposer.Sweep();
        var copy = Archive.Pairs(20).First(d => d.Key == "a005");
        index.Put(new AlikeDocument("c005") { Created = copy.Created.AddDays(3), Texts = copy.Texts, Facts = copy.Facts });

        var updated = proposer.Update("c005");

        Assert.Contains(updated, c => c.Members.Any(m => m.Key == "c005") && c.Members.Any(m => m.Key == "a005"));
        Assert.Contains(Proposer(index).Sweep(), c => c.Members.Any(m => m.Key == "c005") && c.Members.Any(m => m.Key == "a005"));
        Assert.True(index.Remove("c005"));
        Assert.DoesNotContain(proposer.Update("c005"), c => c.Members.Any(m => m.Key == "c005"));
    }

    [Fact]
    public void An_update_without_a_change_changes_no_bit()
    {
        var proposer = Proposer(Index(20));
        var swept = proposer.Sweep();

        foreach (var key in Archive.Pairs(20).Select(d => d.Key))
        {
            var updated = proposer.Update(key);
            var touched = updated.SelectMany(c => c.Members).Select(m => m.Key).ToHashSet();
            Assert.Equal(Told(swept.Where(c => c.Members.Any(m => touched.Contains(m.Key)))), Told(updated));
            Assert.Equal(swept.Any(c => c.Members.Any(m => m.Key == key)), touched.Contains(key));
        }
    }

    [Fact]
    public void Sweeping_twice_proposes_the_same_to_the_bit()
    {
        var index = Index(25);
        var turned = new LookAlikeIndex(LookAlikeOptions.Default);
        foreach (var document in Archive.Pairs(25).Reverse()) turned.Put(document);

        Assert.Equal(Told(Proposer(index).Sweep()), Told(Proposer(turned).Sweep()));
    }

    [Fact]
    public void Templates_are_not_clustered()
    {
        var index = Index(20);
        for (var i = 0; i < 40; i++) index.Put(Archive.Report($"t{i:00}", "Describe the gap", "Steps taken, expected, actual", "CS-1"));

        Assert.DoesNotContain(Proposer(index).Sweep(), c => c.Members.Any(m => m.Key[0] == 't'));
    }

    [Fact]
    public void A_cluster_stays_small_enough_to_be_read()
    {
        var links = Enumerable.Range(0, 60).SelectMany(i => Enumerable.Range(0, i).Select(j => new BlockLink($"k{j:00}", $"k{i:00}", 0.9))).ToList();

        var clusters = Linkage.Clusters(new Blocks(ClusterConstraints.None), links, 0.5);

        Assert.All(clusters, c => Assert.InRange(c.Count, 2, Linkage.MostBlocks));
    }

    [Fact]
    public void Average_linkage_does_not_chain()
    {
        BlockLink[] chain = [.. Enumerable.Range(0, 9).Select(i => new BlockLink($"k{i}", $"k{i + 1}", 0.6))];

        Assert.All(Linkage.Clusters(new Blocks(ClusterConstraints.None), chain, 0.5), c => Assert.Equal(2, c.Count));
    }

    [Fact]
    public void A_sweep_tells_how_far_it_is_and_can_be_stopped()
    {
        var seen = new List<SweepProgress>();
        Proposer(Index(20)).Sweep(new Collected(seen));
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Equal(new SweepProgress(40, 40), seen[^1]);
        Assert.ThrowsAny<OperationCanceledException>(() => Proposer(Index(20)).Sweep(ct: stop.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClusterProposer(Small, LookAlikeModel.Default, ClusterConstraints.None, 0));
    }

    [Fact]
    public void A_sweep_gives_way_before_each_document_and_finds_the_same()
    {
        var (index, ways) = (Index(20), 0);
        var proposed = Proposer(index).Sweep(giveWay: () => Interlocked.Increment(ref ways));

        Assert.Equal(40, ways);
        Assert.Equal(Told(Proposer(index).Sweep()), Told(proposed));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Proposer(index).Sweep(giveWay: () => { stop.Cancel(); stop.Token.ThrowIfCancellationRequested(); }, ct: stop.Token));
        Assert.Throws<InvalidDataException>(() => Proposer(index).Sweep(giveWay: () => throw new InvalidDataException()));
    }

    [Fact]
    public void Of_nothing_nothing_is_proposed()
    {
        Assert.Empty(Proposer(new LookAlikeIndex(LookAlikeOptions.Default)).Sweep());
        Assert.Empty(Proposer(new LookAlikeIndex(LookAlikeOptions.Default)).Update("nowhere"));
    }

    private static LookAlikeIndex Small { get; } = Index(15);

    private static ClusterProposer Proposer(LookAlikeIndex index) => new(index, LookAlikeModel.Default, ClusterConstraints.None, Edge);

    private static List<string> Told(IEnumerable<ProposedCluster> clusters) =>
        [.. clusters.Select(c => $"{c.CanonicalKey} {c.Probability:R} {c.IsSure} {string.Join(' ', c.Members.Select(m => $"{m.Key}>{m.BestKey}:{m.Probability:R}"))}")];

    private static LookAlikeIndex Index(int pairs)
    {
        var index = new LookAlikeIndex(LookAlikeOptions.Default);
        foreach (var document in Archive.Pairs(pairs)) index.Put(document);
        return index;
    }

    private sealed class Collected(List<SweepProgress> into) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            lock (into) into.Add(value);
        }
    }
}
