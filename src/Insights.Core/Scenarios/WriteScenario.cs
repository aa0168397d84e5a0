using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Scenarios;

/// <summary>Writes a scenario that the approved decision of a gap answers. The gap is decided, being implemented or closed.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="Scenario">What it says.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.WriteScenarios)]
public sealed record WriteScenario(string GapId, ScenarioForm Scenario, string? IdempotencyKey)
    : ICommand<ScenarioView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        Scenario.Check(check, "scenario");
    }
}

internal sealed class WriteScenarioHandler(
    InsightsDb db, Idempotency repeats, CurrentActor current, IdSource ids, NumberSource numbers, TimeProvider clock, Catalogue catalogue, ScenarioDesk desk)
    : IRequestHandler<WriteScenario, Outcome<ScenarioView>>
{
    /// <summary>How many one gap has at most, retired ones left out.</summary>
    private const int MostOfGap = 50;

    public async Task<Outcome<ScenarioView>> Handle(WriteScenario request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await desk.ViewAsync(db, ScenarioId.Of(made), cancellationToken);

        if (request.Scenario.UnknownCodes(catalogue, "scenario") is { Count: > 0 } unknown)
            return unknown;
        var gapId = Data.GapId.Of(request.GapId);
        if (await db.Gaps.AsNoTracking().FirstOrDefaultAsync(g => g.Id == gapId, cancellationToken) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        var ground = await ScenarioDesk.GroundAsync(db, gap, "gapId", cancellationToken);
        if (!ground.Succeeded(out var decision))
            return ground.Refusals.ToList();
        if (await db.Scenarios.CountAsync(s => s.GapId == gapId && s.RetiredAt == null, cancellationToken) >= MostOfGap)
            return Refusal.Of(RefusalCode.OutOfRange, "The gap has 50 scenarios already. Retire one first.", "gapId");
        var content = desk.Content(request.Scenario, decision, "scenario");
        if (!content.Succeeded(out var words))
            return content.Refusals.ToList();

        var scenario = Scenario.Write(
            ids.Next<ScenarioId>(), await numbers.NextAsync(NumberSource.Scenarios, cancellationToken), gap.Id, decision.Id, words, current.Actor.Id,
            Screen.RuleSetVersion, clock.GetUtcNow());
        db.Add(scenario);
        repeats.Remember(request, scenario.Id.Value);
        return await desk.CommitAsync(db, scenario, nameof(WriteScenario), cancellationToken);
    }
}
