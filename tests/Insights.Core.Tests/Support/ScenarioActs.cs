using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Core.Scenarios;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Every command about scenarios, and short ways to them.</summary>
internal static class ScenarioActs
{
    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<WriteScenario, ScenarioView>("WriteScenario", SomePeople.Owner, async d =>
        {
            var gap = await d.GapInAsync(GapState.Decided);
            return key => new WriteScenario(gap.Id.Value, Form(), key);
        }),
        Act.Of<ReviseScenario, ScenarioView>("ReviseScenario", SomePeople.Owner, async d =>
        {
            var scenario = await d.ScenarioAsync();
            return _ => new ReviseScenario(scenario.Id.Value, scenario.Version, Form() with { Factors = ["Usage signals disagree."] });
        }),
        Act.Of<RetireScenario, ScenarioView>("RetireScenario", SomePeople.Owner, async d =>
        {
            var scenario = await d.ScenarioAsync();
            return _ => new RetireScenario(scenario.Id.Value, scenario.Version);
        }),
        Act.Of<ConfirmScenario, ScenarioView>("ConfirmScenario", SomePeople.Owner, async d =>
        {
            var scenario = await d.ScenarioAsync();
            await d.NextVersionAsync();
            return _ => new ConfirmScenario(scenario.Id.Value, scenario.Version, 3);
        }),
    ];

    public static IReadOnlyList<Actor> AllowedTo(Act act) =>
        All.Contains(act) ? [SomePeople.Approver, SomePeople.OwnerAndApprover] : [];

    public static ScenarioForm Form() => new()
    {
        Facts = "An account states one age, and its use suggests a lower one.",
        Factors = ["No age check is complete.", "The signal is recent."],
        Outcome = "The lower age governs until an age check is complete.",
        Language = "en",
    };

    /// <summary>A scenario of a gap that is decided.</summary>
    public static async Task<ScenarioView> ScenarioAsync(this TestDatabase database, ScenarioForm? form = null) =>
        await database.SendAsync(SomePeople.Owner, new WriteScenario((await database.GapInAsync(GapState.Decided)).Id.Value, form ?? Form(), null));

    /// <summary>Brings a third version of the clause in force that scenarios of the tests rest on.</summary>
    public static Task NextVersionAsync(this TestDatabase database)
    {
        PolicyClause next = new() { Code = "CS-1.1", Version = 3, Area = "age-assurance", Title = "Clause CS-1.1", Text = "The most protective signal governs.", EffectiveFrom = database.Day(0) };
        return database.SendAsync(Actor.System, new LoadCatalogue(Some.Catalogue() with { Clauses = [.. Some.Catalogue().Clauses, next] }));
    }

    public static async Task<ScenarioView> ScenarioAsync(this TestDatabase database, long number) => await database.SendAsync(SomePeople.Owner, new ScenarioByNumber(number));
}
