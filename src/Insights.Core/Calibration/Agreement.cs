namespace Insights.Core.Calibration;

/// <summary>
/// Coefficients of agreement between any number of people, some of whom leave some things out. Pure functions, safe to
/// call from anywhere. A unit is what several people judged: the categories they chose, 0 to <c>categories - 1</c>, one
/// an answer, in no order.
/// </summary>
internal static class Agreement
{
    /// <summary>
    /// K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal
    /// of Mathematical and Statistical Psychology 61 (2008), 29–48; with several raters, missing answers and weights as in
    /// his Handbook of Inter-Rater Reliability, 4th edition (2014). AC1 without an order, AC2 with ordinal weights.
    /// </summary>
    /// <param name="units">What was judged; those with fewer than two answers tell how often a category is chosen, and no more.</param>
    /// <param name="categories">How many there are to choose from, at least 2.</param>
    /// <param name="ordinal">Whether they have an order.</param>
    /// <returns>Null where no unit has two answers.</returns>
    public static double? Gwet(IReadOnlyList<int[]> units, int categories, bool ordinal)
    {
        if (Observed(units, categories, ordinal) is not { } observed)
            return null;
        var chosen = new double[categories];
        var judged = units.Where(u => u.Length > 0).ToList();
        foreach (var unit in judged)
        {
            foreach (var category in unit)
                chosen[category] += 1.0 / unit.Length / judged.Count;
        }

        var weights = 0.0;
        for (var k = 0; k < categories; k++)
        {
            for (var l = 0; l < categories; l++)
                weights += Weight(k, l, categories, ordinal);
        }

        var chance = weights / (categories * (categories - 1.0)) * chosen.Sum(p => p * (1 - p));
        return (observed - chance) / (1 - chance);
    }

    /// <summary>The mean share of pairs of answers that agree, over the units with at least two; near steps count in part.</summary>
    public static double? Observed(IReadOnlyList<int[]> units, int categories, bool ordinal)
    {
        var (sum, of) = (0.0, 0);
        foreach (var unit in units.Where(u => u.Length > 1))
        {
            var agreeing = 0.0;
            for (var i = 0; i < unit.Length; i++)
            {
                for (var j = 0; j < unit.Length; j++)
                    agreeing += i == j ? 0 : Weight(unit[i], unit[j], categories, ordinal);
            }

            sum += agreeing / (unit.Length * (unit.Length - 1));
            of++;
        }

        return of == 0 ? null : sum / of;
    }

    /// <summary>
    /// K. Krippendorff, Content Analysis: An Introduction to Its Methodology, 3rd edition (2013), chapter 12: alpha with the
    /// nominal or the ordinal metric, by the matrix of coincidences.
    /// </summary>
    /// <param name="units">What was judged; those with fewer than two answers count for nothing.</param>
    /// <param name="categories">How many there are to choose from.</param>
    /// <param name="ordinal">Whether they have an order.</param>
    /// <returns>Null where nothing was answered twice, or all answers are the same.</returns>
    public static double? Krippendorff(IReadOnlyList<int[]> units, int categories, bool ordinal)
    {
        var coincidences = new double[categories, categories];
        var totals = new double[categories];
        foreach (var unit in units.Where(u => u.Length > 1))
        {
            for (var i = 0; i < unit.Length; i++)
            {
                totals[unit[i]]++;
                for (var j = 0; j < unit.Length; j++)
                    coincidences[unit[i], unit[j]] += i == j ? 0 : 1.0 / (unit.Length - 1);
            }
        }

        var (all, seen, expected) = (totals.Sum(), 0.0, 0.0);
        for (var c = 0; c < categories; c++)
        {
            for (var k = 0; k < categories; k++)
            {
                var distance = Distance(c, k, totals, ordinal);
                seen += coincidences[c, k] * distance;
                expected += totals[c] * totals[k] * distance;
            }
        }

        return expected == 0 ? null : 1 - ((all - 1) * seen / expected);
    }

    /// <summary>
    /// A coefficient with its 95 % interval by the jackknife over units: M. H. Quenouille, "Notes on bias in estimation",
    /// Biometrika 43 (1956), 353–360, and J. W. Tukey's use of it for intervals (1958), with Student's t. Units are what a
    /// sample is drawn of, so that is what varies; the people are these.
    /// </summary>
    /// <param name="units">What was judged, each at least twice.</param>
    /// <param name="coefficient">The coefficient of some units; null where they have none.</param>
    public static Coefficient? WithInterval(IReadOnlyList<int[]> units, Func<IReadOnlyList<int[]>, double?> coefficient)
    {
        if (coefficient(units) is not { } value)
            return null;
        var n = units.Count;
        var without = Enumerable.Range(0, n).Select(left => coefficient([.. units.Where((_, i) => i != left)])).ToList();
        if (n < 2 || without.Any(w => w is null))
            return new Coefficient(value, null, null);
        var mean = without.Average(w => w!.Value);
        var error = Math.Sqrt((n - 1.0) / n * without.Sum(w => (w!.Value - mean) * (w.Value - mean)));
        // What is alike in every unit does not tell how far others would vary.
        if (error < 1e-12)
            return new Coefficient(value, null, null);
        var half = Student(n - 1) * error;
        return new Coefficient(value, Math.Max(-1, value - half), Math.Min(1, value + half));
    }

    /// <summary>
    /// The point beyond which Student's t has 2.5 % on each side, by the expansion in M. Abramowitz, I. A. Stegun, Handbook of
    /// Mathematical Functions (1964), 26.7.5; within 0.001 from seven degrees of freedom on.
    /// </summary>
    internal static double Student(int freedom)
    {
        const double z = 1.959963984540054;
        double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z, v = freedom;
        return z + ((z3 + z) / (4 * v)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * v * v))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * v * v * v));
    }

    private static double Weight(int k, int l, int categories, bool ordinal) =>
        k == l ? 1 : !ordinal ? 0 : 1 - (Pairs(Math.Abs(k - l) + 1) / Pairs(categories));

    private static double Pairs(int of) => of * (of - 1) / 2.0;

    private static double Distance(int c, int k, double[] totals, bool ordinal)
    {
        if (c == k)
            return 0;
        if (!ordinal)
            return 1;
        var between = -(totals[c] + totals[k]) / 2;
        for (var g = Math.Min(c, k); g <= Math.Max(c, k); g++)
            between += totals[g];
        return between * between;
    }
}
