using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Queue;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>What one does about a gap without moving it: who answers for it, its labels, putting it off.</summary>
public sealed record GapQueueModel(IReadOnlyList<PersonView> MayOwn, IReadOnlyList<LabelView> Labels, SnoozeView? Snooze)
{
    public static GapQueueModel Nothing { get; } = new([], [], null);

    internal static async Task<GapQueueModel> ReadAsync(IMediator mediator, Actor actor, GapView gap, CancellationToken ct)
    {
        var labels = (await mediator.Send(new LabelList(), ct)).ValueOrDefault ?? [];
        if (gap.EndedBy is not null || !actor.May(Permission.ArrangeQueue))
            return Nothing with { Labels = labels };
        var owners = await MayOwnAsync(mediator, actor, gap, ct);
        return new GapQueueModel(owners, labels, (await mediator.Send(new SnoozesOf([gap.Id]), ct)).ValueOrDefault?.GetValueOrDefault(gap.Id));
    }

    /// <summary>Who may answer for it as it stands; nobody where this person gives it to none.</summary>
    internal static async Task<IReadOnlyList<PersonView>> MayOwnAsync(IMediator mediator, Actor actor, GapView gap, CancellationToken ct) =>
        Gap.OwnersIn(gap.State, gap.ReturnsTo) is not Roles.None and var roles && actor.May(Permission.ArrangeQueue) && actor.May(Permission.MoveGaps)
            ? (await mediator.Send(new PeopleByRole(roles), ct)).ValueOrDefault ?? [] : [];
}
