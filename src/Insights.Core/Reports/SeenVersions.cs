using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>The version of a gap or a report that the caller has seen, as a preview says it.</summary>
/// <param name="Id">The gap or the report.</param>
/// <param name="Version">Its version.</param>
public sealed record SeenVersionForm(string Id, int Version)
{
    private const int Most = 300;

    internal static void Check(Check check, IReadOnlyList<SeenVersionForm>? seen)
    {
        check.Must((seen?.Count ?? 0) <= Most, RefusalCode.OutOfRange, "At most 300 versions.", "seen");
        foreach (var (i, one) in (seen ?? []).Take(Most).Index())
            check.Must(PublicIds.TryParse<GapId>(one.Id, out _) || PublicIds.TryParse<ReportId>(one.Id, out _),
                RefusalCode.Malformed, "Name a gap or a report by its id.", "seen", i.ToString(System.Globalization.CultureInfo.InvariantCulture), "id");
    }

    /// <summary>Why the caller should look again: something changed since the preview, or was never looked at.</summary>
    /// <param name="db">The context of the command.</param>
    /// <param name="seen">What the caller has seen.</param>
    /// <param name="needed">Ids that must be among them.</param>
    /// <param name="ct">Stops the reading.</param>
    internal static async Task<IReadOnlyList<Refusal>> ChangedAsync(InsightsDb db, IReadOnlyList<SeenVersionForm>? seen, IEnumerable<string> needed, CancellationToken ct)
    {
        var all = seen ?? [];
        var gaps = all.Select(s => PublicIds.ParseOrNull<GapId>(s.Id)).OfType<GapId>().ToList();
        var reports = all.Select(s => PublicIds.ParseOrNull<ReportId>(s.Id)).OfType<ReportId>().ToList();
        var now = (await db.Gaps.Where(g => gaps.Contains(g.Id)).Select(g => new { Id = g.Id.Value, g.Version }).ToListAsync(ct))
            .Concat(await db.Reports.Where(r => reports.Contains(r.Id)).Select(r => new { Id = r.Id.Value, r.Version }).ToListAsync(ct))
            .ToDictionary(v => v.Id, v => v.Version);
        List<Refusal> refusals =
        [
            .. from pair in all.Index()
               where now.TryGetValue(pair.Item.Id, out var version) && version != pair.Item.Version
               select new ConflictRefusal(now[pair.Item.Id]) { Path = ["seen", pair.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), "version"] },
        ];
        if (needed.Except(all.Select(s => s.Id), StringComparer.Ordinal).Any())
            refusals.Add(Refusal.Of(RefusalCode.Required, "Say which version of each gap and report you have seen; a preview names them.", "seen"));
        return refusals;
    }
}
