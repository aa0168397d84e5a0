namespace Insights.Core.Gaps;

/// <summary>Within how many working days each step is due.</summary>
/// <param name="Acknowledge">Until a triage lead takes it on.</param>
/// <param name="Assess">Until a policy owner takes it on for assessment.</param>
/// <param name="Decide">Until a decision is approved.</param>
/// <param name="Implement">Until what was decided is verified, where its plan names no day.</param>
public sealed record ClockTargets(int Acknowledge, int Assess, int Decide, int Implement)
{
    public int Of(GapClock clock) => clock switch
    {
        GapClock.Acknowledge => Acknowledge,
        GapClock.Assess => Assess,
        GapClock.Decide => Decide,
        GapClock.Implement => Implement,
    };
}

/// <summary>What this deployment decides about the clocks: its working days, and the target of each step by severity.</summary>
public sealed record ClockOptions
{
    /// <summary>Longest target there can be.</summary>
    private const int MostDays = 1000;

    /// <summary>Days of the week on which nobody works.</summary>
    public IReadOnlyList<DayOfWeek> Weekend { get; init; } = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Further days on which nobody works.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; init; } = new HashSet<DateOnly>();

    /// <summary>The targets by severity. Carrying out may take as long again as deciding.</summary>
    public IReadOnlyDictionary<Severity, ClockTargets> Targets { get; init; } = new Dictionary<Severity, ClockTargets>
    {
        [Severity.Critical] = new(1, 3, 10, 10),
        [Severity.High] = new(2, 7, 20, 20),
        [Severity.Medium] = new(5, 15, 45, 45),
        [Severity.Low] = new(10, 30, 90, 90),
    };

    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public ClockOptions Checked()
    {
        if (Enum.GetValues<DayOfWeek>().All(Weekend.Contains))
            throw new ArgumentException("Weekend leaves no day to work on.");
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (Enum.GetValues<GapClock>().Any(clock => Targets[severity].Of(clock) is < 1 or > MostDays))
                throw new ArgumentException($"Targets:{severity} has a target that is not 1 to {MostDays}.");
        }

        return this;
    }

    /// <summary>Within how many working days; what has no severity yet counts as medium.</summary>
    internal int TargetOf(GapClock clock, Severity? severity) => Targets[severity ?? Severity.Medium].Of(clock);

    /// <summary>So many working days after a day, which does not count itself.</summary>
    public DateOnly After(DateOnly day, int workingDays)
    {
        while (workingDays > 0)
        {
            day = day.AddDays(1);
            if (IsWorked(day))
                workingDays--;
        }

        return day;
    }

    /// <summary>How many working days lie between two days, of which the first does not count; none where the second is not later.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to <= from)
            return 0;
        // Whole weeks all hold the same days; only what is left over is looked at day by day.
        var (weeks, rest) = Math.DivRem(to.DayNumber - from.DayNumber, 7);
        var days = weeks == 0 ? 0 : weeks * Enumerable.Range(0, 7).Count(day => !Weekend.Contains((DayOfWeek)day));
        for (var day = to.AddDays(1 - rest); day <= to; day = day.AddDays(1))
            days += Weekend.Contains(day.DayOfWeek) ? 0 : 1;
        return days - Holidays.Count(day => day > from && day <= to && !Weekend.Contains(day.DayOfWeek));
    }

    private bool IsWorked(DateOnly day) => !Weekend.Contains(day.DayOfWeek) && !Holidays.Contains(day);
}
