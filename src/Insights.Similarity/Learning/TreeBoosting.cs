using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>Small gradient-boosted trees, for order and for chance.</summary>
/// <remarks>Order: pairwise logistic loss, each pair weighed by what its swap would do to the list's discounted gain (LambdaMART; Burges, "From RankNet
/// to LambdaRank to LambdaMART: An Overview", MSR-TR-2010-82). Chance: logistic loss of each pair by itself. Seeded; sums run in row order.</remarks>
internal sealed class TreeBoosting
{
    private const int Leaves = 8;
    private const double Rate = 0.1;
    private const double Penalty = 1;
    private const double RowShare = 0.7;
    private const double FeatureShare = 0.6;
    private const int Bins = 48;
    private const ulong Seed = 4;

    /// <summary>Keeps a pair at the end of the list from counting nothing.</summary>
    private const double LeastWeight = 0.01;

    private readonly double[][] _rows;
    private readonly int _features;
    private readonly double _leastCurve;
    private readonly double[][] _cuts;
    private readonly byte[][] _bins;
    private readonly double[] _score;
    private readonly double[] _gradient;
    private readonly double[] _curve;

    private TreeBoosting(double[][] rows, int features, double leastCurve)
    {
        (_rows, _features, _leastCurve) = (rows, features, leastCurve);
        (_score, _gradient, _curve) = (new double[rows.Length], new double[rows.Length], new double[rows.Length]);
        _cuts = [.. Enumerable.Range(0, features).Select(Cuts)];
        _bins = [.. _cuts.Select((cuts, f) => rows.Select(r => Bin(cuts, r[f])).ToArray())];
    }

    /// <summary>Learns what stands before what within each group.</summary>
    public static IReadOnlyList<Tree> Order(IReadOnlyList<LabelledGroup> groups, int trees)
    {
        if (groups.Count == 0) return [];
        var boosting = new TreeBoosting([.. groups.SelectMany(g => g.Features)], PairFeatures.Count, leastCurve: 2);
        var starts = new int[groups.Count + 1];
        for (var g = 0; g < groups.Count; g++) starts[g + 1] = starts[g] + groups[g].Features.Length;
        var random = new SplitMix(Seed);
        var grown = new List<Tree>(trees);
        for (var t = 0; t < trees; t++)
        {
            var used = new List<int>();
            for (var g = 0; g < groups.Count; g++)
            {
                if (random.Next() >= RowShare) continue;
                boosting.SlopesOfOrder(groups[g], starts[g]);
                used.AddRange(Enumerable.Range(starts[g], groups[g].Features.Length));
            }

            grown.Add(boosting.Next([.. used], random));
        }

        return grown;
    }

    /// <summary>Learns the log odds that a row is the same; the first tree holds what all rows have in common.</summary>
    public static IReadOnlyList<Tree> Chance(IReadOnlyList<(double[] Row, bool Same)> pairs, int trees)
    {
        var same = pairs.Count(p => p.Same);
        if (same == 0 || same == pairs.Count) return [];
        var start = Math.Log((double)same / (pairs.Count - same));
        var boosting = new TreeBoosting([.. pairs.Select(p => p.Row)], RankedList.RowLength, leastCurve: 3);
        Array.Fill(boosting._score, start);
        var random = new SplitMix(Seed);
        var grown = new List<Tree>(trees + 1) { new([], [], [], [], [start]) };
        for (var t = 0; t < trees; t++)
        {
            var used = Enumerable.Range(0, pairs.Count).Where(_ => random.Next() < RowShare).ToArray();
            foreach (var r in used)
            {
                var p = 1 / (1 + Math.Exp(-boosting._score[r]));
                (boosting._gradient[r], boosting._curve[r]) = ((pairs[r].Same ? 1 : 0) - p, p * (1 - p));
            }

            grown.Add(boosting.Next(used, random));
        }

        return grown;
    }

    private Tree Next(int[] used, SplitMix random)
    {
        var tree = Grow(used, [.. Enumerable.Range(0, _features).Where(_ => random.Next() < FeatureShare)]);
        for (var r = 0; r < _rows.Length; r++) _score[r] += tree.Value(_rows[r]);
        return tree;
    }

