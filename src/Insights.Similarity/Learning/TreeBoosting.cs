namespace Insights.Similarity.Learning;

/// <summary>A tree as it is asked: go left where the feature is at most the threshold.</summary>
/// <remarks>Nodes are numbered from the root at 0; a child below 0 is the leaf ~child.</remarks>
internal sealed record Tree(int[] Features, double[] Thresholds, int[] Left, int[] Right, double[] Leaves)
{
    public double Value(ReadOnlySpan<double> row)
    {
        if (Features.Length == 0) return Leaves[0];
        var node = 0;
        while (true)
        {
            var next = row[Features[node]] <= Thresholds[node] ? Left[node] : Right[node];
            if (next < 0) return Leaves[~next];
            node = next;
        }
    }
}

/// <summary>Settings of <see cref="TreeBoosting"/>.</summary>
internal sealed record BoostingOptions(int Trees = 120, int Leaves = 8, double Rate = 0.1, double LeastWeight = 2, double Penalty = 1,
    double GroupShare = 0.7, double FeatureShare = 0.6, int Bins = 48, ulong Seed = 4, double Pointwise = 0, int Loss = 0);

/// <summary>Gradient-boosted trees on the pairwise logistic loss (after Burges, "From RankNet to LambdaRank to LambdaMART", MSR-TR-2010-82).</summary>
internal static class TreeBoosting
{
    public static List<Tree> Fit(IReadOnlyList<RankingGroup> groups, int features, BoostingOptions o)
    {
        var rows = groups.SelectMany(g => g.Features).ToArray();
        var start = new int[groups.Count + 1];
        for (var g = 0; g < groups.Count; g++) start[g + 1] = start[g] + groups[g].Features.Length;
        var cuts = Enumerable.Range(0, features).Select(f => Cuts(rows, f, o.Bins)).ToArray();
        var bins = new byte[features][];
        for (var f = 0; f < features; f++)
        {
            bins[f] = new byte[rows.Length];
            for (var r = 0; r < rows.Length; r++) bins[f][r] = Bin(cuts[f], rows[r][f]);
        }

        var random = new SplitMix(o.Seed);
        var score = new double[rows.Length];
        var (gradient, curve) = (new double[rows.Length], new double[rows.Length]);
        var trees = new List<Tree>();
        for (var t = 0; t < o.Trees; t++)
        {
            Array.Clear(gradient);
            Array.Clear(curve);
            var used = new List<int>();
            for (var g = 0; g < groups.Count; g++)
            {
                if (random.Next() >= o.GroupShare) continue;
                if (o.Loss == 0) Slopes(groups[g], start[g], score, gradient, curve, o.Pointwise); else if (o.Loss == 1) Softmax(groups[g], start[g], score, gradient, curve); else Lambda(groups[g], start[g], score, gradient, curve);
                for (var r = start[g]; r < start[g + 1]; r++) used.Add(r);
            }

            var chosen = Enumerable.Range(0, features).Where(_ => random.Next() < o.FeatureShare).ToArray();
            var tree = Grow([.. used], gradient, curve, bins, cuts, chosen, o);
            trees.Add(tree);
            for (var r = 0; r < rows.Length; r++) score[r] += tree.Value(rows[r]);
        }

        return trees;
    }

    private static void Slopes(RankingGroup group, int start, double[] score, double[] gradient, double[] curve, double pointwise)
    {
        var same = group.Same.Count(s => s);
        var other = group.Same.Length - same;
        if (pointwise > 0)
        {
            for (var c = 0; c < group.Same.Length; c++)
            {
                var p = 1 / (1 + Math.Exp(-(score[start + c] - 3)));
                gradient[start + c] += pointwise * group.Weight * ((group.Same[c] ? 1 : 0) - p);
                curve[start + c] += pointwise * group.Weight * p * (1 - p);
            }
        }

        if (same == 0 || other == 0) return;
        var each = group.Weight / same;
        for (var p = 0; p < group.Same.Length; p++)
        {
            if (!group.Same[p]) continue;
            for (var c = 0; c < group.Same.Length; c++)
            {
                if (group.Same[c]) continue;
                var wrong = 1 / (1 + Math.Exp(score[start + p] - score[start + c]));
                var (slope, bend) = (each * wrong, each * wrong * (1 - wrong));
                gradient[start + p] += slope;
                gradient[start + c] -= slope;
                curve[start + p] += bend;
                curve[start + c] += bend;
            }
        }
    }

    private static void Softmax(RankingGroup group, int start, double[] score, double[] gradient, double[] curve)
    {
        var n = group.Same.Length; double all = 0, same = 0;
        for (var c = 0; c < n; c++) { var e = Math.Exp(score[start + c]); all += e; if (group.Same[c]) same += e; }
        if (same == 0) return;
        for (var c = 0; c < n; c++) { var e = Math.Exp(score[start + c]); var p = e / all; gradient[start + c] += (group.Same[c] ? e / same : 0) - p; curve[start + c] += p * (1 - p); }
    }

