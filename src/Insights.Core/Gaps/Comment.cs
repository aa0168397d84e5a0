using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>What a remark is for.</summary>
public enum CommentKind
{
    /// <summary>A remark of its own.</summary>
    Comment,

    /// <summary>A question to a reporter.</summary>
    Question,

    /// <summary>A reporter's answer.</summary>
    Answer,

    /// <summary>The reason or note a move brought along.</summary>
    Note,
}

/// <summary>Who may read a remark.</summary>
public enum Audience
{
    /// <summary>Everyone who works on the gap, but not its reporters.</summary>
    Internal,

    /// <summary>The reporters as well.</summary>
    Reporter,
}

/// <summary>A remark on a gap or a report.</summary>
public sealed class Comment
{
    private Comment()
    {
    }

    public CommentId Id { get; private init; }

    public GapId? GapId { get; private init; }

    public ReportId? ReportId { get; private init; }

    public CommentKind Kind { get; private init; }

    public Audience Audience { get; private init; }

    public GuardedText Text { get; private set; } = null!;

    public PersonId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public int RuleSetVersion { get; private init; }

    /// <summary>Erases what it says; that there was a remark stays on record.</summary>
    public void Purge() => Text = GuardedText.Erased;

    public static Comment Write(
        CommentId id, GapId? gap, ReportId? report, CommentKind kind, Audience audience, GuardedText text,
        PersonId by, int ruleSetVersion, DateTimeOffset at) => new()
        {
            Id = id,
            GapId = gap,
            ReportId = report,
            Kind = kind,
            Audience = audience,
            Text = text,
            By = by,
            At = at,
            RuleSetVersion = ruleSetVersion,
        };
}