    private void SlopesOfOrder(LabelledGroup group, int start)
    {
        var n = group.Same.Length;
        _gradient.AsSpan(start, n).Clear();
        _curve.AsSpan(start, n).Clear();
        var discount = new double[n];
        var order = Enumerable.Range(0, n).OrderByDescending(c => _score[start + c]).ToArray();
        var place = 1;
        foreach (var c in order)
        {
            discount[c] = 1 / Math.Log2(place + 1);
            place += group.StandsFor?[c] ?? 1;
        }

        for (var p = 0; p < n; p++)
        {
            if (!group.Same[p]) continue;
            for (var c = 0; c < n; c++)
            {
                if (group.Same[c]) continue;
                var weight = (Math.Abs(discount[p] - discount[c]) + LeastWeight) * (group.StandsFor?[c] ?? 1);
                var wrong = 1 / (1 + Math.Exp(_score[start + p] - _score[start + c]));
                var (slope, bend) = (weight * wrong, weight * wrong * (1 - wrong));
                _gradient[start + p] += slope;
                _gradient[start + c] -= slope;
                _curve[start + p] += bend;
                _curve[start + c] += bend;
            }
        }
    }

    /// <summary>Splits the leaf that gains most, until there are enough leaves or nothing gains.</summary>
    private Tree Grow(int[] rows, int[] features)
    {
        var leaves = new List<Leaf> { new(rows, -1, BestSplit(rows, features)) };
        var nodes = new List<(int Feature, double Threshold, int Left, int Right)>();
        while (leaves.Count < Leaves)
        {
            var at = Enumerable.Range(0, leaves.Count).MaxBy(i => leaves[i].Best.Gain);
            var leaf = leaves[at];
            if (leaf.Best.Gain <= 1e-9) break;
            var (feature, bin, node) = (leaf.Best.Feature, leaf.Best.Bin, nodes.Count);
            nodes.Add((feature, _cuts[feature][bin], ~at, ~leaves.Count));
            if (leaf.Parent >= 0)
            {
                var parent = nodes[leaf.Parent];
                nodes[leaf.Parent] = parent.Left == ~at ? parent with { Left = node } : parent with { Right = node };
            }

            var left = Array.FindAll(leaf.Rows, r => _bins[feature][r] <= bin);
            var right = Array.FindAll(leaf.Rows, r => _bins[feature][r] > bin);
            leaves[at] = new Leaf(left, node, BestSplit(left, features));
            leaves.Add(new Leaf(right, node, BestSplit(right, features)));
        }

        return new Tree(
            [.. nodes.Select(n => n.Feature)], [.. nodes.Select(n => n.Threshold)], [.. nodes.Select(n => n.Left)], [.. nodes.Select(n => n.Right)],
            [.. leaves.Select(l => Rate * l.Rows.Sum(r => _gradient[r]) / (l.Rows.Sum(r => _curve[r]) + Penalty))]);
    }

    private Split BestSplit(int[] rows, int[] features)
    {
        double allSlope = rows.Sum(r => _gradient[r]), allCurve = rows.Sum(r => _curve[r]);
        var best = new Split(0, -1, 0);
        Span<double> slopes = stackalloc double[Bins + 3], curves = stackalloc double[Bins + 3];
        foreach (var f in features)
        {
            slopes.Clear();
            curves.Clear();
            var bins = _bins[f];
            foreach (var r in rows)
            {
                slopes[bins[r]] += _gradient[r];
                curves[bins[r]] += _curve[r];
            }

            double slope = 0, curve = 0;
            for (var b = 0; b < _cuts[f].Length; b++)
            {
                slope += slopes[b];
                curve += curves[b];
                if (curve < _leastCurve || allCurve - curve < _leastCurve) continue;
                var gain = Worth(slope, curve) + Worth(allSlope - slope, allCurve - curve) - Worth(allSlope, allCurve);
                if (gain > best.Gain) best = new Split(gain, f, b);
            }
        }

        return best;
    }

    private static double Worth(double slope, double curve) => slope * slope / (curve + Penalty);

    private double[] Cuts(int feature)
    {
        var values = _rows.Select(r => r[feature]).Order().ToArray();
        if (values.Length == 0) return [];
        // The same are few, so the far end of a feature is cut finer.
        var places = Enumerable.Range(1, Bins).Select(i => i / (Bins + 1.0)).Concat([0.99, 0.995]);
        return [.. places.Select(p => values[(int)(p * (values.Length - 1))]).Distinct().Order()];
    }

    private static byte Bin(double[] cuts, double value)
    {
        var at = Array.BinarySearch(cuts, value);
        return (byte)(at >= 0 ? at : ~at);
    }

    private readonly record struct Split(double Gain, int Feature, int Bin);

    private sealed record Leaf(int[] Rows, int Parent, Split Best);
}
