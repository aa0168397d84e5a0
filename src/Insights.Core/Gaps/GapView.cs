using AutoMapper;
using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>A gap in policy: what is tracked, answered and told.</summary>
public sealed record GapView
{
    /// <summary>The gap's id.</summary>
    public required GapId Id { get; init; }

    /// <summary>The gap's human number, as in G-42.</summary>
    public required long Number { get; init; }

    /// <summary>What policy does not answer, in one sentence.</summary>
    public required GuardedText Title { get; init; }

    /// <summary>Kind of gap.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Policy area.</summary>
    public string? Area { get; init; }

    /// <summary>The clause that comes closest.</summary>
    public string? ClauseCode { get; init; }

    /// <summary>Version of the clause.</summary>
    public int? ClauseVersion { get; init; }

    /// <summary>Severity; sets the clocks.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Where it stands.</summary>
    public required GapState State { get; init; }

    /// <summary>Where it goes back to from a question or a deferral.</summary>
    public GapState? ReturnsTo { get; init; }

    /// <summary>Who answers for it now.</summary>
    public PersonId? OwnerId { get; init; }

    /// <summary>The codes of its labels, in their order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How many reports stand in it.</summary>
    public int ReportCount { get; init; }

    /// <summary>The report that stands for the gap.</summary>
    public required ReportId CanonicalReportId { get; init; }

    /// <summary>When its first report was linked, or the first one of a gap that is merged into it; its clocks start here.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The gap it was merged into, or to which its reports went back; empty while it stands by itself.</summary>
    public GapId? MergedInto { get; init; }

    /// <summary>The gap at the end of the chain of merges, in which its reports stand now; empty while it stands by itself.</summary>
    public GapId? StandsIn { get; init; }

    /// <summary>The operation by which it ceased to stand by itself; empty while it does.</summary>
    public OperationId? EndedBy { get; init; }

    /// <summary>When something last happened to it.</summary>
    public required DateTimeOffset LastActivityAt { get; init; }

    /// <summary>Until when the reporter may answer.</summary>
    public DateOnly? RespondBy { get; init; }

    /// <summary>When a deferral ends.</summary>
    public DateOnly? DeferredUntil { get; init; }

    /// <summary>How many further reports end the deferral early.</summary>
    public int? RecurrenceThreshold { get; init; }

    /// <summary>How many have come in since.</summary>
    public required int RecurredCount { get; init; }

    /// <summary>Who takes a declined gap on.</summary>
    public string? Destination { get; init; }

    /// <summary>How it was answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The approved decision record.</summary>
    public DecisionId? DecisionId { get; init; }

    /// <summary>What is done about it, or why nothing needs doing.</summary>
    public GuardedText? Plan { get; init; }

    /// <summary>When that is to be done.</summary>
    public DateOnly? PlanDueOn { get; init; }

    /// <summary>Who sees to it.</summary>
    public PersonId? PlanOwnerId { get; init; }

    /// <summary>How the effect was verified.</summary>
    public GuardedText? VerificationNote { get; init; }

    /// <summary>The clock that runs now; empty while none does.</summary>
    public GapClock? DueClock { get; init; }

    /// <summary>The day by which that clock's step is due.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>How often it came back after it was closed.</summary>
    public required int RegressionCount { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>A decision record with where it stands.</summary>
public sealed record DecisionView
{
    /// <summary>The record's id.</summary>
    public required DecisionId Id { get; init; }

    /// <summary>The gap it answers.</summary>
    public required GapId GapId { get; init; }

    /// <summary>Counted from 1 within the gap.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>Where it stands.</summary>
    public required DecisionState State { get; init; }

    /// <summary>What it says.</summary>
    public required DecisionContent Content { get; init; }

    /// <summary>Who proposed it.</summary>
    public required PersonId ProposedBy { get; init; }

    /// <summary>When it was proposed.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Who approved or rejected it; never the proposer.</summary>
    public PersonId? ReviewedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }
}

internal sealed class GapMaps : Profile
{
    public GapMaps()
    {
        // A gap that came back after it was closed keeps the plan that led there; it is no plan for what comes next.
        CreateProjection<Gap, GapView>()
            .ForMember(v => v.ReportCount, m => m.MapFrom(g => g.Links.Count(l => l.EndedBy == null)))
            .ForMember(v => v.OpenedAt, m => m.MapFrom(g => g.EarliestAt ?? g.OpenedAt))
            .ForMember(v => v.Plan, m => m.MapFrom(g => g.State == GapState.Implementing || g.State == GapState.Closed ? g.Plan : null))
            .ForMember(v => v.PlanDueOn, m => m.MapFrom(g => g.State == GapState.Implementing || g.State == GapState.Closed ? g.PlanDueOn : null))
            .ForMember(v => v.PlanOwnerId, m => m.MapFrom(g => g.State == GapState.Implementing || g.State == GapState.Closed ? g.PlanOwnerId : null))
            .ForMember(v => v.VerificationNote, m => m.MapFrom(g => g.State == GapState.Closed ? g.VerificationNote : null));
        CreateProjection<Decision, DecisionView>();
    }
}
