using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;

namespace Insights.Core.Scenarios;

/// <summary>
/// A test case that a decision answers: facts and factors in the abstract, and the outcome it gives under one version of
/// one clause. Each change is a new revision; a retired one stays on record and leaves the set.
/// </summary>
public sealed class Scenario
{
    private Scenario()
    {
    }

    public ScenarioId Id { get; private init; }

    public long Number { get; private init; }

    public GapId GapId { get; private init; }

    /// <summary>The approved decision that gives the outcome.</summary>
    public DecisionId DecisionId { get; private set; }

    public GuardedText Facts { get; private set; } = null!;

    public IReadOnlyList<GuardedText> Factors { get; private set; } = [];

    public GuardedText Outcome { get; private set; } = null!;

    public string ClauseCode { get; private set; } = null!;

    public int ClauseVersion { get; private set; }

    public string Language { get; private set; } = null!;

    public PersonId WrittenBy { get; private init; }

    public DateTimeOffset WrittenAt { get; private init; }

    public PersonId ChangedBy { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Version of the rules that its texts have passed.</summary>
    public int RuleSetVersion { get; private set; }

    /// <summary>Its revision: counts every change, a confirmation and the retirement among them.</summary>
    public int Version { get; private set; }

    internal static Scenario Write(ScenarioId id, long number, GapId gap, DecisionId decision, ScenarioContent content, PersonId by, int ruleSetVersion, DateTimeOffset at)
    {
        var scenario = new Scenario { Id = id, Number = number, GapId = gap, WrittenBy = by, WrittenAt = at };
        scenario.Revise(decision, content, by, ruleSetVersion, at);
        return scenario;
    }

    internal void Revise(DecisionId decision, ScenarioContent content, PersonId by, int ruleSetVersion, DateTimeOffset at)
    {
        (DecisionId, RuleSetVersion) = (decision, ruleSetVersion);
        (Facts, Factors, Outcome) = (content.Facts, content.Factors, content.Outcome);
        (ClauseCode, ClauseVersion, Language) = (content.Clause, content.ClauseVersion, content.Language);
        Change(by, at);
    }

    /// <summary>Somebody read it again: it holds under this version and this decision as well.</summary>
    internal void Confirm(DecisionId decision, int clauseVersion, PersonId by, DateTimeOffset at)
    {
        (DecisionId, ClauseVersion) = (decision, clauseVersion);
        Change(by, at);
    }

    internal void Retire(PersonId by, DateTimeOffset at)
    {
        RetiredAt = at;
        Change(by, at);
    }

    /// <summary>Why it takes no change from who has seen this version; null when it does.</summary>
    internal Refusal? IfRetiredOrChangedSince(int expectedVersion) =>
        Version != expectedVersion ? new ConflictRefusal(Version)
        : RetiredAt is not null ? Refusal.Of(RefusalCode.IllegalMove, "This scenario is retired. Write another one.", "scenarioId") : null;

    private void Change(PersonId by, DateTimeOffset at) => (ChangedBy, ChangedAt, Version) = (by, at, Version + 1);
}

/// <summary>What a scenario says.</summary>
internal sealed record ScenarioContent(GuardedText Facts, IReadOnlyList<GuardedText> Factors, GuardedText Outcome, string Clause, int ClauseVersion, string Language);
