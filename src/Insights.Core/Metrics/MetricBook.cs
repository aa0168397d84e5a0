using System.Collections.Concurrent;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>
/// Keeps the items of the periods that were asked for last. They are worked out anew once the audit log has a line that may
/// change one, and with every new day, so that nobody reads old figures and no command has to know of them. Safe to share;
/// one at a time works figures out, and the others wait for them.
/// </summary>
internal sealed class MetricBook(IDbContextFactory<InsightsDb> contexts, ClockOptions options, CompletenessShelf shelf, TimeProvider clock) : IDisposable
{
    private const int MostKept = 4;
    private const int MostViews = 64;

    /// <summary>Lines about reports and gaps that leave every item as it is, and are written often.</summary>
    private static readonly string[] Idle = ["SaveDraft", "DiscardDraft", DraftLines.Saved, DraftLines.Discarded, AuditEntry.Snoozing, ClockHistory.Escalated, "WriteComment"];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<Chapter> _kept = [];

    private sealed record Chapter(DateTimeOffset Start, DateTimeOffset End, DateOnly Day, long Epoch, IReadOnlyDictionary<Metric, List<MetricEntry>> Entries)
    {
        /// <summary>Up to which line of the audit log they are known to hold.</summary>
        public long Position { get; set; }

        /// <summary>What was made of them, by area and kind.</summary>
        public ConcurrentDictionary<(string?, GapKind?), MetricsView> Views { get; } = [];
    }

    public async Task<Outcome<MetricReading>> ReadAsync(MetricFilter filter, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = MetricPeriod.Of(filter, DateOnly.FromDateTime(now.UtcDateTime));
        if (!found.Succeeded(out var period))
            return found.Refusals.ToList();
        await _turn.WaitAsync(ct);
        try
        {
            var chapter = await ChapterAsync(period, now, ct);
            if (chapter.Views.Count > MostViews)
                chapter.Views.Clear();
            return new MetricReading(filter, period, now, chapter.Entries, chapter.Views);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Chapter> ChapterAsync(MetricPeriod period, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(ct);
        var (start, end, day) = (period.Start, period.End, DateOnly.FromDateTime(now.UtcDateTime));
        var kept = _kept.Find(c => c.Start == start && c.End == end);
        if (kept is not null)
        {
            if (kept.Day == day && kept.Epoch == head.Epoch && await HoldsAsync(db, kept.Position, head.AuditPosition, ct))
            {
                kept.Position = head.AuditPosition;
                return kept;
            }

            _kept.Remove(kept);
        }

        // What is committed while this reads is looked at again by the next one.
        var entries = await MetricEntries.ReadAsync(new MetricScope(db, start, end, now), options, shelf, ct);
        var anew = new Chapter(start, end, day, head.Epoch, entries) { Position = head.AuditPosition };
        _kept.Add(anew);
        if (_kept.Count > MostKept)
            _kept.RemoveAt(0);
        return anew;
    }

    private static async Task<bool> HoldsAsync(InsightsDb db, long from, long to, CancellationToken ct) => from == to || (from < to && !await db.AuditEntries
        .Where(a => a.Position > from && a.Position <= to && !Idle.Contains(a.Action))
        .AnyAsync(a => a.GapId != null || a.ReportId != null || a.OperationId != null || a.ErasureId != null || a.WithheldTextId != null, ct));
}

/// <summary>The items of a period, as far as a filter lets them through, and what was made of them already.</summary>
internal sealed record MetricReading(
    MetricFilter Filter, MetricPeriod Period, DateTimeOffset Now, IReadOnlyDictionary<Metric, List<MetricEntry>> All, ConcurrentDictionary<(string?, GapKind?), MetricsView> Views)
{
    public IReadOnlyList<MetricEntry> Of(Metric metric) => Filter is { Area: null, Kind: null } ? All[metric]
        : All[metric].FindAll(e => (Filter.Area is null || e.Area == Filter.Area) && (Filter.Kind is null || e.Kind == Filter.Kind));

    /// <summary>All figures; worked out once for each filter.</summary>
    public MetricsView View => Views.GetOrAdd((Filter.Area, Filter.Kind), _ => Figures.Of(this)) with { AsOf = Now };
}
