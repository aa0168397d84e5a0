using GraphQL;
using Insights.Core.Identity;
using Insights.Core.Queue;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What the policy team's queue is read by.</summary>
internal sealed partial class Query
{
    /// <summary>What a change of every gap of a list would do, gap by gap. Nothing is changed by looking.</summary>
    /// <param name="gapIds">The gaps, 1 to 100.</param>
    /// <param name="change">What would be done to each.</param>
    [Needs(typeof(PreviewMoveGaps))]
    public static Task<MoveGapsPreviewView> PreviewMoveGapsAsync(
        [FromServices] IMediator mediator, IReadOnlyList<string> gapIds, GapChangeForm change, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewMoveGaps(gapIds, change), ct);

    /// <summary>The labels that may be put on gaps, by name; retired ones at the end.</summary>
    [Needs(typeof(LabelList))]
    public static Task<List<LabelView>> LabelsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new LabelList(), ct);

    /// <summary>Who is on triage duty, and the rota behind it.</summary>
    [Needs(typeof(ReadTriageDuty))]
    public static Task<TriageDutyView> TriageDutyAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadTriageDuty(), ct);

    /// <summary>The viewer's own saved views and the team's, by name.</summary>
    [Needs(typeof(SavedViewList))]
    public static Task<List<SavedViewView>> SavedViewsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new SavedViewList(), ct);

    /// <summary>A saved view by the end of its address: the viewer's own, or the team's; null where there is none.</summary>
    /// <param name="slug">The end of its address.</param>
    [Needs(typeof(SavedViewBySlug))]
    public static Task<SavedViewView?> SavedViewAsync([FromServices] IMediator mediator, string slug, CancellationToken ct = default) =>
        mediator.FindAsync(new SavedViewBySlug(slug), ct);

    /// <summary>The people who act as this role, by their handles, at most 200.</summary>
    /// <param name="role">The role.</param>
    [Needs(typeof(PeopleByRole))]
    public static Task<List<PersonView>> PeopleAsync([FromServices] IMediator mediator, Roles role, CancellationToken ct = default) =>
        mediator.AskAsync(new PeopleByRole(role), ct);
}
