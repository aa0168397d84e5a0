using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>What became of decisions, by when they were approved. A decision holds until the gap's next one is approved.</summary>
internal sealed class DecisionEntries(MetricScope scope, MetricRows rows)
{
    private static readonly string[] Returning = [$"{GapAction.Regress}Gap", $"{GapAction.Bypass}Gap"];
    private static readonly string[] Settled = [.. Transitions.Settled.Select(state => state.ToString())];

    private List<Held>? _held;

    /// <summary>A decision with the time in which it held, of which the first moment is the approval.</summary>
    private sealed record Held(GapId Gap, MetricEntry Entry, DateTimeOffset From, DateTimeOffset Until);

    public async Task<List<MetricEntry>> ReceiptsAsync(CancellationToken ct)
    {
        var start = scope.Start;
        var held = await HeldAsync(ct);
        var given = (await (
            from receipt in scope.Db.Receipts
            join gap in scope.Db.Gaps on receipt.GapId equals (GapId?)gap.Id
            where receipt.WithdrawnAt == null && receipt.At >= start
            select new { Gap = gap.StandsIn ?? gap.Id, receipt.At }).ToListAsync(ct)).ToLookup(r => r.Gap, r => r.At);
        return held.ConvertAll(d =>
        {
            var receipts = given[d.Gap].Count(at => at >= d.From && at < d.Until);
            return d.Entry with { Value = receipts, Counted = receipts > 0 };
        });
    }

    public async Task<List<MetricEntry>> RecurrenceAsync(CancellationToken ct)
    {
        var held = await HeldAsync(ct);
        var filed = Filed();
        var returned = await ReturnedAsync(ct);
        return held.ConvertAll(d =>
        {
            var watched = d.From.AddDays(MetricDefinition.FollowUpDays);
            var until = d.Until < watched ? d.Until : watched;
            var recurred = filed[d.Gap].Concat(returned[d.Gap]).Any(at => at > d.From && at <= until);
            // By days, so that a list of the morning is the list of the evening.
            return d.Entry with { Counted = watched.UtcDateTime.Date < scope.Now.UtcDateTime.Date ? recurred : null };
        });
    }

    private async Task<List<Held>> HeldAsync(CancellationToken ct)
    {
        if (_held is not null)
            return _held;
        var start = scope.Start;
        var approved = await scope.Db.Decisions
            .Where(d => d.ReviewedAt >= start && (d.State == DecisionState.Approved || d.State == DecisionState.Superseded))
            .Select(d => new { d.GapId, At = d.ReviewedAt!.Value }).ToListAsync(ct);
        return _held =
        [
            .. from one in approved.Where(d => rows.Gaps.ContainsKey(d.GapId)).GroupBy(d => d.GapId)
               let gap = rows.Gaps[one.Key]
               let ordered = one.OrderBy(d => d.At).ToList()
               from place in Enumerable.Range(0, ordered.Count)
               let decision = ordered[place]
               where scope.Holds(decision.At)
               select new Held(gap.Id, new MetricEntry(decision.At, gap.Number) { Kind = gap.Kind, Area = gap.Area }, decision.At, place + 1 < ordered.Count ? ordered[place + 1].At : DateTimeOffset.MaxValue),
        ];
    }

    /// <summary>When the reports were filed that stand in each gap.</summary>
    private ILookup<GapId, DateTimeOffset> Filed() => rows.Links.Where(l => l.Stands && rows.Reports.ContainsKey(l.Report)).ToLookup(l => l.Gap, l => rows.Reports[l.Report].FiledAt);

    /// <summary>When gaps were opened again although a decision held; what was undone is left out. An accepted risk that expires on its day is no recurrence.</summary>
    private async Task<ILookup<GapId, DateTimeOffset>> ReturnedAsync(CancellationToken ct)
    {
        var start = scope.Start;
        var lines = await scope.Db.AuditEntries
            .Where(a => Returning.Contains(a.Action) && a.At >= start && a.GapId != null && Settled.Contains(a.FromState) && !Settled.Contains(a.ToState))
            .Select(a => new { Gap = a.GapId!.Value, a.At, a.OperationId }).ToListAsync(ct);
        return lines.Where(l => l.OperationId is not { } operation || !rows.IsUndone(operation)).ToLookup(l => l.Gap, l => l.At);
    }
}
