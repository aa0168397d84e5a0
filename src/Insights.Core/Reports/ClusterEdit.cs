using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>
/// One cluster operation while it is put together: which links it ends and makes, and how each gap stood before.
/// Everything happens to entities in memory, so a preview is the same work on a context that is thrown away, and
/// <see cref="Linking.CommitAsync"/> writes what a command has put together.
/// </summary>
internal sealed class ClusterEdit(InsightsDb db, OperationId id, Actor actor, DateTimeOffset at)
{
    private readonly Dictionary<GapId, TouchedGap> _gaps = [];
    private readonly Dictionary<GapId, List<GapLink>> _members = [];
    private readonly HashSet<GapId> _dissolved = [];
    private readonly List<AuditLine> _lines = [];
    private readonly List<Action<Ledger, Operation>> _events = [];

    public InsightsDb Db => db;

    public OperationId Id => id;

    public Actor Actor => actor;

    public DateTimeOffset At => at;

    public IReadOnlyCollection<TouchedGap> Gaps => _gaps.Values;

    /// <summary>Versions of the reports that the operation looks at, as they were before.</summary>
    public Dictionary<ReportId, int> Reports { get; } = [];

    public List<GapLink> Made { get; } = [];

    public List<GapLink> Ended { get; } = [];

    public List<KeptApart> Said { get; } = [];

    public List<KeptApart> Unsaid { get; } = [];

    /// <summary>The gaps with these ids, as far as they exist, each noted as it stands before anything happens to it.</summary>
    public async Task<IReadOnlyList<Gap>> LoadAsync(IReadOnlyCollection<GapId> ids, CancellationToken ct)
    {
        var missing = ids.Distinct().Where(g => !_gaps.ContainsKey(g)).ToList();
        if (missing.Count > 0)
        {
            foreach (var gap in await db.Gaps.Where(g => missing.Contains(g.Id)).ToListAsync(ct))
                _gaps.Add(gap.Id, new TouchedGap(gap, gap.Stand, gap.Version, gap.EarliestAt ?? gap.OpenedAt));
            var links = from link in db.Links
                        join report in db.Reports on link.ReportId equals report.Id
                        where link.EndedBy == null && missing.Contains(link.GapId)
                        orderby link.LinkedAt, report.Number
                        select link;
            foreach (var link in (await links.ToListAsync(ct)).Where(l => l.EndedBy is null))
                MembersOf(link.GapId).Add(link);
            foreach (var gap in missing.Where(_gaps.ContainsKey))
                _gaps[gap] = _gaps[gap] with { ReportsBefore = MembersOf(gap).Count };
        }

        return [.. ids.Distinct().Where(_gaps.ContainsKey).Select(g => _gaps[g].Gap)];
    }

    public async Task<Gap?> FindAsync(GapId gap, CancellationToken ct) => await LoadAsync([gap], ct) is [var found] ? found : null;

    public Gap this[GapId gap] => _gaps[gap].Gap;

    /// <summary>The links that stand in a gap that was loaded, as far as this edit has come.</summary>
    public List<GapLink> MembersOf(GapId gap) => _members.TryGetValue(gap, out var links) ? links : _members[gap] = [];

    /// <summary>Notes a gap that this operation opens.</summary>
    public void Open(Gap gap)
    {
        db.Add(gap);
        _gaps.Add(gap.Id, new TouchedGap(gap, null, 0, gap.OpenedAt) { Changed = true });
    }

    /// <summary>Notes a gap that this operation is about although nothing of it changes.</summary>
    public void Note(GapId gap) => _gaps[gap].Changed = true;

    /// <summary>Takes back the opening of a gap; its reports go to another one, or into none.</summary>
    public void Dissolve(Gap gap, GapId? into)
    {
        gap.End(id, into, at);
        _dissolved.Add(gap.Id);
    }

    public void End(GapLink link)
    {
        link.End(id);
        Ended.Add(link);
        MembersOf(link.GapId).Remove(link);
        Note(link.GapId);
    }

