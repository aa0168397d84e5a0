namespace Insights.Core.Gaps;

/// <summary>What a move does to a clock.</summary>
public enum ClockChange
{
    /// <summary>It starts; if it ran before, this is another round.</summary>
    Starts,

    /// <summary>The step is done; it stops.</summary>
    Meets,

    /// <summary>It stops although the step is not done.</summary>
    Stops,

    /// <summary>It rests, as far as it ran.</summary>
    Pauses,

    /// <summary>It goes on, as far as it rested.</summary>
    Resumes,
}

/// <summary>What a move does to one clock.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Change">What happens to it.</param>
public sealed record ClockEffect(GapClock Clock, ClockChange Change);

/// <summary>How one run of a clock stands.</summary>
public enum ClockState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It rests while a question is open or the gap is set aside.</summary>
    Paused,

    /// <summary>The step is done.</summary>
    Met,

    /// <summary>It was stopped before the step was done, because the gap went another way.</summary>
    Stopped,
}

/// <summary>One run of one clock.</summary>
public sealed record ClockView
{
    /// <summary>Which clock.</summary>
    public required GapClock Clock { get; init; }

    /// <summary>Counted from 1; a gap that comes back is timed anew and keeps what was before.</summary>
    public required int Round { get; init; }

    /// <summary>How it stands.</summary>
    public required ClockState State { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The day by which the step is due. It moves on while the clock rests.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When the step was done.</summary>
    public DateTimeOffset? MetAt { get; init; }

    /// <summary>When it stopped, done or not; empty while it runs or rests.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Working days since it started.</summary>
    public required int ElapsedDays { get; init; }

    /// <summary>Working days of these on which it rested.</summary>
    public required int PausedDays { get; init; }

    /// <summary>Working days of these on which it ran.</summary>
    public int ActiveDays => Math.Max(0, ElapsedDays - PausedDays);

    /// <summary>Working days by which the step came, or is, too late.</summary>
    public required int LateBy { get; init; }

    /// <summary>Place of the move that started it; none for the opening.</summary>
    internal int StartedBy { get; init; }
}

/// <summary>The moves of a gap as far as clocks look at them.</summary>
/// <param name="At">When.</param>
/// <param name="To">State after.</param>
/// <param name="PlanDueOn">The day that a plan names.</param>
public sealed record ClockMove(DateTimeOffset At, GapState To, DateOnly? PlanDueOn = null);

/// <summary>
/// The four clocks, derived from what happened and nothing else. Each state says of each clock whether it runs there, rests,
/// is past or is yet to come; so what a move does to the clocks follows from where it leads, whatever move it was. Days are UTC.
/// </summary>
public static class Clocks
{
    private enum Place
    {
        Ahead,
        Runs,
        Rests,
        Past,
    }

    /// <summary>What a move between two states does; into null, it goes back to where it came from.</summary>
    public static IReadOnlyList<ClockEffect> Between(GapState before, GapState? after) =>
    [
        .. from clock in Enum.GetValues<GapClock>()
           let change = (In(before, clock), after is { } state ? In(state, clock) : (Place?)null) switch
           {
               (Place.Rests, null) => ClockChange.Resumes,
               (Place.Runs, Place.Rests) => ClockChange.Pauses,
               (Place.Runs, Place.Past) => ClockChange.Meets,
               (Place.Runs, Place.Ahead) => ClockChange.Stops,
               (Place.Past or Place.Ahead, Place.Runs) => ClockChange.Starts,
               _ => (ClockChange?)null,
           }
           where change is not null
           select new ClockEffect(clock, change.Value),
    ];

    /// <summary>The clocks that start when a gap is opened.</summary>
    public static IReadOnlyList<GapClock> AtOpening { get; } = [.. Enum.GetValues<GapClock>().Where(clock => In(GapState.New, clock) is Place.Runs)];

