using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>The tracked thing: linked reports, an owner, a state, a decision. Moves only along <see cref="Transitions"/>.</summary>
public sealed class Gap
{
    private Gap()
    {
    }

    public GapId Id { get; private init; }

    public long Number { get; private init; }

    public GuardedText Title { get; private set; } = null!;

    public GapKind? Kind { get; private set; }

    public string? Area { get; private set; }

    public string? ClauseCode { get; private set; }

    public int? ClauseVersion { get; private set; }

    public Severity? Severity { get; private set; }

    public GapState State { get; private set; }

    /// <summary>Where it goes back to when a question is answered or a deferral ends.</summary>
    public GapState? ReturnsTo { get; private set; }

    public PersonId? OwnerId { get; private set; }

    public ReportId CanonicalReportId { get; private set; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset LastActivityAt { get; private set; }

    public DateOnly? RespondBy { get; private set; }

    public DateOnly? DeferredUntil { get; private set; }

    /// <summary>How many further reports end the deferral early.</summary>
    public int? RecurrenceThreshold { get; private set; }

    public int RecurredCount { get; private set; }

    public string? Destination { get; private set; }

    public Resolution? Resolution { get; private set; }

    public DecisionId? DecisionId { get; private set; }

    public GuardedText? Plan { get; private set; }

    public DateOnly? PlanDueOn { get; private set; }

    public PersonId? PlanOwnerId { get; private set; }

    public GuardedText? VerificationNote { get; private set; }

    /// <summary>How often a closed gap came back.</summary>
    public int RegressionCount { get; private set; }

    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    /// <summary>Opens a gap for its first report.</summary>
    public static Gap Open(
        GapId id, long number, ReportId first, GuardedText title, GapKind? kind, string? area,
        string? clauseCode, int? clauseVersion, Severity? severity, int ruleSetVersion, DateTimeOffset at) => new()
        {
            Id = id,
            Number = number,
            CanonicalReportId = first,
            Title = title,
            Kind = kind,
            Area = area,
            ClauseCode = clauseCode,
            ClauseVersion = clauseVersion,
            Severity = severity,
            State = GapState.New,
            OpenedAt = at,
            LastActivityAt = at,
            RuleSetVersion = ruleSetVersion,
            Version = 1,
        };

    /// <summary>
    /// Moves along the table, or says why not: the state has no such edge, the roles do not allow it, or
    /// something the edge needs is missing (item by item, in the order of the form). Nothing changes on refusal.
    /// </summary>
    public Outcome<GapMoved> Move(GapAction action, GapMove move, Actor by, DateTimeOffset at)
    {
        if (Transitions.Find(State, action) is not { } edge)
            return Refusal.Of(RefusalCode.IllegalMove, $"A gap in {State} cannot {action}.", "action");
        if ((edge.By & by.Roles) == 0)
            return Refusal.Of(RefusalCode.NotPermitted, $"To {action} needs one of these roles: {edge.By}.", "action");

        var missing = edge.Needs.SelectMany(field => move.Lacks(field, DateOnly.FromDateTime(at.UtcDateTime))).ToList();
        if (missing.Count > 0)
            return missing;

        var from = State;
        State = edge.To ?? ReturnsTo ?? GapState.Triage;
        ReturnsTo = State is GapState.NeedsInfo or GapState.Deferred ? from : null;
        Apply(action, move, by);
        Touch(at);
        return new GapMoved(action, from, State);
    }

    /// <summary>
    /// Takes note of a further report. A closed gap comes back as regressed; a deferred one comes back once
    /// it recurred often enough. Returns the move that caused, if any.
    /// </summary>
    public Outcome<GapMoved?> Joined(Actor by, DateTimeOffset at)
    {
        if (State is GapState.Declined)
            return Refusal.Of(RefusalCode.IllegalMove, "This gap was declined; open a new one and say what is different.", "gapId");

        GapMoved? moved = null;
        if (State is GapState.Closed)
        {
            moved = Move(GapAction.Regress, new GapMove(), by, at).Value;
        }
        else if (State is GapState.Deferred && ++RecurredCount >= RecurrenceThreshold)
        {
            moved = Move(GapAction.Resume, new GapMove(), Actor.System, at).Value;
        }

        Touch(at);
        return moved;
    }

    /// <summary>Takes note that a report left; the canonical report moves on to the given one.</summary>
    public void Left(ReportId? newCanonical, DateTimeOffset at)
    {
        if (newCanonical is { } id)
            CanonicalReportId = id;
        Touch(at);
    }

    /// <summary>Takes another title: the words of the old one were purged with its report.</summary>
    public void Retitle(GuardedText title, DateTimeOffset at)
    {
        Title = title;
        Touch(at);
    }

    /// <summary>Refuses callers who have not seen the newest change.</summary>
    public Refusal? IfChangedSince(int expectedVersion) =>
        expectedVersion == Version ? null : new ConflictRefusal(Version);

    private void Apply(GapAction action, GapMove move, Actor by)
    {
        switch (action)
        {
            case GapAction.Claim:
                OwnerId = by.Id;
                Severity = move.Severity;
                break;
            case GapAction.Accept:
                OwnerId = by.Id;
                Kind = move.Kind;
                Area = move.Area;
                break;
            case GapAction.Ask:
                RespondBy = move.RespondBy;
                break;
            case GapAction.Answer or GapAction.TimeOut:
                RespondBy = null;
                break;
            case GapAction.Defer:
                (DeferredUntil, RecurrenceThreshold, RecurredCount) = (move.ExpiresOn, move.RecurrenceThreshold, 0);
                break;
            case GapAction.Resume:
                (DeferredUntil, RecurrenceThreshold, RecurredCount) = (null, null, 0);
                break;
            case GapAction.Decline:
                Destination = move.Destination;
                break;
            case GapAction.Approve:
                (Resolution, DecisionId) = (move.Resolution, move.DecisionId);
                break;
            case GapAction.Implement:
                (Plan, PlanDueOn, PlanOwnerId) = (move.Plan, move.PlanDueOn, by.Id);
                break;
            case GapAction.Close:
                VerificationNote = move.VerificationNote;
                break;
            case GapAction.Regress:
                RegressionCount++;
                (Plan, PlanDueOn, PlanOwnerId, VerificationNote) = (null, null, null, null);
                break;
            case GapAction.Propose or GapAction.Reject or GapAction.Correct:
                break;
        }
    }

    private void Touch(DateTimeOffset at)
    {
        LastActivityAt = at;
        Version++;
    }
}

/// <summary>A move that happened.</summary>
public sealed record GapMoved(GapAction Action, GapState From, GapState To)
{
    internal AuditLine Line(GapId gap) => new($"{Action}Gap") { Gap = gap, From = From.ToString(), To = To.ToString() };
}

/// <summary>What a move brings along; each edge of the table says which of it is needed.</summary>
public sealed record GapMove
{
    public Severity? Severity { get; init; }

