namespace Insights.Core.Metrics;

/// <summary>A value, and whether it was seen to its end or only so far.</summary>
internal readonly record struct Seen(double Value, bool Finished);

/// <summary>The few figures that metrics speak in.</summary>
internal static class Statistics
{
    /// <summary>Half of what the standard normal leaves outside at 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The interval in which a share lies with 95 % confidence, by Wilson's score: E. B. Wilson, "Probable inference, the law of
    /// succession, and statistical inference", Journal of the American Statistical Association 22 (1927), 209–212. It stays
    /// within 0 and 1 and holds for small samples and for shares near the ends, where the usual one does not.
    /// </summary>
    /// <param name="counted">The numerator, at most <paramref name="of"/>.</param>
    /// <param name="of">The denominator, at least 1.</param>
    public static (double Low, double High) Wilson(int counted, int of)
    {
        double n = of, share = counted / n, squared = Z * Z;
        var middle = (share + (squared / (2 * n))) / (1 + (squared / n));
        var half = Z / (1 + (squared / n)) * Math.Sqrt((share * (1 - share) / n) + (squared / (4 * n * n)));
        return (counted == 0 ? 0 : Math.Max(0, middle - half), counted == of ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>The middle of at least one value; of an even number, the mean of the two in the middle.</summary>
    public static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    /// <summary>
    /// The time within which this share is done, by the product-limit estimate: E. L. Kaplan, P. Meier, "Nonparametric
    /// estimation from incomplete observations", Journal of the American Statistical Association 53 (1958), 457–481. What is
    /// not finished counts as long as it was seen, so that a young cohort neither looks fast for what is quick in it nor slow
    /// for what had no time yet. Null where too little was finished to tell.
    /// </summary>
    /// <param name="times">The times; they are sorted in place.</param>
    /// <param name="done">The share, as in 0.5 for the median.</param>
    public static double? DoneWithin(List<Seen> times, double done)
    {
        times.Sort((a, b) => a.Value.CompareTo(b.Value));
        var open = 1.0;
        for (int i = 0, next; i < times.Count; i = next)
        {
            var finished = 0;
            for (next = i; next < times.Count && times[next].Value == times[i].Value; next++)
                finished += times[next].Finished ? 1 : 0;
            open *= 1 - ((double)finished / (times.Count - i));
            if (open <= 1 - done + 1e-9)
                return times[i].Value;
        }

        return null;
    }
}
