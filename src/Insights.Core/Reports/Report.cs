using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Reports;

/// <summary>Where a report stands.</summary>
public enum ReportState
{
    /// <summary>Only its author sees it.</summary>
    Draft,

    /// <summary>Filed; not linked to a gap yet.</summary>
    Filed,

    /// <summary>Linked to a gap.</summary>
    Linked,

    /// <summary>A question to its author is open.</summary>
    NeedsInfo,

    /// <summary>Its gap was declined; the reason is given.</summary>
    Declined,

    /// <summary>Its author took it back.</summary>
    Withdrawn,

    /// <summary>Everything it said was erased by two privacy stewards; only its number is left.</summary>
    Purged,
}

/// <summary>One specialist's structured account of where policy ran out. Immutable once filed, amended by numbered revisions.</summary>
public sealed class Report
{
    private Report()
    {
    }

    public ReportId Id { get; private init; }

    public long Number { get; private init; }

    public PersonId AuthorId { get; private init; }

    public ReportState State { get; private set; }

    public ReportContent Content { get; private set; } = null!;

    /// <summary>What its author has said about look-alikes so far; nothing once it is filed.</summary>
    public IReadOnlyList<DraftAnswer>? DraftAnswers { get; private set; }

    /// <summary>0 for a draft, 1 when filed, then up with each amendment.</summary>
    public int Revision { get; private set; }

    public GapKind? Kind { get; private set; }

    public GuardedText? Title { get; private set; }

    public string? Area { get; private set; }

    public string? ClauseCode { get; private set; }

    public Severity? Severity { get; private set; }

    public string? Surface { get; private set; }

    public string? Language { get; private set; }

