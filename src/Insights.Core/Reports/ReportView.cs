using AutoMapper;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Reports;

/// <summary>One specialist's structured account of where policy ran out.</summary>
public sealed record ReportView
{
    /// <summary>The report's id.</summary>
    public required ReportId Id { get; init; }

    /// <summary>The report's human number, as in R-123.</summary>
    public required long Number { get; init; }

    /// <summary>Who wrote it.</summary>
    public required PersonId AuthorId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ReportState State { get; init; }

    /// <summary>Why it stands there, where there is a reason to give.</summary>
    public GuardedText? StateReason { get; init; }

    /// <summary>What it says, in its newest revision.</summary>
    public required ReportContent Content { get; init; }

    /// <summary>What its author has said about look-alikes so far; empty once it is filed.</summary>
    public IReadOnlyList<DraftAnswer> Answers { get; init => field = value ?? []; } = [];

    /// <summary>0 for a draft, 1 when filed, then up with each amendment.</summary>
    public required int Revision { get; init; }

    /// <summary>Harm times reach.</summary>
    public Severity? Severity { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>When it was filed.</summary>
    public DateTimeOffset? FiledAt { get; init; }

    /// <summary>The open question to its author.</summary>
    public GuardedText? Question { get; init; }

    /// <summary>Until when the question may be answered.</summary>
    public DateOnly? RespondBy { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>What a report said at one time.</summary>
public sealed record ReportRevisionView
{
    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it said.</summary>
    public required ReportContent Content { get; init; }

    /// <summary>Why it was amended; empty for the first.</summary>
    public GuardedText? Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

internal sealed class ReportMaps : Profile
{
    public ReportMaps()
    {
        // A declined report keeps the question that was open, for the case that declining is undone.
        CreateProjection<Report, ReportView>()
            .ForMember(v => v.Answers, m => m.MapFrom(r => r.DraftAnswers))
            .ForMember(v => v.Question, m => m.MapFrom(r => r.State == ReportState.NeedsInfo ? r.Question : null))
            .ForMember(v => v.RespondBy, m => m.MapFrom(r => r.State == ReportState.NeedsInfo ? r.RespondBy : null));
        CreateProjection<ReportRevision, ReportRevisionView>();
    }
}