    public bool DuplicatesChecked { get; init; }

    public GapKind? Kind { get; init; }

    public string? Area { get; init; }

    public GuardedText? Question { get; init; }

    public DateOnly? RespondBy { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public int? RecurrenceThreshold { get; init; }

    public GuardedText? Reason { get; init; }

    public string? Destination { get; init; }

    public DecisionId? DecisionId { get; init; }

    public Resolution? Resolution { get; init; }

    /// <summary>What is done, or why nothing needs doing.</summary>
    public GuardedText? Plan { get; init; }

    public bool PlanNotNeeded { get; init; }

    public DateOnly? PlanDueOn { get; init; }

    public GuardedText? VerificationNote { get; init; }

    internal IEnumerable<Refusal> Lacks(MoveField field, DateOnly today)
    {
        var message = field switch
        {
            MoveField.Severity => Severity is null ? "Say how severe it is." : null,
            MoveField.DuplicatesChecked => DuplicatesChecked ? null : "Say that the look-alikes were checked.",
            MoveField.Kind => Kind is null ? "Say which kind it is." : null,
            MoveField.Area => Area is null ? "Say which policy area it belongs to." : null,
            MoveField.Question => Question is null ? "Write the question." : null,
            MoveField.RespondBy => Future(RespondBy, today),
            MoveField.ExpiresOn => Future(ExpiresOn, today),
            MoveField.RecurrenceThreshold => RecurrenceThreshold is >= 1 and <= 1000 ? null : "Say after how many further reports it comes back (1 to 1000).",
            MoveField.Reason => Reason is null ? "Give a reason." : null,
            MoveField.Destination => Destination is null ? "Say who takes it on." : null,
            MoveField.DecisionRecord => DecisionId is null ? "A decision record is needed." : null,
            MoveField.Plan => Plan is null ? "Say what will be done, or why nothing needs doing." : PlanNotNeeded ? null : Future(PlanDueOn, today),
            MoveField.VerificationNote => VerificationNote is null ? "Say how the effect was verified." : null,
        };
        if (message is not null)
            yield return Refusal.Of(RefusalCode.Required, message, PathOf(field));
    }

    private string PathOf(MoveField field) => field is MoveField.Plan && Plan is not null
        ? "planDueOn"
        : char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..];

    private static string? Future(DateOnly? date, DateOnly today) =>
        date is { } day && day > today ? null : "Give a date after today.";
}
