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
        var ownedBy = Gap.OwnersIn(gap.State, gap.ReturnsTo);
        var labels = (await mediator.Send(new LabelList(), ct)).ValueOrDefault ?? [];
        if (gap.EndedBy is not null || !actor.May(Permission.ArrangeQueue))
            return Nothing with { Labels = labels };
        var owners = ownedBy is Roles.None || !actor.May(Permission.MoveGaps) ? [] : (await mediator.Send(new PeopleByRole(ownedBy), ct)).ValueOrDefault ?? [];
        return new GapQueueModel(owners, labels, (await mediator.Send(new SnoozesOf([gap.Id]), ct)).ValueOrDefault?.GetValueOrDefault(gap.Id));
    }
}
