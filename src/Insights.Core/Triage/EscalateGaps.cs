using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>
/// Notes of each gap that the day has passed by which its next step was due, once for each clock and round, of so many gaps
/// at once that others can write in between. Sent by the scheduler; what was noted stands in the audit log, so neither a
/// stop nor a clock that is set back notes it twice.
/// </summary>
[Requires(Permission.KeepTime)]
public sealed record EscalateGaps : ICommand<int>
{
    /// <summary>Gaps of which it is noted at once. Where it was so many, there may be more.</summary>
    public const int Most = 25;
}

/// <summary>Derives for all open gaps anew which clock runs and until when. Sent at start, since the targets or the working days may be others now.</summary>
[Requires(Permission.KeepTime)]
public sealed record RefreshClocks : ICommand<int>;

internal sealed class EscalateGapsHandler(InsightsDb db, Ledger ledger, GapClocks clocks, TimeProvider clock) :
    IRequestHandler<EscalateGaps, Outcome<int>>, IRequestHandler<RefreshClocks, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(EscalateGaps request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var late = await db.Gaps.Where(g => g.EndedBy == null && g.DueOn < today && g.EscalatedOn == null).OrderBy(g => g.Number).Take(EscalateGaps.Most).ToListAsync(cancellationToken);
        if (late.Count == 0)
            return 0;
        var histories = await ClockHistory.OfAsync(db, [.. late.Select(g => g.Id)], [], now, cancellationToken);
        foreach (var gap in late)
        {
            var run = Clocks.Running(clocks.Of(gap, histories.GetValueOrDefault(gap.Id, ClockHistory.None), now))!;
            ledger.Record(new AuditLine(ClockHistory.Escalated) { Gap = gap.Id, Code = run.Clock.ToString(), Count = run.Round });
            ledger.Announce(FeedEventType.GapEscalated, gap);
        }

        await ledger.CommitAsync(cancellationToken);
        return late.Count;
    }

    public async Task<Outcome<int>> Handle(RefreshClocks request, CancellationToken cancellationToken)
    {
        var open = await db.Gaps.Where(g => g.EndedBy == null && g.State != GapState.Closed && g.State != GapState.Declined).ToListAsync(cancellationToken);
        var before = open.ToDictionary(g => g.Id, g => (g.DueClock, g.DueOn));
        await clocks.SetAsync(db, [], clock.GetUtcNow(), cancellationToken);
        var changed = open.Count(g => before[g.Id] != (g.DueClock, g.DueOn));
        if (changed > 0)
            await ledger.Record(new AuditLine("RefreshClocks") { Count = changed }).CommitAsync(cancellationToken);
        return changed;
    }
}
