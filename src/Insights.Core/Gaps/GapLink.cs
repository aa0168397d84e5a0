using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Gaps;

/// <summary>
/// The append-only fact that a report belongs to a gap, with who or what said so and why. A link ends by a
/// later operation; it is never rewritten.
/// </summary>
public sealed class GapLink
{
    private GapLink()
    {
    }

    /// <summary>The operation that made the link.</summary>
    public OperationId OperationId { get; private init; }

    public ReportId ReportId { get; private init; }

    public GapId GapId { get; private init; }

    public LinkRole Role { get; private init; }

    public GuardedText? Reason { get; private set; }

    /// <summary>The approved decision that answers the report already, in the eyes of whoever linked it.</summary>
    public DecisionId? CitesDecisionId { get; private init; }

    public PersonId LinkedBy { get; private init; }

    public DateTimeOffset LinkedAt { get; private init; }

    /// <summary>The engine's score when the link was made; null when nothing was proposed.</summary>
    public double? Score { get; private init; }

    /// <summary>The chance it gave then.</summary>
    public double? Probability { get; private init; }

    public IReadOnlyList<MatchedTerm> Matches { get; private set; } = [];

    public string? EngineVersion { get; private init; }

    public int RuleSetVersion { get; private init; }

    /// <summary>The operation that first made this link, where an undo made it again.</summary>
    public OperationId? Restores { get; private init; }

    /// <summary>The operation that ended the link; null while it stands.</summary>
    public OperationId? EndedBy { get; private set; }

    public static GapLink Make(
        OperationId operation, ReportId report, GapId gap, LinkRole role, GuardedText? reason, Proposal? proposal,
        PersonId by, int ruleSetVersion, DateTimeOffset at, DecisionId? cites = null) => new()
        {
            CitesDecisionId = cites,
            OperationId = operation,
            ReportId = report,
            GapId = gap,
            Role = role,
            Reason = reason,
            Score = proposal?.Score,
            Probability = proposal?.Probability,
            Matches = proposal?.Matches ?? [],
            EngineVersion = proposal?.EngineVersion,
            LinkedBy = by,
            LinkedAt = at,
            RuleSetVersion = ruleSetVersion,
        };

    /// <summary>The operation that first made it.</summary>
    public OperationId Origin => Restores ?? OperationId;

    public void End(OperationId by) => EndedBy = by;

    /// <summary>The same link once more, as it was: its end was undone.</summary>
    public GapLink Again(OperationId operation) => new()
    {
        OperationId = operation,
        ReportId = ReportId,
        GapId = GapId,
        Role = Role,
        Reason = Reason,
        CitesDecisionId = CitesDecisionId,
        Score = Score,
        Probability = Probability,
        Matches = Matches,
        EngineVersion = EngineVersion,
        LinkedBy = LinkedBy,
        LinkedAt = LinkedAt,
        RuleSetVersion = RuleSetVersion,
        Restores = Origin,
    };

    /// <summary>Forgets matches whose words were erased.</summary>
    public void ForgetMatches(Func<MatchedTerm, bool> gone) => Matches = [.. Matches.Where(m => !gone(m))];

    /// <summary>Forgets the reason: its report was purged.</summary>
    public void ForgetReason() => Reason = Reason is null ? null : GuardedText.Erased;
}

/// <summary>One term or fact that matched, and how much of the score it carries.</summary>
/// <param name="Field">Field it matched in.</param>
/// <param name="Term">The term as it was written, or the value that agreed.</param>
/// <param name="Share">Share of the score, 0 to 1.</param>
public sealed record MatchedTerm(string Field, string Term, double Share);

/// <summary>What the engine said when it proposed a look-alike.</summary>
/// <param name="Score">0 to 1, comparable between queries; not a probability.</param>
/// <param name="Matches">The terms and facts that matched, strongest first.</param>
/// <param name="EngineVersion">The engine that said so, and what it had learned.</param>
/// <param name="Probability">The chance that they are the same, 0 to 1.</param>
public sealed record Proposal(double Score, IReadOnlyList<MatchedTerm> Matches, string EngineVersion, double Probability);

/// <summary>A person's answer to "is this the same gap?".</summary>
public enum SameGap
{
    /// <summary>It is the same gap.</summary>
    Yes,

    /// <summary>It may be the same gap.</summary>
    NotSure,

    /// <summary>It is another gap; keep them apart.</summary>
    No,
}

/// <summary>An answer about one proposed look-alike, kept with what the engine had said.</summary>
public sealed class LookAlikeAnswer
{
    private LookAlikeAnswer()
    {
    }

    public long Id { get; private init; }

    public ReportId ReportId { get; private init; }

    public GapId GapId { get; private init; }

    public SameGap Answer { get; private init; }

    public double? Score { get; private init; }

    public double? Probability { get; private init; }

    public IReadOnlyList<MatchedTerm> Matches { get; private set; } = [];

    public string? EngineVersion { get; private init; }

    public PersonId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public static LookAlikeAnswer Give(ReportId report, GapId gap, SameGap answer, Proposal? proposal, PersonId by, DateTimeOffset at) => new()
    {
        ReportId = report,
        GapId = gap,
        Answer = answer,
        Score = proposal?.Score,
        Probability = proposal?.Probability,
        Matches = proposal?.Matches ?? [],
        EngineVersion = proposal?.EngineVersion,
        By = by,
        At = at,
    };

    /// <summary>Forgets matches whose words were erased.</summary>
    public void ForgetMatches(Func<MatchedTerm, bool> gone) => Matches = [.. Matches.Where(m => !gone(m))];
}
