using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>What an operation did.</summary>
public enum OperationKind
{
    /// <summary>A report was linked to a gap that existed.</summary>
    Link,

    /// <summary>A report opened a gap of its own.</summary>
    Open,

    /// <summary>A report left its gap because its author withdrew it.</summary>
    Withdraw,

    /// <summary>A report left its gap because it was purged.</summary>
    Purge,

    /// <summary>Gaps were merged into one.</summary>
    Merge,

    /// <summary>Reports were split off from a gap.</summary>
    Split,

    /// <summary>Another report was chosen to stand for a gap.</summary>
    Canonical,

    /// <summary>Gaps or reports were said to be not the same.</summary>
    KeepApart,

    /// <summary>What looks alike was made one gap: gaps were merged, and reports joined.</summary>
    Group,

    /// <summary>An earlier operation was undone.</summary>
    Undo,

    /// <summary>Gaps of a list were moved along the transition table.</summary>
    Move,

    /// <summary>Gaps of a list were given to a person, or given back.</summary>
    Assign,

    /// <summary>Gaps of a list got a label, or lost one.</summary>
    Label,

    /// <summary>Somebody took a break, and gave back what they had claimed.</summary>
    Break,
}

/// <summary>A numbered operation over links or over a list of gaps; what was done can be named, shown, answered for and undone.</summary>
public sealed class Operation
{
    private Operation()
    {
    }

    public OperationId Id { get; private init; }

    public long Number { get; private init; }

    public OperationKind Kind { get; private init; }

    /// <summary>Why, in the words of whoever did it. The reason of a link stands beside the link.</summary>
    public GuardedText? Reason { get; private set; }

    /// <summary>The operation that this one undoes.</summary>
    public OperationId? Undoes { get; private init; }

    /// <summary>The operation that undid this one.</summary>
    public OperationId? UndoneBy { get; private set; }

    public PersonId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public int RuleSetVersion { get; private init; }

    public static Operation Make(
        OperationId id, long number, OperationKind kind, GuardedText? reason, Operation? undoes, PersonId by, int ruleSetVersion, DateTimeOffset at)
    {
        if (undoes is not null)
            undoes.UndoneBy = id;
        return new() { Id = id, Number = number, Kind = kind, Reason = reason, Undoes = undoes?.Id, By = by, At = at, RuleSetVersion = ruleSetVersion };
    }

    /// <summary>Forgets the reason: a report it was about was purged.</summary>
    public void ForgetReason() => Reason = Reason is null ? null : GuardedText.Erased;
}

/// <summary>A gap that an operation touched, as it stood before and after. Written once.</summary>
public sealed class OperationGap
{
    private OperationGap()
    {
    }

    public OperationId OperationId { get; private init; }

    public GapId GapId { get; private init; }

    /// <summary>Empty for a gap that the operation opened.</summary>
    public GapStand? Before { get; private init; }

    public GapStand After { get; private init; } = null!;

    public static OperationGap Of(OperationId operation, GapId gap, GapStand? before, GapStand after) =>
        new() { OperationId = operation, GapId = gap, Before = before, After = after };
}

/// <summary>Two reports of which a person said that they are not the same. Holds for their gaps until the operation is undone.</summary>
public sealed class KeptApart
{
    private KeptApart()
    {
    }

    public OperationId OperationId { get; private init; }

    /// <summary>The lesser of the two ids.</summary>
    public ReportId ReportA { get; private init; }

    public ReportId ReportB { get; private init; }

    /// <summary>The gap in which A stood then; it speaks for A once A was taken back.</summary>
    public GapId? GapA { get; private init; }

    public GapId? GapB { get; private init; }

    /// <summary>The operation that first said so, where this one says it again by undoing an undo.</summary>
    public OperationId? Restores { get; private init; }

    public OperationId? EndedBy { get; private set; }

    public static KeptApart Say(OperationId operation, (ReportId Report, GapId? Gap) one, (ReportId Report, GapId? Gap) other)
    {
        var (a, b) = string.CompareOrdinal(one.Report.Value, other.Report.Value) < 0 ? (one, other) : (other, one);
        return new() { OperationId = operation, ReportA = a.Report, ReportB = b.Report, GapA = a.Gap, GapB = b.Gap };
    }

    /// <summary>Says the same again: its end was undone.</summary>
    public KeptApart Again(OperationId operation) => new()
    {
        OperationId = operation,
        ReportA = ReportA,
        ReportB = ReportB,
        GapA = GapA,
        GapB = GapB,
        Restores = Restores ?? OperationId,
    };

    public void End(OperationId by) => EndedBy = by;
}
