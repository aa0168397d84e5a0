namespace Insights.Privacy;

/// <summary>
/// A count made safe to publish: 0 stays 0, 1 to 7 is suppressed, 8 and more is rounded to the nearest 5.
/// The default value is a suppressed count.
/// </summary>
/// <remarks>
/// The one function every count that leaves passes through. Round totals from their exact value, never from rounded
/// parts; and publish counts that add up to each other through <see cref="SmallCountTable"/> only, since a total can give
/// a suppressed part away. <see cref="SmallCountRule"/> has the source of the rule.
/// </remarks>
public readonly record struct SmallCount
{
    private SmallCount(long? value) => Value = value;

    /// <summary>The count to publish: 0 or a multiple of the step; null where it is suppressed.</summary>
    public long? Value { get; }

    /// <summary>Whether the count must not be shown.</summary>
    public bool Suppressed => Value is null;

    /// <summary>Makes an exact count safe to publish.</summary>
    /// <param name="exact">The exact count, 0 or more.</param>
    /// <param name="rule">The rule; without it, the default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exact"/> is negative.</exception>
    public static SmallCount Of(long exact, SmallCountRule? rule = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exact);
        return new((rule ?? SmallCountRule.Default).Publish(exact));
    }

    /// <summary>
    /// A part in a hundred of the whole, as an integer. It is made of the two published counts, so it says nothing they do not.
    /// </summary>
    /// <param name="part">The published part.</param>
    /// <param name="whole">The published whole.</param>
    /// <returns>0 to 100 where the part is one of the whole; null where either is suppressed or there is nothing.</returns>
    public static int? PercentOf(SmallCount part, SmallCount whole) =>
        part.Value is { } some && whole.Value is > 0 and var all ? (int)Math.Round(100m * some / all, MidpointRounding.AwayFromZero) : null;

    /// <summary>The mean of so many values, to one decimal; null where they are fewer than would be shown.</summary>
    /// <param name="sum">Sum of the values.</param>
    /// <param name="exact">How many values there are, exactly.</param>
    /// <param name="rule">The rule; without it, the default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exact"/> is negative.</exception>
    public static double? Mean(double sum, long exact, SmallCountRule? rule = null) =>
        Of(exact, rule).Value is > 0 ? Math.Round(sum / exact, 1, MidpointRounding.AwayFromZero) : null;
}
