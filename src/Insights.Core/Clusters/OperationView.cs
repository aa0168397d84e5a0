using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Clusters;

/// <summary>A numbered operation: what it did, who did it and why, and whether it still holds.</summary>
public sealed record OperationView
{
    /// <summary>The operation's id.</summary>
    public required OperationId Id { get; init; }

    /// <summary>The operation's human number, as in O-12.</summary>
    public required long Number { get; init; }

    /// <summary>What it did.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public GuardedText? Reason { get; init; }

    /// <summary>Who did it.</summary>
    public required PersonId By { get; init; }

    /// <summary>Whether the product itself did it, and no person.</summary>
    public bool ByMachine => By == PersonId.System;

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The operation that it undoes.</summary>
    public OperationId? Undoes { get; init; }

    /// <summary>Human number of the operation that it undoes.</summary>
    public long? UndoesNumber { get; init; }

    /// <summary>The operation that undid it.</summary>
    public OperationId? UndoneBy { get; init; }

    /// <summary>Human number of the operation that undid it.</summary>
    public long? UndoneByNumber { get; init; }

    /// <summary>The gaps it touched, each before and after.</summary>
    public IReadOnlyList<OperationGapView> Gaps { get; init; } = [];

    /// <summary>The reports whose links it made or ended, at most 100.</summary>
    public IReadOnlyList<OperationReportView> Reports { get; init; } = [];

    /// <summary>How many reports those are.</summary>
    public int ReportCount { get; init; }

    /// <summary>The reports it keeps apart, or no longer does.</summary>
    public IReadOnlyList<KeptApartView> KeptApart { get; init; } = [];
}

/// <summary>A gap that an operation touched, before and after.</summary>
public sealed record OperationGapView
{
    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>The gap's human number.</summary>
    public required long Number { get; init; }

    /// <summary>The gap's title, as it is now.</summary>
    public required GuardedText Title { get; init; }

    /// <summary>Its state before; empty for a gap that the operation opened.</summary>
    public GapState? StateBefore { get; init; }

    /// <summary>Its state after.</summary>
    public required GapState StateAfter { get; init; }

    /// <summary>Who answered for it before; empty where nobody did or it was not recorded.</summary>
    public PersonId? OwnerBefore { get; init; }

    /// <summary>Who answered for it after; empty where nobody did or it was not recorded.</summary>
    public PersonId? OwnerAfter { get; init; }

    /// <summary>Its labels before.</summary>
    public IReadOnlyList<string> LabelsBefore { get; init; } = [];

    /// <summary>Its labels after.</summary>
    public IReadOnlyList<string> LabelsAfter { get; init; } = [];

    /// <summary>The report that stood for it before; empty for a gap that the operation opened.</summary>
    public ReportId? CanonicalBefore { get; init; }

    /// <summary>The report that stood for it after.</summary>
    public required ReportId CanonicalAfter { get; init; }

    /// <summary>Whether it stood by itself before.</summary>
    public required bool StoodBefore { get; init; }

    /// <summary>Whether it stood by itself after.</summary>
    public required bool StoodAfter { get; init; }
}

/// <summary>A report whose link an operation made or ended.</summary>
public sealed record OperationReportView
{
    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>The report's human number.</summary>
    public required long Number { get; init; }

    /// <summary>Human number of the gap it stood in before; empty when in none.</summary>
    public long? From { get; init; }

    /// <summary>Human number of the gap it stood in after; empty when in none.</summary>
    public long? To { get; init; }

    /// <summary>How it belongs to the gap it came to.</summary>
    public LinkRole? Role { get; init; }
}

/// <summary>Two reports that are not the same in a person's eyes.</summary>
public sealed record KeptApartView
{
    /// <summary>One report.</summary>
    public required ReportId ReportA { get; init; }

    /// <summary>Its human number.</summary>
    public required long NumberA { get; init; }

    /// <summary>The other report.</summary>
    public required ReportId ReportB { get; init; }

    /// <summary>Its human number.</summary>
    public required long NumberB { get; init; }
}
