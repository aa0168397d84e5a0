using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Queue;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Who is on triage duty.</summary>
[FieldsOf(typeof(TriageDutyView), nameof(TriageDutyView.OnDutyId), nameof(TriageDutyView.LeadIds))]
internal static class TriageDutyFields
{
    /// <summary>Who is on duty today; null where nobody is.</summary>
    public static IDataLoaderResult<PersonView?>? OnDuty([FromSource] TriageDutyView duty, [FromServices] Loaders loaders) =>
        duty.OnDutyId is { } person ? loaders.People.Load(person) : null;

    /// <summary>The triage leads in their turn.</summary>
    public static IEnumerable<IDataLoaderResult<PersonView?>> Leads([FromSource] TriageDutyView duty, [FromServices] Loaders loaders) => duty.LeadIds.Select(loaders.People.Load);
}

/// <summary>Who is on duty instead.</summary>
[FieldsOf(typeof(DutySwap), nameof(DutySwap.PersonId))]
internal static class DutySwapFields
{
    /// <summary>Who is on duty on these days.</summary>
    public static IDataLoaderResult<PersonView?> Person([FromSource] DutySwap swap, [FromServices] Loaders loaders) => loaders.People.Load(swap.PersonId);
}

/// <summary>What a snooze leads to.</summary>
[FieldsOf(typeof(SnoozeView), nameof(SnoozeView.GapId))]
internal static class SnoozeFields
{
    /// <summary>The gap.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] SnoozeView snooze, [FromServices] Loaders loaders) => loaders.Gaps.Load(snooze.GapId);
}

/// <summary>Who would answer for a gap of a list.</summary>
[FieldsOf(typeof(MovedGapView))]
internal static class MovedGapFields
{
    /// <summary>Who would answer for it; null where nobody would.</summary>
    public static IDataLoaderResult<PersonView?>? OwnerAfter([FromSource] MovedGapView moved, [FromServices] Loaders loaders) =>
        moved.OwnerAfter is { } owner ? loaders.People.Load(owner) : null;
}

/// <summary>What a saved view shows.</summary>
[FieldsOf(typeof(SavedViewView), nameof(SavedViewView.Filter))]
internal static class SavedViewFields
{
    /// <summary>How many gaps it shows.</summary>
    [Needs(typeof(GapCount))]
    public static Task<int> CountAsync([FromSource] SavedViewView view, [FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new GapCount(view.Filter), ct);

    /// <summary>The gaps it shows, page by page, in its order.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last gap read.</param>
    [Needs(typeof(GapList))]
    public static Task<CountedConnection<GapView>> GapsAsync(
        [FromSource] SavedViewView view, [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default) =>
        Query.GapsAsync(mediator, view.Filter, view.Order, first, after, ct);
}
