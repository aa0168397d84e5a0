using Insights.Core.Data;

namespace Insights.Core.Gaps;

/// <summary>Where a gap stood before or after an operation: codes and ids only, so that an undo can put it back and nothing has to be erased here.</summary>
/// <param name="State">Its state.</param>
/// <param name="ReturnsTo">Where it goes back to from a question or a deferral.</param>
/// <param name="RespondBy">Until when a question may be answered.</param>
/// <param name="DeferredUntil">When a deferral ends.</param>
/// <param name="RecurrenceThreshold">How many further reports end it early.</param>
/// <param name="RecurredCount">How many have come in.</param>
/// <param name="RegressionCount">How often it came back after it was closed.</param>
/// <param name="MergedInto">The gap it is merged into.</param>
/// <param name="EndedBy">The operation by which it ceased to stand by itself.</param>
/// <param name="StateVersion">The version in which any of the above last changed.</param>
/// <param name="CanonicalReportId">The report that stands for it.</param>
/// <param name="CanonicalVersion">The version in which that last changed.</param>
public sealed record GapStand(
    GapState State, GapState? ReturnsTo, DateOnly? RespondBy, DateOnly? DeferredUntil, int? RecurrenceThreshold, int RecurredCount, int RegressionCount,
    GapId? MergedInto, OperationId? EndedBy, int StateVersion, ReportId CanonicalReportId, int CanonicalVersion)
{
    /// <summary>Who answers for it.</summary>
    public PersonId? OwnerId { get; init; }

    /// <summary>The version in which that last changed; 0 where it was written before owners were recorded.</summary>
    public int OwnerVersion { get; init; }

    /// <summary>Its severity.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Its kind.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Its policy area.</summary>
    public string? Area { get; init; }

    /// <summary>Who takes it on instead.</summary>
    public string? Destination { get; init; }

    /// <summary>The codes of its labels, with spaces between them, so that equal stands are equal values.</summary>
    public string? Labels { get; init; }

    /// <summary>The version in which those last changed.</summary>
    public int LabelsVersion { get; init; }

    /// <summary>The clock that runs.</summary>
    public GapClock? DueClock { get; init; }

    /// <summary>When that clock's step is due.</summary>
    public DateOnly? DueOn { get; init; }
}
