namespace Insights.Core.Calibration;

/// <summary>
/// Coefficients of agreement between any number of people, some of whom leave some things out. Units are added and taken
/// out; each is what several people judged: the categories they chose, 0 to <c>categories - 1</c>, one an answer, in no
/// order. Not safe to share.
/// </summary>
/// <param name="categories">How many there are to choose from, at least 2.</param>
/// <param name="ordinal">Whether they have an order, so that near ones agree in part.</param>
internal sealed class Agreement(int categories, bool ordinal)
{
    private readonly double[,] _coincidences = new double[categories, categories];
    private readonly double[] _paired = new double[categories];
    private readonly double[] _chosen = new double[categories];
    private double _agreeing;
    private int _twice;
    private int _judged;

    public static Agreement Of(IEnumerable<int[]> units, int categories, bool ordinal)
    {
        var agreement = new Agreement(categories, ordinal);
        foreach (var unit in units)
            agreement.Count(unit, 1);
        return agreement;
    }

    /// <summary>The mean share of pairs of answers that agree, over the units with at least two; null where there is none.</summary>
    public double? Observed => _twice == 0 ? null : _agreeing / _twice;

    /// <summary>
    /// K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal
    /// of Mathematical and Statistical Psychology 61 (2008), 29–48; with several raters, missing answers and weights as in
    /// his Handbook of Inter-Rater Reliability, 4th edition (2014). AC1 without an order, AC2 with ordinal weights. Units
    /// with one answer tell how often a category is chosen, and no more. Null where no unit has two answers.
    /// </summary>
    public double? Gwet
    {
        get
        {
            if (Observed is not { } observed)
                return null;
            var (weights, spread) = (0.0, 0.0);
            for (var k = 0; k < categories; k++)
            {
                var share = _chosen[k] / _judged;
                spread += share * (1 - share);
                for (var l = 0; l < categories; l++)
                    weights += Weight(k, l);
            }

            var chance = weights / (categories * (categories - 1.0)) * spread;
            return (observed - chance) / (1 - chance);
        }
    }

    /// <summary>
    /// K. Krippendorff, Content Analysis: An Introduction to Its Methodology, 3rd edition (2013), chapter 12: alpha with the
    /// nominal or the ordinal metric, by the matrix of coincidences. Units with one answer count for nothing. Null where
    /// nothing was answered twice, or all answers are the same.
    /// </summary>
    public double? Krippendorff
    {
        get
        {
            var (all, seen, expected) = (_paired.Sum(), 0.0, 0.0);
            for (var c = 0; c < categories; c++)
            {
                for (var k = 0; k < categories; k++)
                {
                    var distance = Distance(c, k);
                    seen += _coincidences[c, k] * distance;
                    expected += _paired[c] * _paired[k] * distance;
                }
            }

            return expected == 0 ? null : 1 - ((all - 1) * seen / expected);
        }
    }

    /// <summary>
    /// A coefficient with its 95 % interval by the jackknife over units: M. H. Quenouille, "Notes on bias in estimation",
    /// Biometrika 43 (1956), 353–360, and J. W. Tukey's use of it for intervals (1958), with Student's t. Units are what a
    /// sample is drawn of, so that is what varies; the people are these.
    /// </summary>
    /// <param name="units">What was judged, each at least once.</param>
    /// <param name="categories">How many there are to choose from.</param>
    /// <param name="ordinal">Whether they have an order.</param>
    /// <param name="coefficient">The coefficient of some units; null where they have none.</param>
    public static Coefficient? WithInterval(IReadOnlyList<int[]> units, int categories, bool ordinal, Func<Agreement, double?> coefficient)
    {
        var agreement = Of(units, categories, ordinal);
        if (coefficient(agreement) is not { } value)
            return null;
        var without = new List<double>();
        foreach (var unit in units)
        {
            agreement.Count(unit, -1);
            if (coefficient(agreement) is not { } left)
                return new Coefficient(value, null, null);
            without.Add(left);
            agreement.Count(unit, 1);
        }

        var (n, mean) = (units.Count, without.Average());
        var error = Math.Sqrt((n - 1.0) / n * without.Sum(left => (left - mean) * (left - mean)));
        // What is alike in every unit does not tell how far others would vary.
        if (error < 1e-9)
            return new Coefficient(value, null, null);
        var half = Student(n - 1) * error;
        return new Coefficient(value, value - half, Math.Min(1, value + half));
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

    /// <summary>Adds a unit, or takes it out again.</summary>
    private void Count(int[] unit, int sign)
    {
        if (unit.Length == 0)
            return;
        _judged += sign;
        foreach (var category in unit)
            _chosen[category] += (double)sign / unit.Length;
        if (unit.Length == 1)
            return;
        _twice += sign;
        var agreeing = 0.0;
        for (var i = 0; i < unit.Length; i++)
        {
            _paired[unit[i]] += sign;
            for (var j = 0; j < unit.Length; j++)
            {
                if (i == j)
                    continue;
                _coincidences[unit[i], unit[j]] += sign / (unit.Length - 1.0);
                agreeing += Weight(unit[i], unit[j]);
            }
        }

        _agreeing += sign * agreeing / (unit.Length * (unit.Length - 1));
    }

    private double Weight(int k, int l) => k == l ? 1 : !ordinal ? 0 : 1 - (Pairs(Math.Abs(k - l) + 1) / Pairs(categories));

    private static double Pairs(int of) => of * (of - 1) / 2.0;

    private double Distance(int c, int k)
    {
        if (c == k)
            return 0;
        if (!ordinal)
            return 1;
        var between = -(_paired[c] + _paired[k]) / 2;
        for (var g = Math.Min(c, k); g <= Math.Max(c, k); g++)
            between += _paired[g];
        return between * between;
    }
}
