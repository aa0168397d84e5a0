namespace Insights.Core.Data;

/// <summary>Days of the product are days of UTC.</summary>
internal static class UtcDays
{
    /// <summary>The instant at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
