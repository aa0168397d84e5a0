namespace Insights.Privacy;

/// <summary>
/// A count made safe to publish: 0 stays 0, 1 to 7 is suppressed, 8 and more is rounded to the nearest 5.
/// The default value is a suppressed count.
/// </summary>
/// <remarks>
/// Follows the automatic rule that replaced manual suppression in health statistics: nobody has to judge single cells.
/// Round totals from their exact value, never from rounded parts.
/// </remarks>
public readonly record struct SmallCount
{
    private const long SmallestShown = 8;
    private const long Step = 5;

    private SmallCount(long? value) => Value = value;

    /// <summary>The count to publish: 0 or a multiple of 5 from 10 on; null where it is suppressed.</summary>
    public long? Value { get; }

    /// <summary>Whether the exact count was from 1 to 7, and so must not be shown.</summary>
    public bool Suppressed => Value is null;

    /// <summary>Makes an exact count safe to publish.</summary>
    /// <param name="exact">The exact count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exact"/> is negative.</exception>
    public static SmallCount Of(long exact)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exact);
        if (exact is > 0 and < SmallestShown) return default;
        var above = exact % Step;
        return new(above * 2 < Step ? exact - above : exact - above + Step);
    }
}
