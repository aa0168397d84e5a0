using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>
/// An approver moves a gap past the transition table, because something went wrong, and says why. It is recorded and told as
/// a bypass. It leads neither around a second person nor into a state whose own move must bring something along.
/// </summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="State">Where it is moved.</param>
/// <param name="Reason">What went wrong. The policy team reads it.</param>
[Requires(Permission.BypassGaps)]
public sealed record BypassGap(string GapId, int ExpectedVersion, GapState? State, string? Reason) : ICommand<GapView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Present(State, "state");
        check.Text(Reason, 1000, required: true, "reason");
    }
}

internal sealed class BypassGapHandler(InsightsDb db, GapMoves moves, Screen screen, TimeProvider clock) : IRequestHandler<BypassGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(BypassGap request, CancellationToken cancellationToken)
    {
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();

        var decided = gap.DecisionId is { } id && await db.Decisions.AnyAsync(
            d => d.Id == id && d.State == DecisionState.Approved && d.ReviewedBy != null && d.ReviewedBy != d.ProposedBy, cancellationToken);
        var from = gap.State;
        if (moves.Bypass(gap, request.State!.Value, decided, screen.Of(request.Reason)!) is { Refused: true } refused)
            return refused.Refusals.ToList();
        if (from is GapState.Declined)
            await TakeUpReportsAsync(gap, cancellationToken);
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }

    /// <summary>The reports that were declined with the gap are taken up with it.</summary>
    private async Task TakeUpReportsAsync(Gap gap, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        var declined = await (
            from link in db.Links
            join report in db.Reports on link.ReportId equals report.Id
            where link.GapId == gap.Id && link.EndedBy == null && report.State == ReportState.Declined
            select report).ToListAsync(ct);
        foreach (var report in declined)
            report.TakeUp(at);
    }
}
