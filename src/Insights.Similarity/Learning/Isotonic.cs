using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>A scored pair with its answer.</summary>
internal readonly record struct ScoredLabel(double Score, bool Same, double Weight);

/// <summary>Isotonic regression by pooling adjacent violators (Ayer et al., 1955).</summary>
internal static class Isotonic
{
    /// <summary>With fewer confirmed pairs, the prior fills up to so many.</summary>
    private const double PriorPairs = 100;
    private const int PriorPoints = 50;

    /// <summary>A block of fewer pairs is joined with its neighbour, so that no probability rests on a few.</summary>
    private const int LeastBlock = 20;

    /// <summary>Fits a calibration.</summary>
    /// <param name="labels">In any order.</param>
    /// <param name="prior">What to believe while labels are few; null for none.</param>
    public static Calibration Fit(IReadOnlyList<ScoredLabel> labels, Calibration? prior)
    {
        var points = labels.Select(l => (l.Score, Hits: l.Same ? l.Weight : 0.0, l.Weight, Pairs: 1)).ToList();
        if (prior is not null) points.AddRange(Imagined(labels, prior));
        var blocks = new List<(double ScoreSum, double Hits, double Weight, int Pairs)>();
        foreach (var point in points.GroupBy(p => p.Score).OrderBy(g => g.Key))
        {
            var weight = point.Sum(p => p.Weight);
            blocks.Add((point.Key * weight, point.Sum(p => p.Hits), weight, point.Count()));
            while (blocks.Count > 1 && (Rate(blocks[^2]) >= Rate(blocks[^1]) || blocks[^2].Pairs < LeastBlock)) Join(blocks);
        }

        while (blocks.Count > 1 && blocks[^1].Pairs < LeastBlock) Join(blocks);
        var knots = new List<Knot>();
        foreach (var block in blocks)
        {
            var knot = new Knot(block.ScoreSum / block.Weight, Rate(block));
            if (knots.Count == 0 || knot.Score > knots[^1].Score) knots.Add(knot);
        }

        return new Calibration(knots);
    }

    private static IEnumerable<(double Score, double Hits, double Weight, int Pairs)> Imagined(IReadOnlyList<ScoredLabel> labels, Calibration prior)
    {
        var missing = PriorPairs - labels.Count(l => l.Same);
        if (missing <= 0) yield break;
        double low = prior.Knots[0].Score, high = prior.Knots[^1].Score;
        for (var i = 0; i < PriorPoints; i++)
        {
            var score = low + (high - low) * i / (PriorPoints - 1);
            var weight = missing / PriorPoints;
            yield return (score, weight * prior.Probability(score), weight, 1);
        }
    }

    private static double Rate((double ScoreSum, double Hits, double Weight, int Pairs) block) => block.Hits / block.Weight;

    private static void Join(List<(double ScoreSum, double Hits, double Weight, int Pairs)> blocks)
    {
        var (a, b) = (blocks[^2], blocks[^1]);
        blocks.RemoveAt(blocks.Count - 1);
        blocks[^1] = (a.ScoreSum + b.ScoreSum, a.Hits + b.Hits, a.Weight + b.Weight, a.Pairs + b.Pairs);
    }
}
