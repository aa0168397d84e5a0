using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Scenarios;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What a scenario leads to.</summary>
[FieldsOf(typeof(ScenarioView), nameof(ScenarioView.GapId))]
internal static class ScenarioFields
{
    /// <summary>The gap whose decision answers it; null when the viewer may not see it.</summary>
    [Needs(Permission.ReadGaps)]
    public static IDataLoaderResult<GapView?> Gap([FromSource] ScenarioView scenario, [FromServices] Loaders loaders) => loaders.Gaps.Load(scenario.GapId);

    /// <summary>When it was written first; for those who may read gaps, as all that is finer than a day.</summary>
    [Needs(Permission.ReadGaps)]
    public static DateTimeOffset WrittenAt([FromSource] ScenarioView scenario) => scenario.WrittenAt;

    /// <summary>When it was changed, confirmed or retired last.</summary>
    [Needs(Permission.ReadGaps)]
    public static DateTimeOffset ChangedAt([FromSource] ScenarioView scenario) => scenario.ChangedAt;

    /// <summary>When it was taken out of the set; null while it is in it.</summary>
    [Needs(Permission.ReadGaps)]
    public static DateTimeOffset? RetiredAt([FromSource] ScenarioView scenario) => scenario.RetiredAt;

    /// <summary>Who wrote it first.</summary>
    [Needs(Permission.ReadGaps)]
    public static IDataLoaderResult<PersonView?> WrittenBy([FromSource] ScenarioView scenario, [FromServices] Loaders loaders) => loaders.People.Load(scenario.WrittenBy);

    /// <summary>Who changed, confirmed or retired it last.</summary>
    [Needs(Permission.ReadGaps)]
    public static IDataLoaderResult<PersonView?> ChangedBy([FromSource] ScenarioView scenario, [FromServices] Loaders loaders) => loaders.People.Load(scenario.ChangedBy);
}

/// <summary>What scenarios are read by.</summary>
internal sealed partial class Query
{
    /// <summary>The scenarios of the set, in the order of their numbers. The whole set in one piece is at /scenarios.jsonl.</summary>
    /// <param name="reviewDue">Only those that are due for review, or only those that are not; without it, all.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last scenario read.</param>
    [Needs(typeof(ScenarioList))]
    public static async Task<CountedConnection<ScenarioView>> ScenariosAsync(
        [FromServices] IMediator mediator, bool? reviewDue = null, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new ScenarioList(reviewDue, first, Cursors.Read(after, 1)?[0]), ct))
            .Connect(after, scenario => Cursors.Of(scenario.Number), token => mediator.AskAsync(new ScenarioCount(reviewDue), token));

    /// <summary>The scenario with this number; null where there is none.</summary>
    /// <param name="number">Its number, as in S-3.</param>
    [Needs(typeof(ScenarioByNumber))]
    public static Task<ScenarioView?> ScenarioAsync([FromServices] IMediator mediator, long number, CancellationToken ct = default) =>
        mediator.FindAsync(new ScenarioByNumber(number), ct);
}