    public string? Region { get; private set; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset SavedAt { get; private set; }

    public DateTimeOffset? FiledAt { get; private set; }

    /// <summary>Why it stands where it stands, in words its author may read.</summary>
    public GuardedText? StateReason { get; private set; }

    /// <summary>The open question.</summary>
    public GuardedText? Question { get; private set; }

    public DateOnly? RespondBy { get; private set; }

    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    public static Report Start(ReportId id, long number, PersonId author, ReportContent content, int ruleSetVersion, DateTimeOffset at)
    {
        var report = new Report { Id = id, Number = number, AuthorId = author, State = ReportState.Draft, StartedAt = at };
        report.Write(content, ruleSetVersion, at);
        return report;
    }

    /// <summary>Replaces the draft.</summary>
    public Outcome<Report> Save(ReportContent content, int ruleSetVersion, DateTimeOffset at)
    {
        if (State is not ReportState.Draft)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is filed; amend it instead.", "reportId");
        Write(content, ruleSetVersion, at);
        return this;
    }

    /// <summary>Replaces what its author has said about look-alikes so far.</summary>
    public void Keep(IReadOnlyList<DraftAnswer> answers) => DraftAnswers = answers;

    public Outcome<ReportRevision> File(ReportContent content, int ruleSetVersion, DateTimeOffset at)
    {
        if (State is not ReportState.Draft)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is filed already.", "draftId");
        (State, FiledAt, Revision, DraftAnswers) = (ReportState.Filed, at, 1, null);
        Write(content, ruleSetVersion, at);
        return ReportRevision.Of(this, AuthorId, reason: null, at);
    }

    public Outcome<ReportRevision> Amend(ReportContent content, GuardedText reason, int ruleSetVersion, DateTimeOffset at)
    {
        if (State is not (ReportState.Filed or ReportState.Linked or ReportState.NeedsInfo))
            return Refusal.Of(RefusalCode.IllegalMove, $"A report that is {State} cannot be amended.", "reportId");
        Revision++;
        Write(content, ruleSetVersion, at);
        return ReportRevision.Of(this, AuthorId, reason, at);
    }

    public Outcome<Report> Withdraw(GuardedText reason, DateTimeOffset at)
    {
        if (State is not (ReportState.Filed or ReportState.Linked or ReportState.NeedsInfo))
            return Refusal.Of(RefusalCode.IllegalMove, $"A report that is {State} cannot be withdrawn.", "reportId");
        return Become(ReportState.Withdrawn, reason, at);
    }

    /// <summary>Stands in a gap from now on, or in another one. What it says is not saved anew.</summary>
    public Outcome<Report> Link() => State is ReportState.Filed or ReportState.Linked or ReportState.NeedsInfo
        ? Become(State is ReportState.NeedsInfo ? ReportState.NeedsInfo : ReportState.Linked, null, SavedAt)
        : Refusal.Of(RefusalCode.IllegalMove, $"A report that is {State} cannot be linked.", "reportId");

    /// <summary>Stands in no gap any more: its link was undone.</summary>
    public void Unlink() => Become(State is ReportState.NeedsInfo ? ReportState.NeedsInfo : ReportState.Filed, StateReason, SavedAt);

    /// <summary>Whether nothing it says can stand in a gap any more.</summary>
    public bool IsGone => State is ReportState.Withdrawn or ReportState.Purged;

    public Outcome<Report> Ask(GuardedText question, DateOnly respondBy, DateTimeOffset at)
    {
        if (State is not (ReportState.Filed or ReportState.Linked))
            return Refusal.Of(RefusalCode.IllegalMove, $"The author of a report that is {State} cannot be asked.", "reportId");
        (Question, RespondBy) = (question, respondBy);
        return Become(ReportState.NeedsInfo, null, at);
    }

    /// <summary>The question is answered, or its time is over.</summary>
    public Outcome<Report> EndQuestion(bool linked, DateTimeOffset at)
    {
        if (State is not ReportState.NeedsInfo)
            return Refusal.Of(RefusalCode.IllegalMove, "No question is open for this report.", "reportId");
        return Become(linked ? ReportState.Linked : ReportState.Filed, null, at);
    }

    /// <summary>Its gap was declined. An open question stays in the row, hidden by the state, for the case that this is undone.</summary>
    public Outcome<Report> Decline(GuardedText reason) => Become(ReportState.Declined, reason, SavedAt);

    /// <summary>That its gap was declined was undone: it stands as before.</summary>
    public void Undecline() => Become(Question is null ? ReportState.Linked : ReportState.NeedsInfo, null, SavedAt);

    /// <summary>Stands in its gap as before, because that is no longer declined.</summary>
    public void TakeUp(DateTimeOffset at) => Become(ReportState.Linked, null, at);

    /// <summary>Whether the look-alike engine compares it with others.</summary>
    public bool IsCompared => State is not (ReportState.Draft or ReportState.Withdrawn or ReportState.Purged);

    /// <summary>Erases everything it says.</summary>
    public Outcome<Report> Purge(DateTimeOffset at)
    {
        if (State is ReportState.Purged)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is purged already.", "targetId");
        Write(new ReportContent(), RuleSetVersion, at);
        DraftAnswers = null;
        return Become(ReportState.Purged, null, at);
    }

    public Refusal? IfChangedSince(int expectedVersion) =>
        expectedVersion == Version ? null : new ConflictRefusal(Version);

    private Report Become(ReportState state, GuardedText? reason, DateTimeOffset at)
    {
        (State, StateReason, SavedAt) = (state, reason, at);
        if (state is not (ReportState.NeedsInfo or ReportState.Declined))
            (Question, RespondBy) = (null, null);
        Version++;
        return this;
    }

    private void Write(ReportContent content, int ruleSetVersion, DateTimeOffset at)
    {
        Content = content;
        Kind = content.Kind;
        Title = content.Title;
        Area = content.Area;
        ClauseCode = content.Clause;
        Severity = SeverityScale.Of(content.Harm, content.Reach);
        (Surface, Language, Region) = (content.Surface, content.Language, content.Region);
        RuleSetVersion = ruleSetVersion;
        SavedAt = at;
        Version++;
    }
}

/// <summary>What a report said at one time. Written once.</summary>
public sealed class ReportRevision
{
    private ReportRevision()
    {
    }

    public ReportId ReportId { get; private init; }

    public int Number { get; private init; }

    public ReportContent Content { get; private set; } = null!;

    public GuardedText? Reason { get; private set; }

    public PersonId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public int RuleSetVersion { get; private init; }

    /// <summary>Erases everything it says; that there was a revision stays on record.</summary>
    public void Purge() => (Content, Reason) = (new ReportContent(), null);

    internal static ReportRevision Of(Report report, PersonId by, GuardedText? reason, DateTimeOffset at) => new()
    {
        ReportId = report.Id,
        Number = report.Revision,
        Content = report.Content,
        Reason = reason,
        By = by,
        At = at,
        RuleSetVersion = report.RuleSetVersion,
    };
}