    public void Make(ReportId report, Gap gap, LinkRole role, GuardedText? reason, Proposal? proposal, DecisionId? cites = null) =>
        Add(GapLink.Make(id, report, gap.Id, role, reason, proposal, actor.Id, Screen.RuleSetVersion, at, cites));

    /// <summary>Makes a link once more that this edit's forerunner had ended.</summary>
    public void Again(GapLink former) => Add(former.Again(id));

    private void Add(GapLink link)
    {
        Made.Add(link);
        MembersOf(link.GapId).Add(link);
        Note(link.GapId);
    }

    public void Record(AuditLine line) => _lines.Add(line with { Operation = id });

    public void Announce(Action<Ledger, Operation> tell) => _events.Add(tell);

    /// <summary>Says for the record what was noted, once there is a number.</summary>
    public void Tell(Ledger ledger, Operation operation)
    {
        foreach (var line in _lines)
            ledger.Record(line);
        foreach (var tell in _events)
            tell(ledger, operation);
    }

    /// <summary>Refuses to bring together what a person keeps apart, be it through any report of the gaps that would become one.</summary>
    public async Task<Refusal?> ApartAsync(CancellationToken ct, params string[] path)
    {
        var arrivals = Made.ToDictionary(l => l.ReportId, l => l.GapId);
        var reports = arrivals.Keys.ToList();
        var gaps = _gaps.Keys.ToList();
        var pairs = await KeptApartNow.In(db)
            .Where(p => (gaps.Contains(p.SideA!.Value) || reports.Contains(p.ReportA)) && (gaps.Contains(p.SideB!.Value) || reports.Contains(p.ReportB)))
            .OrderBy(p => p.Number).ToListAsync(ct);
        var said = Unsaid.Select(k => (k.OperationId, k.ReportA, k.ReportB)).ToHashSet();
        var broken = pairs.FirstOrDefault(p => !said.Contains((p.OperationId, p.ReportA, p.ReportB))
            && Now(p.ReportA, p.SideA) is { } a && a == Now(p.ReportB, p.SideB) && p.SideA != p.SideB);
        return broken is null ? null : new KeptApartRefusal(path, broken.OperationId, broken.Number);

        GapId? Now(ReportId report, GapId? side) =>
            arrivals.TryGetValue(report, out var arrived) ? arrived
            : side is { } gap && _gaps.GetValueOrDefault(gap)?.Gap is { MergedInto: { } into } ? into : side;
    }

    /// <summary>
    /// Puts in order what follows: a gap whose canonical report left is stood for by its oldest member, every gap
    /// that changed has another version, and merged gaps know where they stand.
    /// </summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        foreach (var (gapId, touched) in _gaps.Where(g => g.Value.Changed))
        {
            var members = MembersOf(gapId);
            if (members.Count > 0 && members.All(l => l.ReportId != touched.Gap.CanonicalReportId))
                touched.Gap.StandFor(members.MinBy(l => l.LinkedAt)!.ReportId, at);
        }

