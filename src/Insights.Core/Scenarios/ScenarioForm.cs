using System.Globalization;
using Insights.Core.Pipeline;
using Insights.Core.Policies;

namespace Insights.Core.Scenarios;

/// <summary>What a scenario says, as it is written. It stays in the abstract: no case, no person, no material.</summary>
public sealed record ScenarioForm
{
    /// <summary>Longest account of the facts.</summary>
    public const int MaxFacts = 1000;

    /// <summary>Longest factor.</summary>
    public const int MaxFactor = 200;

    /// <summary>Longest outcome.</summary>
    public const int MaxOutcome = 500;

    /// <summary>How many factors at most.</summary>
    public const int MostFactors = 8;

    /// <summary>The facts, at most 1,000 characters.</summary>
    public string? Facts { get; init; }

    /// <summary>What speaks for or against, one each: at most 8, of at most 200 characters.</summary>
    public IReadOnlyList<string?>? Factors { get; init; }

    /// <summary>The outcome that the decision gives, at most 500 characters.</summary>
    public string? Outcome { get; init; }

    /// <summary>The clause the outcome rests on; without it, the one that the decision rests on.</summary>
    public string? Clause { get; init; }

    /// <summary>The version of that clause; without it, the one that the decision rests on, or else the one in force.</summary>
    public int? ClauseVersion { get; init; }

    /// <summary>The language it is written in.</summary>
    public string? Language { get; init; }

    internal void Check(Check check, string at)
    {
        check.Text(Facts, MaxFacts, required: true, at, "facts");
        check.Must(Factors is null || Factors.Count <= MostFactors, RefusalCode.OutOfRange, "At most 8 factors.", at, "factors");
        foreach (var (factor, i) in (Factors ?? []).Take(MostFactors).Select((f, i) => (f, i)))
            check.Text(factor, MaxFactor, required: false, at, "factors", i.ToString(CultureInfo.InvariantCulture));
        check.Text(Outcome, MaxOutcome, required: true, at, "outcome");
        check.Code(Clause, required: false, at, "clause");
        check.Must(ClauseVersion is null or >= 1, RefusalCode.OutOfRange, "Versions count from 1.", at, "clauseVersion");
        check.Code(Language, required: true, at, "language");
    }

    internal List<Refusal> UnknownCodes(Catalogue catalogue, string at) =>
    [
        .. new[]
        {
            catalogue.UnknownClause(Clause, ClauseVersion, at, "clause"),
            catalogue.Unknown(CodeList.Language, Language, at, "language"),
        }.OfType<Refusal>(),
    ];
}