    private static void Lambda(RankingGroup group, int start, double[] score, double[] gradient, double[] curve)
    {
        var n = group.Same.Length;
        var order = Enumerable.Range(0, n).OrderByDescending(i => score[start + i]).ToArray(); var rank = new int[n]; for (var i = 0; i < n; i++) rank[order[i]] = i + 1;
        for (var p = 0; p < n; p++)
        {
            if (!group.Same[p]) continue;
            for (var c = 0; c < n; c++)
            {
                if (group.Same[c]) continue;
                var each = Math.Abs(1 / Math.Log2(1 + rank[p]) - 1 / Math.Log2(1 + rank[c])) + 0.01;
                var wrong = 1 / (1 + Math.Exp(score[start + p] - score[start + c]));
                var (slope, bend) = (each * wrong, each * wrong * (1 - wrong));
                gradient[start + p] += slope; gradient[start + c] -= slope; curve[start + p] += bend; curve[start + c] += bend;
            }
        }
    }

    private static Tree Grow(int[] rows, double[] gradient, double[] curve, byte[][] bins, double[][] cuts, int[] chosen, BoostingOptions o)
    {
        var leaves = new List<Leaf> { new(rows) };
        var nodes = new List<(int Feature, double Threshold, int Left, int Right)>();
        leaves[0].Best = Best(leaves[0], gradient, curve, bins, cuts, chosen, o);
        while (leaves.Count < o.Leaves)
        {
            var at = -1;
            for (var i = 0; i < leaves.Count; i++)
            {
                if (leaves[i].Best.Gain > 1e-9 && (at < 0 || leaves[i].Best.Gain > leaves[at].Best.Gain)) at = i;
            }

            if (at < 0) break;
            var leaf = leaves[at];
            var (_, feature, bin) = leaf.Best;
            var node = nodes.Count;
            nodes.Add((feature, cuts[feature][bin], ~at, ~leaves.Count));
            if (leaf.Parent >= 0)
            {
                var parent = nodes[leaf.Parent];
                nodes[leaf.Parent] = parent.Left == ~at ? parent with { Left = node } : parent with { Right = node };
            }

            var left = new Leaf(leaf.Rows.Where(r => bins[feature][r] <= bin).ToArray()) { Parent = node };
            var right = new Leaf(leaf.Rows.Where(r => bins[feature][r] > bin).ToArray()) { Parent = node };
            leaves[at] = left;
            leaves.Add(right);
            left.Best = Best(left, gradient, curve, bins, cuts, chosen, o);
            right.Best = Best(right, gradient, curve, bins, cuts, chosen, o);
        }

        var values = leaves.Select(l => o.Rate * l.Rows.Sum(r => gradient[r]) / (l.Rows.Sum(r => curve[r]) + o.Penalty)).ToArray();
        return new([.. nodes.Select(n => n.Feature)], [.. nodes.Select(n => n.Threshold)], [.. nodes.Select(n => n.Left)], [.. nodes.Select(n => n.Right)], values);
    }

    private static (double Gain, int Feature, int Bin) Best(Leaf leaf, double[] gradient, double[] curve, byte[][] bins, double[][] cuts, int[] chosen, BoostingOptions o)
    {
        double allG = 0, allC = 0;
        foreach (var r in leaf.Rows)
        {
            allG += gradient[r];
            allC += curve[r];
        }

        var best = (Gain: 0.0, Feature: -1, Bin: 0);
        var (sumG, sumC) = (new double[256], new double[256]);
        foreach (var f in chosen)
        {
            Array.Clear(sumG);
            Array.Clear(sumC);
            var bin = bins[f];
            foreach (var r in leaf.Rows)
            {
                sumG[bin[r]] += gradient[r];
                sumC[bin[r]] += curve[r];
            }

            double g = 0, c = 0;
            for (var b = 0; b < cuts[f].Length; b++)
            {
                g += sumG[b];
                c += sumC[b];
                if (c < o.LeastWeight || allC - c < o.LeastWeight) continue;
                var gain = g * g / (c + o.Penalty) + (allG - g) * (allG - g) / (allC - c + o.Penalty) - allG * allG / (allC + o.Penalty);
                if (gain > best.Gain) best = (gain, f, b);
            }
        }

        return best;
    }

    private static double[] Cuts(double[][] rows, int feature, int bins)
    {
        var values = rows.Select(r => r[feature]).Order().ToArray();
        return [.. Enumerable.Range(1, bins).Select(i => values[(int)((long)i * (values.Length - 1) / (bins + 1))]).Distinct()];
    }

    private static byte Bin(double[] cuts, double value)
    {
        var at = Array.BinarySearch(cuts, value);
        return (byte)(at >= 0 ? at : ~at);
    }

    private sealed class Leaf(int[] rows)
    {
        public int[] Rows => rows;

        public int Parent { get; init; } = -1;

        public (double Gain, int Feature, int Bin) Best { get; set; }
    }
}