        var changed = Ended.Concat(Made).Select(l => l.GapId).ToHashSet();
        foreach (var touched in _gaps.Values.Where(t => t.Before is not null && t.Gap.Version == t.VersionBefore && changed.Contains(t.Gap.Id)))
            touched.Gap.Touch(at);
        await DeriveAsync(ct);
    }

    /// <summary>The rows that say how each gap stood before and after.</summary>
    public IEnumerable<OperationGap> Rows() =>
        _gaps.Values.Where(t => t.Changed || t.Gap.Stand != t.Before).Select(t => OperationGap.Of(id, t.Gap.Id, t.Before, t.Gap.Stand));

    private async Task DeriveAsync(CancellationToken ct)
    {
        var moved = _gaps.Values.Where(t => t.Before is { } before && before.MergedInto != t.Gap.MergedInto).Select(t => t.Gap).ToList();
        if (moved.Count == 0)
            return;
        var roots = moved.Select(g => g.StandsIn ?? g.Id).Concat(moved.Select(g => g.MergedInto).OfType<GapId>()).Distinct().ToList();
        var known = await db.Gaps.Where(g => roots.Contains(g.Id) || (g.StandsIn != null && roots.Contains(g.StandsIn.Value))).ToDictionaryAsync(g => g.Id, ct);
        var dissolved = await DissolvedAsync([.. known.Keys], ct);
        foreach (var tree in known.Values.GroupBy(RootOf))
        {
            // A gap whose opening was undone leads here as well, but nobody waited in it: its start is not that of the others.
            var earliest = tree.Where(g => !(dissolved.TryGetValue(g.Id, out var by) && by == g.EndedBy)).Append(tree.Key).Min(g => g.OpenedAt);
            foreach (var gap in tree)
                gap.Derive(gap == tree.Key ? null : tree.Key.Id, gap == tree.Key ? earliest : gap.EarliestAt ?? gap.OpenedAt);
        }

        Gap RootOf(Gap gap)
        {
            while (gap.MergedInto is { } into)
                gap = known[into];
            return gap;
        }
    }

    /// <summary>Those of these gaps whose opening was undone, with the operation that undid it.</summary>
    private async Task<Dictionary<GapId, OperationId?>> DissolvedAsync(List<GapId> gaps, CancellationToken ct)
    {
        var found = await (
            from gap in db.Gaps
            join undo in db.Operations on gap.EndedBy equals (OperationId?)undo.Id
            join opening in db.OperationGaps on new { Operation = undo.Undoes, Gap = gap.Id } equals new { Operation = (OperationId?)opening.OperationId, Gap = opening.GapId }
            where gaps.Contains(gap.Id) && opening.Before == null
            select new { gap.Id, gap.EndedBy }).ToDictionaryAsync(g => g.Id, g => g.EndedBy, ct);
        foreach (var gap in _dissolved)
            found[gap] = id;
        return found;
    }
}

/// <summary>A gap that an operation looks at, and how it stood before.</summary>
internal sealed record TouchedGap(Gap Gap, GapStand? Before, int VersionBefore, DateTimeOffset OpenedBefore)
{
    public int ReportsBefore { get; init; }

    /// <summary>Whether the operation is about it.</summary>
    public bool Changed { get; set; }
}

/// <summary>A standing pair that is kept apart, with the gaps in which the two stand now.</summary>
internal sealed record KeptApartNow
{
    public required OperationId OperationId { get; init; }

    public required long Number { get; init; }

    public required ReportId ReportA { get; init; }

    public required ReportId ReportB { get; init; }

    /// <summary>Where A stands; once A was taken back, the gap in which it stood speaks for it.</summary>
    public required GapId? SideA { get; init; }

    public required GapId? SideB { get; init; }

    public static IQueryable<KeptApartNow> In(InsightsDb db) =>
        from pair in db.KeptApart
        where pair.EndedBy == null
        join operation in db.Operations on pair.OperationId equals operation.Id
        join a in db.Links.Where(l => l.EndedBy == null) on pair.ReportA equals a.ReportId into standingA
        from a in standingA.DefaultIfEmpty()
        join b in db.Links.Where(l => l.EndedBy == null) on pair.ReportB equals b.ReportId into standingB
        from b in standingB.DefaultIfEmpty()
        join x in db.Gaps on pair.GapA equals (GapId?)x.Id into gapsA
        from x in gapsA.DefaultIfEmpty()
        join y in db.Gaps on pair.GapB equals (GapId?)y.Id into gapsB
        from y in gapsB.DefaultIfEmpty()
        select new KeptApartNow
        {
            OperationId = pair.OperationId,
            Number = operation.Number,
            ReportA = pair.ReportA,
            ReportB = pair.ReportB,
            SideA = a != null ? a.GapId : x != null ? x.StandsIn ?? x.Id : null,
            SideB = b != null ? b.GapId : y != null ? y.StandsIn ?? y.Id : null,
        };
}
