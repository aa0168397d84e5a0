using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>The trees of a model: small gradient-boosted trees on the pairwise logistic loss, each pair weighed by what its swap would do to
/// the list's discounted gain.</summary>
/// <remarks>LambdaMART after Burges, "From RankNet to LambdaRank to LambdaMART: An Overview" (MSR-TR-2010-82). Seeded; sums run in row order.</remarks>
internal sealed class TreeBoosting
{
    public const int Trees = 60;

    private const int Leaves = 8;
    private const double Rate = 0.1;
    private const double LeastCurve = 2;
    private const double Penalty = 1;
    private const double GroupShare = 0.7;
    private const double FeatureShare = 0.6;
    private const int Bins = 48;
    private const ulong Seed = 4;

    /// <summary>Keeps a pair at the end of the list from counting nothing.</summary>
    private const double LeastWeight = 0.01;

    private readonly IReadOnlyList<LabelledGroup> _groups;
    private readonly double[][] _rows;
    private readonly int[] _start;
    private readonly double[][] _cuts;
    private readonly byte[][] _bins;
    private readonly double[] _score;
    private readonly double[] _gradient;
    private readonly double[] _curve;

    private TreeBoosting(IReadOnlyList<LabelledGroup> groups)
    {
        _groups = groups;
        _rows = [.. groups.SelectMany(g => g.Features)];
        _start = new int[groups.Count + 1];
        for (var g = 0; g < groups.Count; g++) _start[g + 1] = _start[g] + groups[g].Features.Length;
        (_score, _gradient, _curve) = (new double[_rows.Length], new double[_rows.Length], new double[_rows.Length]);
        _cuts = [.. Enumerable.Range(0, PairFeatures.Count).Select(Cuts)];
        _bins = [.. _cuts.Select((cuts, f) => _rows.Select(r => Bin(cuts, r[f])).ToArray())];
    }

    /// <summary>Learns from groups of raw features.</summary>
    public static IReadOnlyList<Tree> Fit(IReadOnlyList<LabelledGroup> groups)
    {
        var boosting = new TreeBoosting([.. groups.Where(g => g.Teaches)]);
        var random = new SplitMix(Seed);
        return boosting._groups.Count == 0 ? [] : [.. Enumerable.Range(0, Trees).Select(_ => boosting.Next(random))];
    }

    private Tree Next(SplitMix random)
    {
        Array.Clear(_gradient);
        Array.Clear(_curve);
        var used = new List<int>();
        for (var g = 0; g < _groups.Count; g++)
        {
            if (random.Next() >= GroupShare) continue;
            Slopes(_groups[g], _start[g]);
            used.AddRange(Enumerable.Range(_start[g], _groups[g].Features.Length));
        }

        var tree = Grow([.. used], [.. Enumerable.Range(0, PairFeatures.Count).Where(_ => random.Next() < FeatureShare)]);
        for (var r = 0; r < _rows.Length; r++) _score[r] += tree.Value(_rows[r]);
        return tree;
    }

    private void Slopes(LabelledGroup group, int start)
    {
        var n = group.Same.Length;
        var discount = new double[n];
        var order = Enumerable.Range(0, n).OrderByDescending(c => _score[start + c]).ToArray();
        for (var i = 0; i < n; i++) discount[order[i]] = 1 / Math.Log2(i + 2);
        for (var p = 0; p < n; p++)
        {
            if (!group.Same[p]) continue;
            for (var c = 0; c < n; c++)
            {
                if (group.Same[c]) continue;
                var weight = Math.Abs(discount[p] - discount[c]) + LeastWeight;
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

            int[] left = [.. leaf.Rows.Where(r => _bins[feature][r] <= bin)], right = [.. leaf.Rows.Where(r => _bins[feature][r] > bin)];
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
        Span<double> slopes = stackalloc double[Bins + 1], curves = stackalloc double[Bins + 1];
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
                if (curve < LeastCurve || allCurve - curve < LeastCurve) continue;
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
        return values.Length == 0 ? [] : [.. Enumerable.Range(1, Bins).Select(i => values[(int)((long)i * (values.Length - 1) / (Bins + 1))]).Distinct()];
    }

    private static byte Bin(double[] cuts, double value)
    {
        var at = Array.BinarySearch(cuts, value);
        return (byte)(at >= 0 ? at : ~at);
    }

    private readonly record struct Split(double Gain, int Feature, int Bin);

    private sealed record Leaf(int[] Rows, int Parent, Split Best);
}
