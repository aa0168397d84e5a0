using Insights.Core.Scenarios;

namespace Insights.Web.Seed;

/// <summary>A scenario of the demo, that the decision of a gap answers.</summary>
/// <param name="Gap">The gap, by its key.</param>
/// <param name="By">Who writes it.</param>
/// <param name="DaysAgo">When.</param>
/// <param name="Facts">The facts, in the abstract.</param>
/// <param name="Factors">What speaks for or against.</param>
/// <param name="Outcome">What the decision gives.</param>
/// <param name="ClauseVersion">The version of the clause it rests on; without it, the one in force then.</param>
/// <param name="Language">The language it is written in.</param>
internal sealed record DemoScenario(
    string Gap, string By, double DaysAgo, string Facts, IReadOnlyList<string> Factors, string Outcome, int? ClauseVersion, string Language)
{
    public ScenarioForm ToForm() => new() { Facts = Facts, Factors = Factors, Outcome = Outcome, ClauseVersion = ClauseVersion, Language = Language };
}
