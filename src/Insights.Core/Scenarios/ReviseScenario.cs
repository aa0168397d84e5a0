using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Scenarios;

/// <summary>Writes a scenario anew, as its next revision, under the decision that its gap has now.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="ExpectedVersion">The revision the caller has seen.</param>
/// <param name="Scenario">All it says from now on.</param>
[Requires(Permission.WriteScenarios)]
public sealed record ReviseScenario(string ScenarioId, int ExpectedVersion, ScenarioForm Scenario) : ICommand<ScenarioView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ScenarioId>(ScenarioId, required: true, "scenarioId");
        Scenario.Check(check, "scenario");
    }
}

/// <summary>Takes a scenario out of the set for good. It stays on record.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="ExpectedVersion">The revision the caller has seen.</param>
[Requires(Permission.WriteScenarios)]
public sealed record RetireScenario(string ScenarioId, int ExpectedVersion) : ICommand<ScenarioView>, IChecked
{
    public void Check(Check check) => check.Id<ScenarioId>(ScenarioId, required: true, "scenarioId");
}

/// <summary>Says of a scenario that is due for review that it holds as it is, under the present version of its clause and the present decision.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="ExpectedVersion">The revision the caller has seen.</param>
/// <param name="ClauseVersion">The version of the clause it was read against: the present one.</param>
[Requires(Permission.WriteScenarios)]
public sealed record ConfirmScenario(string ScenarioId, int ExpectedVersion, int ClauseVersion) : ICommand<ScenarioView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<ScenarioId>(ScenarioId, required: true, "scenarioId");
        check.Must(ClauseVersion >= 1, RefusalCode.OutOfRange, "Versions count from 1.", "clauseVersion");
    }
}

internal sealed class ChangeScenarioHandler(InsightsDb db, CurrentActor current, TimeProvider clock, Catalogue catalogue, ScenarioDesk desk) :
    IRequestHandler<ReviseScenario, Outcome<ScenarioView>>, IRequestHandler<RetireScenario, Outcome<ScenarioView>>,
    IRequestHandler<ConfirmScenario, Outcome<ScenarioView>>
{
    public async Task<Outcome<ScenarioView>> Handle(ReviseScenario request, CancellationToken cancellationToken)
    {
        if (request.Scenario.UnknownCodes(catalogue, "scenario") is { Count: > 0 } unknown)
            return unknown;
        var found = await FindAsync(request.ScenarioId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var scenario))
            return found.Refusals.ToList();
        var ground = await GroundAsync(scenario, cancellationToken);
        if (!ground.Succeeded(out var decision))
            return ground.Refusals.ToList();
        var content = desk.Content(request.Scenario, decision, "scenario");
        if (!content.Succeeded(out var words))
            return content.Refusals.ToList();

        scenario.Revise(decision.Id, words, current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        return await desk.CommitAsync(db, scenario, nameof(ReviseScenario), cancellationToken);
    }

    public async Task<Outcome<ScenarioView>> Handle(RetireScenario request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ScenarioId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var scenario))
            return found.Refusals.ToList();

        scenario.Retire(current.Actor.Id, clock.GetUtcNow());
        return await desk.CommitAsync(db, scenario, nameof(RetireScenario), cancellationToken);
    }

    public async Task<Outcome<ScenarioView>> Handle(ConfirmScenario request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ScenarioId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var scenario))
            return found.Refusals.ToList();
        var ground = await GroundAsync(scenario, cancellationToken);
        if (!ground.Succeeded(out var decision))
            return ground.Refusals.ToList();
        var present = desk.PresentVersionOf(scenario.ClauseCode, scenario.ClauseVersion);
        if (scenario.DecisionId == decision.Id && scenario.ClauseVersion == present)
            return Refusal.Of(RefusalCode.IllegalMove, "This scenario is not due for review.", "scenarioId");
        if (desk.RestsOnRetired(scenario))
            return Refusal.Of(RefusalCode.IllegalMove, "Its clause is retired. Write it anew under another one, or retire it.", "scenarioId");
        if (request.ClauseVersion != present)
            return Refusal.Of(RefusalCode.IllegalMove, "The clause has another version in force. Read the scenario against that.", "clauseVersion");

        scenario.Confirm(decision.Id, present, current.Actor.Id, clock.GetUtcNow());
        return await desk.CommitAsync(db, scenario, nameof(ConfirmScenario), cancellationToken);
    }

    private async Task<Outcome<Scenario>> FindAsync(string scenarioId, int expectedVersion, CancellationToken ct)
    {
        var id = Data.ScenarioId.Of(scenarioId);
        if (await db.Scenarios.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } scenario)
            return Refusal.NotFound("scenario", "scenarioId");
        return scenario.IfRetiredOrChangedSince(expectedVersion) is { } refusal ? refusal : scenario;
    }

    private async Task<Outcome<Decision>> GroundAsync(Scenario scenario, CancellationToken ct) =>
        await ScenarioDesk.GroundAsync(db, await db.Gaps.AsNoTracking().FirstAsync(g => g.Id == scenario.GapId, ct), "scenarioId", ct);
}
