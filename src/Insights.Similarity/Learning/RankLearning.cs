using System.Globalization;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>Learns the linear part and the trees, and puts them on one scale.</summary>
internal static class RankLearning
{
    /// <summary>How many labelled queries' worth of evidence the prior's weights are.</summary>
    private const double PriorQueries = 15;

    /// <summary>With so many labelled queries, new trees and the prior's count alike.</summary>
    private const double TreesPriorQueries = 200;

    /// <summary>The trees' part beside the linear part: they fit a tracker's habits, which is not always wanted.</summary>
    private const double TreesShare = 0.7;

    private const int RowsOfHead = 40;
    private const int RowsOfTail = 5;
    private const int TreesOfOrder = 60;
    private const int TreesOfChance = 60;

    /// <summary>Weights to begin with, on features as they are: what one would set by hand. Shared references have no other source,
    /// since public trackers have none.</summary>
    public static double[] ByHand { get; } = [.. PairFeatures.All.Select(f => f.Name switch
    {
        "bm25f" or "cosine" => 2.0,
        "title-grams" or "bm25f-back" or "title-cosine" => 1,
        "topic" => 1.2,
        "topic-conflict" => -0.3,
        "trait" => 0.5,
        "reference" => 3,
        "days" => -0.2,
        _ => 0,
    })];

    /// <summary>Learns from groups of raw features.</summary>
    /// <param name="groups">Only those that teach count.</param>
    /// <param name="prior">What to stay near; null for <see cref="ByHand"/>.</param>
    public static (double[] Weights, IReadOnlyList<Tree> Trees) Order(IReadOnlyList<LabelledGroup> groups, LookAlikeModel? prior)
    {
        groups = [.. groups.Where(g => g.Teaches)];
        var scale = Scale(groups);
        var before = (prior?.Weights ?? ByHand).Select((w, f) => w * scale[f]).ToArray();
        var scaled = groups.Select(g => g with { Features = [.. g.Features.Select(r => r.Select((x, f) => x / scale[f]).ToArray())] }).ToList();
        var weights = ListwiseRegression.Fit(scaled, before, PriorQueries).Select((w, f) => w / scale[f]).ToArray();

        var grown = TreeBoosting.Order([.. groups.Select(Thinned)], TreesOfOrder);
        var linear = Spread(groups, row => Sum(weights, row));
        var trees = Spread(groups, row => grown.Sum(t => t.Value(row)));
        var share = trees > 0 ? TreesShare * linear / trees : 0;
        return ([.. weights.Select(Short)], Joined(prior?.Trees, Times(grown, share), groups.Count));
    }

    /// <summary>Learns the trees that the probability is read off from.</summary>
    public static IReadOnlyList<Tree> Chance(IReadOnlyList<(double[] Row, bool Same)> pairs, int questions, LookAlikeModel? prior) =>
        Joined(prior?.Chance, TreeBoosting.Chance(pairs, TreesOfChance), questions);

    /// <summary>The head of the list and a fifth of its tail, which then counts five times: the same to learn in a fraction of the time.</summary>
    private static LabelledGroup Thinned(LabelledGroup group)
    {
        int[] kept = [.. Enumerable.Range(0, group.Same.Length).Where(c => c < RowsOfHead || c % RowsOfTail == 0 || group.Same[c])];
        return new LabelledGroup([.. kept.Select(c => group.Features[c])], [.. kept.Select(c => group.Same[c])],
            [.. kept.Select(c => c < RowsOfHead || group.Same[c] ? 1 : RowsOfTail)]);
    }

    private static Tree[] Joined(IReadOnlyList<Tree>? before, IReadOnlyList<Tree> grown, int questions)
    {
        if (before is null) return Times(grown, 1);
        if (grown.Count == 0) return [.. before];
        var own = questions / (questions + TreesPriorQueries);
        return [.. Times(before, 1 - own), .. Times(grown, own)];
    }

    /// <summary>Five digits, so that a model stays small; it is the rounded one that is measured.</summary>
    private static double Short(double value) => double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Standard deviation by feature; 1 for one that never differs.</summary>
    private static double[] Scale(IReadOnlyList<LabelledGroup> groups)
    {
        var rows = groups.SelectMany(g => g.Features).ToList();
        var scale = new double[PairFeatures.Count];
        for (var f = 0; f < scale.Length; f++)
        {
            var mean = rows.Sum(r => r[f]) / Math.Max(1, rows.Count);
            var spread = Math.Sqrt(rows.Sum(r => (r[f] - mean) * (r[f] - mean)) / Math.Max(1, rows.Count));
            scale[f] = spread > 1e-9 ? spread : 1;
        }

        return scale;
    }

    /// <summary>Root mean square deviation within a query.</summary>
    private static double Spread(IReadOnlyList<LabelledGroup> groups, Func<double[], double> score)
    {
        var sum = 0.0;
        foreach (var group in groups)
        {
            var scores = group.Features.Select(score).ToArray();
            var mean = scores.Average();
            sum += scores.Sum(s => (s - mean) * (s - mean)) / scores.Length;
        }

        return Math.Sqrt(sum / Math.Max(1, groups.Count));
    }

    private static double Sum(double[] weights, double[] row)
    {
        var sum = 0.0;
        for (var f = 0; f < weights.Length; f++) sum += weights[f] * row[f];
        return sum;
    }

    private static Tree[] Times(IReadOnlyList<Tree> trees, double factor) =>
        [.. trees.Select(t => t with { Leaves = [.. t.Leaves.Select(l => Short(l * factor))], Thresholds = [.. t.Thresholds.Select(Short)] })];
}
