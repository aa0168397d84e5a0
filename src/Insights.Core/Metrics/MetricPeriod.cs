using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;

namespace Insights.Core.Metrics;

/// <summary>How long a cohort is.</summary>
public enum CohortGrain
{
    /// <summary>A week from Monday to Sunday, numbered as ISO 8601 does.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>Over which time and of what metrics are read.</summary>
public sealed record MetricFilter
{
    /// <summary>A day of the first cohort; without it, eleven months before the last.</summary>
    public DateOnly? From { get; init; }

    /// <summary>A day of the last cohort; without it, today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only this policy area.</summary>
    public string? Area { get; init; }

    /// <summary>Only this kind of report or gap.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Longest period.</summary>
    public const int MostYears = 5;

    internal void Check(Check check)
    {
        check.Code(Area, required: false, "area");
        check.Must(From is null || To is null || From <= To, RefusalCode.OutOfRange, "The first day comes before the last.", "from");
        check.Must(IsKnown(From), RefusalCode.OutOfRange, Years, "from").Must(IsKnown(To), RefusalCode.OutOfRange, Years, "to");
    }

    private const string Years = "Name a day between 2000 and 2100.";

    private static bool IsKnown(DateOnly? day) => day is null or { Year: >= 2000 and <= 2100 };
}

/// <summary>One week or month.</summary>
/// <param name="Key">As in 2026-W10 or 2026-03.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Running">Whether it has not ended yet.</param>
public sealed record MetricCohort(string Key, DateOnly From, DateOnly To, bool Running);

/// <summary>Whole weeks or months in a row. Days are UTC.</summary>
internal sealed class MetricPeriod
{
    /// <summary>A period of more weeks than this is looked at by months.</summary>
    public const int MostWeeks = 26;

    /// <summary>How many months are looked at where nothing else is asked for: enough for small teams, and for decisions to be followed.</summary>
    private const int UsualMonths = 12;

    private readonly DateOnly _from;

    private MetricPeriod(CohortGrain grain, DateOnly from, DateOnly to, DateOnly today)
    {
        (Grain, _from) = (grain, from);
        var cohorts = new List<MetricCohort>();
        for (var first = from; first <= to; first = Next(first))
            cohorts.Add(new MetricCohort(KeyOf(first), first, Next(first).AddDays(-1), Next(first) > today));
        Cohorts = cohorts;
    }

    public CohortGrain Grain { get; }

    public IReadOnlyList<MetricCohort> Cohorts { get; }

    public DateTimeOffset Start => UtcDays.StartOf(_from);

    /// <summary>The moment after its last.</summary>
    public DateTimeOffset End => UtcDays.StartOf(Cohorts[^1].To.AddDays(1));

    /// <summary>The whole cohorts around what was asked for: weeks, or months where there would be many.</summary>
    public static Outcome<MetricPeriod> Of(MetricFilter filter, DateOnly today)
    {
        var to = filter.To ?? (filter.From > today ? filter.From.Value : today);
        var from = filter.From ?? new DateOnly(to.Year, to.Month, 1).AddMonths(1 - UsualMonths);
        if (from.AddYears(MetricFilter.MostYears) < to)
            return Refusal.Of(RefusalCode.OutOfRange, "At most five years at once.", "from");
        var monday = MondayOf(from);
        return MondayOf(to).DayNumber - monday.DayNumber < 7 * MostWeeks
            ? new MetricPeriod(CohortGrain.Week, monday, to, today)
            : new MetricPeriod(CohortGrain.Month, new DateOnly(from.Year, from.Month, 1), to, today);
    }

    /// <summary>The place of the cohort in which this moment lies; null outside of the period.</summary>
    public int? PlaceOf(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var place = Grain is CohortGrain.Week
            ? (int)Math.Floor((day.DayNumber - _from.DayNumber) / 7.0)
            : ((day.Year - _from.Year) * 12) + day.Month - _from.Month;
        return place >= 0 && place < Cohorts.Count ? place : null;
    }

    private DateOnly Next(DateOnly first) => Grain is CohortGrain.Week ? first.AddDays(7) : first.AddMonths(1);

    private string KeyOf(DateOnly first) => Grain is CohortGrain.Week
        ? string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(first):0000}-W{ISOWeek.GetWeekOfYear(first):00}")
        : first.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
