using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>
/// Brings back what has waited long enough: deferrals and accepted risks whose day has come, and questions nobody answered.
/// Sent by the scheduler; sending it twice changes nothing more, and after a stop it catches up.
/// </summary>
[Requires(Permission.KeepTime)]
public sealed record EndWaits : ICommand<int>;

internal sealed class EndWaitsHandler(InsightsDb db, Ledger ledger, GapMoves moves, TimeProvider clock) : IRequestHandler<EndWaits, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(EndWaits request, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        var due = await db.Gaps.Where(g => g.EndedBy == null && ((g.State == GapState.Deferred && g.DeferredUntil <= today)
            || (g.State == GapState.NeedsInfo && g.RespondBy < today)
            || (Transitions.Settled.Contains(g.State) && g.RiskExpiresOn <= today))).OrderBy(g => g.Number).ToListAsync(cancellationToken);
        foreach (var gap in due)
            moves.Move(gap, EndOf(gap.State), new GapMove());

        var unanswered = await db.Reports.Where(r => r.State == ReportState.NeedsInfo && r.RespondBy < today).OrderBy(r => r.Number).ToListAsync(cancellationToken);
        foreach (var report in unanswered)
        {
            var linked = await db.Links.AnyAsync(l => l.ReportId == report.Id && l.EndedBy == null, cancellationToken);
            report.EndQuestion(linked, at);
            ledger.Record(new AuditLine("TimeOutQuestion") { Report = report.Id });
            if (!linked)
                ledger.Announce(FeedEventType.QuestionTimedOut, report);
        }

        if (due.Count + unanswered.Count > 0)
            await ledger.CommitAsync(cancellationToken);
        return due.Count + unanswered.Count;
    }

    private static GapAction EndOf(GapState state) => state switch
    {
        GapState.Deferred => GapAction.Resume,
        GapState.NeedsInfo => GapAction.TimeOut,
        _ => GapAction.Expire,
    };
}
