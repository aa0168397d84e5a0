using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Gaps;

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

    public GuardedText? Answer { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public int? RecurrenceThreshold { get; init; }

    public GuardedText? Reason { get; init; }

    public string? Destination { get; init; }

    public DecisionId? DecisionId { get; init; }

    public Resolution? Resolution { get; init; }

    /// <summary>Day on which the risk that the decision accepts expires.</summary>
    public DateOnly? RiskExpiresOn { get; init; }

    /// <summary>What is done, or why nothing needs doing.</summary>
    public GuardedText? Plan { get; init; }

    public bool PlanNotNeeded { get; init; }

    public DateOnly? PlanDueOn { get; init; }

    public GuardedText? VerificationNote { get; init; }

    /// <summary>The words it brings along for this field.</summary>
    internal GuardedText? WordsOf(MoveField? field) => field switch
    {
        MoveField.Question => Question,
        MoveField.Answer => Answer,
        MoveField.Reason => Reason,
        MoveField.Plan => Plan,
        MoveField.VerificationNote => VerificationNote,
        _ => null,
    };

    internal IEnumerable<Refusal> Lacks(MoveField field, DateOnly today)
    {
        var message = field switch
        {
            MoveField.Severity => Severity is null ? "Say how severe it is." : null,
            MoveField.DuplicatesChecked => DuplicatesChecked ? null : "Say that the look-alikes were checked.",
            MoveField.Kind => Kind is null ? "Say which kind it is." : null,
            MoveField.Area => Area is null ? "Say which policy area it belongs to." : null,
            MoveField.Question => Question is null ? "Write the question." : null,
            MoveField.Answer => Answer is null ? "Write the answer." : null,
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
