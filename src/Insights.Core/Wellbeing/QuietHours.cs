namespace Insights.Core.Wellbeing;

/// <summary>A day of the week.</summary>
public enum Weekday
{
    /// <summary>Monday.</summary>
    Monday,

    /// <summary>Tuesday.</summary>
    Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday,

    /// <summary>Thursday.</summary>
    Thursday,

    /// <summary>Friday.</summary>
    Friday,

    /// <summary>Saturday.</summary>
    Saturday,

    /// <summary>Sunday.</summary>
    Sunday,
}

/// <summary>
/// Hours in which nothing is pushed at somebody, by the clock of a time zone. They may run past midnight, and then belong
/// to the day on which they begin; the same time twice is a whole day. Knows no clock.
/// </summary>
/// <param name="From">The time of day at which they begin.</param>
/// <param name="To">The time of day at which they end.</param>
/// <param name="TimeZone">The time zone, by its IANA name.</param>
/// <param name="Days">The days on which they begin; none named means every day.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, string TimeZone, IReadOnlyList<Weekday> Days)
{
    /// <summary>Longest name of a time zone.</summary>
    public const int LongestZone = 64;

    private static readonly Weekday[] EveryDay = Enum.GetValues<Weekday>();

    /// <summary>Whether they never end, so that what waits for their end would wait for ever.</summary>
    public bool NeverEnd => From == To && (Days.Count == 0 || Days.Distinct().Count() == EveryDay.Length);

    /// <summary>Whether they hold at this moment. In a zone that this machine no longer knows they never do: nothing is held back for ever.</summary>
    public bool HoldAt(DateTimeOffset now)
    {
        if (Zone(TimeZone) is not { } zone)
            return false;
        var there = TimeZoneInfo.ConvertTime(now, zone);
        var (time, today) = (TimeOnly.FromTimeSpan(there.TimeOfDay), Of(there.DayOfWeek));
        if (From < To)
            return BeginOn(today) && time >= From && time < To;
        return time >= From ? BeginOn(today) : time < To && BeginOn(Of(there.AddDays(-1).DayOfWeek));
    }

    /// <summary>The zone of this IANA name; null where there is none.</summary>
    public static TimeZoneInfo? Zone(string? name) =>
        name is { Length: > 0 and <= LongestZone } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>The IANA names of the time zones this machine knows, in their order.</summary>
    public static IReadOnlyList<string> Zones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId).Select(z => z.Id).Append("UTC").Distinct().Order(StringComparer.Ordinal)];

    private bool BeginOn(Weekday day) => Days.Count == 0 || Days.Contains(day);

    private static Weekday Of(DayOfWeek day) => (Weekday)(((int)day + 6) % 7);
}
