namespace Insights.Similarity.Ranking;

/// <summary>A point of a <see cref="Calibration"/>: of pairs scored about so, this part was the same.</summary>
/// <param name="Score">A model's score before it is squeezed into (0, 1).</param>
/// <param name="Probability">In [0, 1].</param>
internal readonly record struct Knot(double Score, double Probability);

/// <summary>From score to probability: never falling, straight between its knots, level beyond them. Immutable.</summary>
internal sealed class Calibration
{
    private readonly Knot[] _knots;

    /// <param name="knots">Ascending in both numbers; at least one.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public Calibration(IReadOnlyList<Knot> knots)
    {
        _knots = [.. knots];
        if (_knots.Length == 0) throw new ArgumentException("A calibration has at least one knot.", nameof(knots));
        for (var i = 0; i < _knots.Length; i++)
        {
            var rises = i == 0 || (_knots[i].Score > _knots[i - 1].Score && _knots[i].Probability >= _knots[i - 1].Probability);
            if (!rises || _knots[i].Probability is not (>= 0 and <= 1) || !double.IsFinite(_knots[i].Score))
                throw new ArgumentException("Knots ascend, and probabilities lie in [0, 1].", nameof(knots));
        }
    }

    public IReadOnlyList<Knot> Knots => _knots;

    public double Probability(double score)
    {
        if (!(score > _knots[0].Score)) return _knots[0].Probability;
        if (score >= _knots[^1].Score) return _knots[^1].Probability;
        int low = 0, high = _knots.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_knots[middle].Score <= score) low = middle;
            else high = middle;
        }

        var part = (score - _knots[low].Score) / (_knots[high].Score - _knots[low].Score);
        return _knots[low].Probability + part * (_knots[high].Probability - _knots[low].Probability);
    }
}
