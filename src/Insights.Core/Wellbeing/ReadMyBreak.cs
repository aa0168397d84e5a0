using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Wellbeing;

/// <summary>Why a gap stays with somebody who takes a break.</summary>
public enum StaysBecause
{
    /// <summary>They accepted it for assessment, and its clock runs.</summary>
    Accepted,

    /// <summary>Their decision is before an approver.</summary>
    InReview,

    /// <summary>They see to it that the decision is carried out.</summary>
    CarriedOut,
}

/// <summary>What a break would give back, what would stay with the caller and why, and what their last break gave back that nobody has taken.</summary>
[Requires(Permission.MoveGaps)]
public sealed record ReadMyBreak : IQuery<MyBreakView>;

/// <summary>What a break would do, and how the last one stands. Nothing is changed by looking.</summary>
public sealed record MyBreakView
{
    /// <summary>The gaps that go back to the queue, in the order of their numbers.</summary>
    public required IReadOnlyList<GapView> Claims { get; init; }

    /// <summary>The gaps that stay with the caller.</summary>
    public required IReadOnlyList<StayingGapView> Stays { get; init; }

    /// <summary>The caller's last break; empty where there was none.</summary>
    public LastBreakView? Last { get; init; }
}

/// <summary>A gap that stays with whoever takes a break.</summary>
/// <param name="Gap">The gap.</param>
/// <param name="Because">Why.</param>
public sealed record StayingGapView(GapView Gap, StaysBecause Because);

/// <summary>The last break somebody took.</summary>
public sealed record LastBreakView
{
    /// <summary>Its operation; the command to take things back names it.</summary>
    public required OperationId OperationId { get; init; }

    /// <summary>The operation's human number, as in O-12.</summary>
    public required long OperationNumber { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many gaps it gave back.</summary>
    public required int GivenBack { get; init; }

    /// <summary>Those that nobody has answered for since: they can be taken back.</summary>
    public required IReadOnlyList<GapView> Waiting { get; init; }
}

internal sealed class ReadMyBreakHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, IMediator mediator) : IRequestHandler<ReadMyBreak, Outcome<MyBreakView>>
{
    public async Task<Outcome<MyBreakView>> Handle(ReadMyBreak request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var me = current.Actor.Id;
        var held = await Holding.OfAsync(db, me, cancellationToken);
        var last = await db.Operations.AsNoTracking().Where(o => o.Kind == OperationKind.Break && o.By == me).OrderByDescending(o => o.Number).FirstOrDefaultAsync(cancellationToken);
        List<GapId> waiting = last is null ? [] : await Holding.WaitingAsync(db, last.Id, cancellationToken);
        var given = last is null ? 0 : await db.OperationGaps.CountAsync(r => r.OperationId == last.Id, cancellationToken);
        var read = await mediator.Send(new GapsById([.. held.Select(g => g.Id).Union(waiting)]), cancellationToken);
        if (!read.Succeeded(out var gaps))
            return read.Refusals.ToList();
        return new MyBreakView
        {
            Claims = [.. held.Where(Holding.IsClaim).Select(g => gaps[g.Id])],
            Stays = [.. held.Where(g => !Holding.IsClaim(g)).Select(g => new StayingGapView(gaps[g.Id], WhyOf(g)))],
            Last = last is null ? null : new LastBreakView
            {
                OperationId = last.Id,
                OperationNumber = last.Number,
                At = last.At,
                GivenBack = given,
                Waiting = [.. waiting.Select(id => gaps[id])],
            },
        };
    }

    private static StaysBecause WhyOf(Held gap) => gap.State switch
    {
        GapState.InReview => StaysBecause.InReview,
        GapState.Decided or GapState.Implementing => StaysBecause.CarriedOut,
        _ => StaysBecause.Accepted,
    };
}
