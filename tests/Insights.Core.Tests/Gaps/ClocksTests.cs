using Insights.Core.Gaps;
using Xunit;

namespace Insights.Core.Tests.Gaps;

/// <summary>Days counted by hand, on a calendar of 2026: the gap is opened on Monday, 2 November.</summary>
public sealed class ClocksTests
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ClockMove Claim = On(3, GapState.Triage);
    private static readonly ClockMove Accept = On(5, GapState.Assessing);

    [Theory]
    [InlineData(Severity.Critical, "2026-11-03 2026-11-05 2026-11-16")]
    [InlineData(Severity.High, "2026-11-04 2026-11-11 2026-11-30")]
    [InlineData(Severity.Medium, "2026-11-09 2026-11-23 2027-01-04")]
    [InlineData(Severity.Low, "2026-11-16 2026-12-14 2027-03-08")]
    [InlineData(null, "2026-11-09 2026-11-23 2027-01-04")]
    public void Three_clocks_start_at_the_opening_and_are_due_by_severity(Severity? severity, string due)
    {
        var clocks = Clocks.Of(Opened, [], severity, new ClockOptions(), Opened);

        Assert.Equal([GapClock.Acknowledge, GapClock.Assess, GapClock.Decide], clocks.Select(c => c.Clock));
        Assert.Equal(due, string.Join(' ', clocks.Select(c => $"{c.DueOn:yyyy-MM-dd}")));
        Assert.All(clocks, c => Assert.Equal((ClockState.Running, 1, 0, 0), (c.State, c.Round, c.ElapsedDays, c.LateBy)));
    }

    [Fact]
    public void Weekends_and_holidays_of_the_calendar_do_not_count()
    {
        var options = new ClockOptions { Weekend = [DayOfWeek.Friday, DayOfWeek.Saturday], Holidays = new HashSet<DateOnly> { new(2026, 11, 3), new(2026, 11, 8) } };

        // Of the days after Monday, 2 November, the 4th, 5th, 9th, 10th and 11th are worked.
        Assert.Equal(new DateOnly(2026, 11, 11), options.After(new DateOnly(2026, 11, 2), 5));
        Assert.Equal(5, options.Between(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 11)));
        Assert.Equal(0, options.Between(new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 2)));
    }

    [Fact]
    public void A_question_pauses_what_runs_and_moves_the_day_by_the_working_days_it_took()
    {
        var paused = Of(9, Claim, On(4, GapState.NeedsInfo));
        Assert.Equal(
            [(GapClock.Acknowledge, ClockState.Met), (GapClock.Assess, ClockState.Paused), (GapClock.Decide, ClockState.Paused)], paused.Select(c => (c.Clock, c.State)));
        Assert.Null(Clocks.Running(paused));

        // From Wednesday, the 4th, to Monday, the 9th, are three working days.
        var assess = Of(10, Claim, On(4, GapState.NeedsInfo), On(9, GapState.Triage)).Single(c => c.Clock is GapClock.Assess);
        Assert.Equal((ClockState.Running, new DateOnly(2026, 11, 16), 6, 3, 3, 0), (assess.State, assess.DueOn, assess.ElapsedDays, assess.PausedDays, assess.ActiveDays, assess.LateBy));
    }

    [Fact]
    public void What_was_asked_while_it_is_assessed_pauses_only_the_decision()
    {
        var clocks = Of(10, Claim, Accept, On(6, GapState.NeedsInfo));

        Assert.Equal([ClockState.Met, ClockState.Met, ClockState.Paused], clocks.Select(c => c.State));
    }

    [Fact]
    public void A_step_that_comes_after_its_day_is_late_by_working_days_and_stays_so()
    {
        var acknowledge = Of(30, On(9, GapState.Triage)).Single(c => c.Clock is GapClock.Acknowledge);
        Assert.Equal((ClockState.Met, Opened.AddDays(7), 3), (acknowledge.State, acknowledge.MetAt, acknowledge.LateBy));

        Assert.Equal(0, Of(4).Single(c => c.Clock is GapClock.Acknowledge).LateBy);
        Assert.Equal(1, Of(5).Single(c => c.Clock is GapClock.Acknowledge).LateBy);
        Assert.Equal(2, Of(8).Single(c => c.Clock is GapClock.Acknowledge).LateBy);
    }

    [Fact]
    public void A_gap_that_comes_back_is_timed_anew_and_keeps_its_first_round()
    {
        ClockMove[] closed = [Claim, Accept, On(6, GapState.InReview), On(9, GapState.Decided), On(10, GapState.Implementing), On(12, GapState.Closed)];
        var before = Of(20, closed);
        Assert.Equal([ClockState.Met, ClockState.Met, ClockState.Met, ClockState.Met], before.Select(c => c.State));

        var after = Of(20, [.. closed, On(16, GapState.Triage)]);

        Assert.Equal(before, after.Where(c => c.Round == 1));
        Assert.Equal([(GapClock.Assess, Opened.AddDays(14)), (GapClock.Decide, Opened.AddDays(14))], after.Where(c => c.Round == 2).Select(c => (c.Clock, c.StartedAt)));
        Assert.Equal((GapClock.Assess, 2), (Clocks.Running(after)!.Clock, Clocks.Running(after)!.Round));
    }

    [Fact]
    public void A_risk_that_expires_stops_the_carrying_out_and_times_another_decision()
    {
        var clocks = Of(20, Claim, Accept, On(6, GapState.InReview), On(9, GapState.Decided), On(10, GapState.Implementing), On(16, GapState.Assessing));

        Assert.Equal((ClockState.Stopped, null), (clocks.Single(c => c.Clock is GapClock.Implement).State, clocks.Single(c => c.Clock is GapClock.Implement).MetAt));
        Assert.Equal([ClockState.Met, ClockState.Running], clocks.Where(c => c.Clock is GapClock.Decide).Select(c => c.State));
        Assert.Single(clocks, c => c.Clock is GapClock.Assess);
    }

    [Fact]
    public void Carrying_out_is_due_on_the_day_of_the_plan_or_where_there_is_none_by_the_target()
    {
        ClockMove[] decided = [Claim, Accept, On(6, GapState.InReview), On(9, GapState.Decided)];

        Assert.Equal(new DateOnly(2026, 12, 7), Of(9, decided)[^1].DueOn);
        Assert.Equal(new DateOnly(2026, 12, 7), Of(10, [.. decided, On(10, GapState.Implementing)])[^1].DueOn);
        var planned = On(10, GapState.Implementing) with { PlanDueOn = new DateOnly(2026, 11, 21) };
        Assert.Equal(new DateOnly(2026, 11, 21), Of(10, [.. decided, planned])[^1].DueOn);
        Assert.Equal(1, Of(23, [.. decided, planned])[^1].LateBy);
    }

    [Fact]
    public void Counted_before_it_began_nothing_is_negative()
    {
        Assert.All(Clocks.Of(Opened, [Claim, Accept], Severity.High, new ClockOptions(), Opened.AddDays(-30)), c =>
            Assert.True(c is { ElapsedDays: >= 0, PausedDays: 0, ActiveDays: >= 0, LateBy: 0 }));
    }

    /// <summary>Whatever is moved wherever, in whatever order: no clock runs twice at a time, and all rest only where they may.</summary>
    [FsCheck.Xunit.Property(MaxTest = 300)]
    public bool However_a_gap_is_moved_its_clocks_keep_their_rules(byte[] script)
    {
        var (day, state) = (2, GapState.New);
        var moves = script.Select(number => On(day += number % 5, state = (GapState)(number / 5 % 10))).ToList();
        var clocks = Clocks.Of(Opened, moves, Severity.High, new ClockOptions(), Opened.AddDays(day + 3));

        return clocks.GroupBy(c => c.Clock).All(g => g.SkipLast(1).All(c => c.EndedAt is not null) && g.Select(c => c.Round).SequenceEqual(Enumerable.Range(1, g.Count())))
            && clocks.All(c => c.ActiveDays + c.PausedDays == c.ElapsedDays && (c.MetAt is null || c.State is ClockState.Met))
            && (state is GapState.NeedsInfo or GapState.Deferred || clocks.All(c => c.State is not ClockState.Paused))
            && (Clocks.Running(clocks)?.Clock) == (state switch
            {
                GapState.New => GapClock.Acknowledge,
                GapState.Triage => GapClock.Assess,
                GapState.Assessing or GapState.InReview => GapClock.Decide,
                GapState.Decided or GapState.Implementing => GapClock.Implement,
                _ => (GapClock?)null,
            });
    }

    [Theory]
    [InlineData("Weekend", "Weekend leaves no day to work on.")]
    [InlineData("Targets", "Targets:Low has a target that is not 1 to 1000.")]
    public void Options_that_make_no_sense_are_refused_by_name(string what, string message)
    {
        var usual = new ClockOptions();
        var options = what is "Weekend"
            ? usual with { Weekend = Enum.GetValues<DayOfWeek>() }
            : usual with { Targets = new Dictionary<Severity, ClockTargets>(usual.Targets) { [Severity.Low] = new(0, 1, 1, 1) } };

        Assert.Equal(message, Assert.Throws<ArgumentException>(options.Checked).Message);
        Assert.Same(usual, usual.Checked());
    }

    private static ClockMove On(int day, GapState to) => new(Opened.AddDays(day - 2), to);

    private static IReadOnlyList<ClockView> Of(int today, params ClockMove[] moves) => Clocks.Of(Opened, moves, Severity.High, new ClockOptions(), Opened.AddDays(today - 2));
}