    /// <summary>Every run of every clock, in the order of the steps and then of the rounds.</summary>
    /// <param name="openedAt">When the gap was opened, or the first of those that are merged into it.</param>
    /// <param name="moves">What happened since, in that order; what was undone left out.</param>
    /// <param name="severity">How severe it is; without it, the medium targets hold.</param>
    /// <param name="options">The working days and the targets.</param>
    /// <param name="now">Until when to count.</param>
    public static IReadOnlyList<ClockView> Of(DateTimeOffset openedAt, IEnumerable<ClockMove> moves, Severity? severity, ClockOptions options, DateTimeOffset now)
    {
        var runs = new List<Run>();
        foreach (var (place, move) in moves.Prepend(new ClockMove(openedAt, GapState.New)).Index())
        {
            foreach (var clock in Enum.GetValues<GapClock>())
            {
                var last = runs.FindLast(r => r.Clock == clock);
                var open = last is { EndedAt: null } ? last : null;
                switch (In(move.To, clock))
                {
                    case Place.Runs when open is null:
                        runs.Add(open = new Run(clock, (last?.Round ?? 0) + 1, move.At, place));
                        break;
                    case Place.Runs:
                        open.Resume(move.At);
                        break;
                    case Place.Rests:
                        open?.Pause(move.At);
                        break;
                    case var stands:
                        open?.End(move.At, met: stands is Place.Past);
                        break;
                }

                if (clock is GapClock.Implement && open is not null)
                    open.PlanDueOn = move.PlanDueOn ?? open.PlanDueOn;
            }
        }

        return [.. runs.OrderBy(r => r.Clock).ThenBy(r => r.Round).Select(r => r.Shown(severity, options, now))];
    }

    /// <summary>The clock that the next step is timed by; null while none runs.</summary>
    public static ClockView? Running(IEnumerable<ClockView> clocks) => clocks.FirstOrDefault(c => c.State is ClockState.Running);

    private static Place In(GapState state, GapClock clock) => (state, clock) switch
    {
        (GapState.NeedsInfo or GapState.Deferred, GapClock.Assess or GapClock.Decide) => Place.Rests,
        (GapState.New, GapClock.Acknowledge) => Place.Runs,
        (GapState.New or GapState.Triage, GapClock.Assess) => Place.Runs,
        (GapState.New or GapState.Triage or GapState.Assessing or GapState.InReview, GapClock.Decide) => Place.Runs,
        (GapState.Decided or GapState.Implementing, GapClock.Implement) => Place.Runs,
        (GapState.Closed, GapClock.Implement) => Place.Past,
        (_, GapClock.Implement) => Place.Ahead,
        _ => Place.Past,
    };

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private sealed class Run(GapClock clock, int round, DateTimeOffset startedAt, int startedBy)
    {
        private readonly List<(DateTimeOffset From, DateTimeOffset To)> _pauses = [];
        private DateTimeOffset? _pausedAt;
        private bool _met;

        public GapClock Clock => clock;

        public int Round => round;

        public DateTimeOffset? EndedAt { get; private set; }

        public DateOnly? PlanDueOn { get; set; }

        public void Pause(DateTimeOffset at) => _pausedAt ??= at;

        public void Resume(DateTimeOffset at)
        {
            if (_pausedAt is { } from)
                _pauses.Add((from, at));
            _pausedAt = null;
        }

        public void End(DateTimeOffset at, bool met)
        {
            Resume(at);
            (EndedAt, _met) = (at, met);
        }

        public ClockView Shown(Severity? severity, ClockOptions options, DateTimeOffset now)
        {
            var until = Day(EndedAt ?? now);
            var paused = _pauses.Sum(p => options.Between(Day(p.From), Day(p.To))) + (_pausedAt is { } since ? options.Between(Day(since), until) : 0);
            var due = PlanDueOn ?? options.After(Day(startedAt), options.TargetOf(clock, severity) + paused);
            return new ClockView
            {
                Clock = clock,
                Round = round,
                State = EndedAt is null ? _pausedAt is null ? ClockState.Running : ClockState.Paused : _met ? ClockState.Met : ClockState.Stopped,
                StartedAt = startedAt,
                StartedBy = startedBy,
                DueOn = due,
                MetAt = _met ? EndedAt : null,
                EndedAt = EndedAt,
                ElapsedDays = options.Between(Day(startedAt), until),
                PausedDays = paused,
                LateBy = options.Between(due, until),
            };
        }
    }
}
