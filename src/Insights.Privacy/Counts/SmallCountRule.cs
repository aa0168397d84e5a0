namespace Insights.Privacy;

/// <summary>From where on counts are shown, and how coarsely. Both may be raised and never lowered. Immutable.</summary>
/// <remarks>
/// The default follows the automatic rule by which NHS Digital replaced manual suppression in hospital statistics in
/// 2018: 1 to 7 is not shown and the rest is rounded to the nearest 5, because people who judged single cells were slow and
/// did not agree. The Office for National Statistics asks for 10 in its longitudinal study; a deployment may do so too.
/// </remarks>
public sealed record SmallCountRule
{
    /// <summary>The lowest count that may ever be shown.</summary>
    public const int LeastThreshold = 8;

    /// <summary>The finest rounding there may ever be.</summary>
    public const int LeastStep = 5;

    private const int Most = 1_000_000;

    /// <summary>Makes a rule.</summary>
    /// <param name="threshold">The smallest count that is shown, 8 or more.</param>
    /// <param name="step">What shown counts are multiples of, 5 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is below what may ever be shown, or absurdly large.</exception>
    public SmallCountRule(int threshold = LeastThreshold, int step = LeastStep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, LeastThreshold);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, LeastStep);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, Most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Most);
        Threshold = threshold;
        Step = step;
    }

    /// <summary>8, and multiples of 5.</summary>
    public static SmallCountRule Default { get; } = new();

    /// <summary>The smallest count that is shown.</summary>
    public int Threshold { get; }

    /// <summary>What shown counts are multiples of.</summary>
    public int Step { get; }

    /// <summary>What is published for an exact count; null where it is suppressed.</summary>
    internal long? Publish(long exact)
    {
        if (exact == 0) return 0;
        if (exact < Threshold) return null;
        var above = exact % Step;
        var nearest = above * 2 < Step ? exact - above : checked(exact - above + Step);
        return Math.Max(nearest, SmallestPublished);
    }

    /// <summary>The smallest and the largest exact count that is published so.</summary>
    internal (long Least, long Most) Meaning(long? published) => published switch
    {
        0 => (0, 0),
        null => (1, Threshold - 1),
        var value => (value == SmallestPublished ? Threshold : value.Value - Step / 2, value.Value + (Step + 1) / 2 - 1),
    };

    /// <summary>Never below the threshold, so that what is rounded there does not stand for fewer counts than elsewhere, or for none.</summary>
    private long SmallestPublished => ((long)Threshold + Step - 1) / Step * Step;
}
