using System.Linq.Expressions;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Similarity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Insights.Core.Reports;

/// <summary>How the engine comes up, and how it is kept for the next start.</summary>
public sealed partial class LookAlikes
{
    /// <summary>So many reports are read from the database at a time.</summary>
    private const int Chunk = 500;

    /// <summary>
    /// Brings the index up: from its file, reading again only what changed since, or else every filed report from the database.
    /// </summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await _aliases.ReadAsync(ct);
        _file.Tidy();
        await using var db = await _contexts.CreateDbContextAsync(ct);
        if (!await TryFileAsync(db, ct))
            await RebuildAsync(db, ct);
    }

    /// <summary>Writes the index to its file where anything changed since the last time. Searches and changes go on meanwhile.</summary>
    public async Task<bool> SaveAsync(CancellationToken ct)
    {
        if (!_unsaved)
            return false;
        await using var db = await _contexts.CreateDbContextAsync(ct);
        // Read before the index is: what comes between is then newer in the index than it says, which costs a second look.
        var origin = await SnapshotOrigin.NowAsync(db, ct);
        return await Task.Run(() => Save(origin), ct);
    }

    private bool Save(SnapshotOrigin origin)
    {
        Dictionary<string, int> held;
        lock (_changing)
        {
            _unsaved = false;
            _touched = new HashSet<string>(StringComparer.Ordinal);
            held = new Dictionary<string, int>(_revisions, StringComparer.Ordinal);
        }

        var written = false;
        try
        {
            written = _file.Write(stream => LookAlikeSnapshot.Write(stream, origin, _index.Save, () => Held(held)));
        }
        finally
        {
            lock (_changing)
            {
                _touched = null;
                _unsaved |= !written;
            }
        }

        return written;
    }

    /// <summary>What changed while the index was written has no revision, so that it is read again.</summary>
    private Dictionary<string, int> Held(Dictionary<string, int> held)
    {
        lock (_changing)
            foreach (var key in _touched!)
                held[key] = 0;
        return held;
    }

    private async Task<bool> TryFileAsync(InsightsDb db, CancellationToken ct)
    {
        try
        {
            using var stream = _file.Open();
            if (stream is null)
                return false;
            var (origin, held) = LookAlikeSnapshot.Read(stream);
            var now = await SnapshotOrigin.NowAsync(db, ct);
            if (await origin.UselessAsync(db, now, ct) is { } useless)
                throw new InvalidDataException(useless);
            _index = LookAlikeIndex.Load(stream, LookAlikeOptions.Default);
            ForgetFound();
            await CatchUpAsync(db, held, origin.AliasPrint != now.AliasPrint, ct);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or SnapshotRefusedException or IOException)
        {
            // Only sentences of ours: others may hold what is in the file.
            NotUsed(_log, fault is IOException ? $"It cannot be read ({fault.GetType().Name})." : fault.Message);
            _file.Forget();
            _file.Release();
            return false;
        }
    }

    /// <summary>Takes out what is gone, and reads again what is new or has another revision than the file.</summary>
    private async Task CatchUpAsync(InsightsDb db, Dictionary<string, int> held, bool aliasesChanged, CancellationToken ct)
    {
        var stored = await Compared(db).Select(r => new { r.Id, r.Revision }).ToDictionaryAsync(r => r.Id.Value, r => r.Revision, StringComparer.Ordinal, ct);
        var changed = stored.Where(r => held.GetValueOrDefault(r.Key) != r.Value).Select(r => ReportId.Of(r.Key)).ToHashSet();
        if (aliasesChanged)
            changed.UnionWith(await db.ReportCases.Join(db.CaseAliases, c => c.Case, a => a.Old, (c, _) => c.ReportId).ToListAsync(ct));
        var gone = held.Keys.Where(key => !stored.ContainsKey(key)).ToList();
        lock (_changing)
            _revisions = stored;
        gone.ForEach(key => Remove(ReportId.Of(key)));
        foreach (var some in changed.OrderBy(id => id.Value, StringComparer.Ordinal).Chunk(Chunk))
            foreach (var report in await Compared(db).Where(r => some.Contains(r.Id)).Select(AsStored).ToListAsync(ct))
                Put(report);
        _unsaved = gone.Count + changed.Count > 0;
        CaughtUp(_log, _index.Count, changed.Count, gone.Count);
    }

    private async Task RebuildAsync(InsightsDb db, CancellationToken ct)
    {
        lock (_changing)
        {
            _index = new LookAlikeIndex(LookAlikeOptions.Default);
            _revisions.Clear();
            ForgetFound();
        }

        await foreach (var report in Compared(db).OrderBy(r => r.Number).Select(AsStored).AsAsyncEnumerable().WithCancellation(ct))
            Put(report);
    }

    internal static IQueryable<Report> Compared(InsightsDb db) =>
        db.Reports.AsNoTracking().Where(r => r.State != ReportState.Draft && r.State != ReportState.Withdrawn && r.State != ReportState.Purged);

    private static readonly Expression<Func<Report, Stored>> AsStored = r => new Stored(r.Id, r.Revision, r.Content, r.FiledAt ?? r.StartedAt);

    private void Put(Stored report) => Put(report.Id, report.Revision, report.Content, report.Created);

    private sealed record Stored(ReportId Id, int Revision, ReportContent Content, DateTimeOffset Created);

    [LoggerMessage(1302, LogLevel.Information, "The look-alike engine came up from its file with {Count} reports: {Changed} were read again, {Gone} taken out")]
    private static partial void CaughtUp(ILogger log, int count, int changed, int gone);

    [LoggerMessage(1303, LogLevel.Warning, "The file of the look-alike engine is not used: {Reason} Every report is read from the database")]
    private static partial void NotUsed(ILogger log, string reason);
}
