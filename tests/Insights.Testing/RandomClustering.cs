using System.Text.Json;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Testing;

/// <summary>
/// Random cluster operations by four people over gaps in every state: link, open, merge, split, choose, keep apart,
/// and undo whatever came before. The same seed does the same, so a failure can be looked at again.
/// </summary>
public sealed class RandomClustering(TestDatabase database)
{
    private ulong _dice;

    /// <summary>How many attempts were refused so far; a script that is never refused proves little.</summary>
    public int Refused { get; private set; }

    /// <summary>How often each kind of operation was granted so far.</summary>
    public Dictionary<OperationKind, int> Granted { get; } = [];

    /// <summary>Gaps in every state, several of them with more than one report, and reports in none.</summary>
    public static async Task<RandomClustering> OverGapsInEveryStateAsync(TestDatabase database)
    {
        foreach (var state in Enum.GetValues<GapState>().Concat([GapState.New, GapState.Triage, GapState.Closed, GapState.Deferred]))
        {
            var gap = await database.GapInAsync(state);
            for (var i = 0; i < 2 && state is GapState.New or GapState.Triage or GapState.Assessing or GapState.NeedsInfo or GapState.InReview or GapState.Decided; i++)
            {
                var report = await database.FileAsync();
                await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Variant, "Another surface.", null, null));
            }
        }

        for (var i = 0; i < 4; i++)
            await database.FileAsync(i % 2 == 0 ? Some.EmergingBehaviour() : Some.UnknownUnknown());
        var asked = await database.FileAsync();
        await database.SendAsync(SomePeople.Lead, new AskReporter(asked.Id.Value, asked.Version, "Which reading was applied?", database.Day(9)));
        return new RandomClustering(database);
    }

    /// <summary>So many granted operations, in the order in which they were done.</summary>
    public async Task<IReadOnlyList<OperationId>> RunAsync(int seed, int operations)
    {
        _dice = (ulong)seed * 0x9E3779B97F4A7C15UL + 0xD1B54A32D192ED03UL;
        var done = new List<OperationId>();
        while (done.Count < operations)
        {
            if (await AttemptAsync(done) is { } operation)
                done.Add(operation);
            else
                Refused++;
        }

        return done;
    }

    /// <summary>Undoes operations, the newest first; each must be granted.</summary>
    public async Task UndoAsync(IReadOnlyList<OperationId> operations)
    {
        foreach (var operation in operations.Reverse())
            await database.SendAsync(Somebody(), new UndoOperation(operation.Value, null, null, null));
    }

    /// <summary>
    /// Everything a reader sees of what stands where, as one text: gaps, members, reports, what is kept apart, look-alikes.
    /// Left out are the counters of changes and the time of the last one, which an undo is one more of.
    /// </summary>
    public async Task<string> ViewsAsync()
    {
        var gaps = (await database.SendAsync(Actor.System, new GapList(null, GapOrder.Oldest, 100, null))).Items;
        var members = await database.SendAsync(Actor.System, new MembersOf([.. gaps.Select(g => g.Id)]));
        var reports = (await database.SendAsync(Actor.System, new ReportList(null, 100, null))).Items;
        var gapOf = await database.SendAsync(Actor.System, new GapsOfReports([.. reports.Select(r => r.Id)]));
        var constraints = await database.SendAsync(Actor.System, new ReadClusterConstraints());
        var alike = new List<string>();
        foreach (var report in reports.Take(6))
            alike.AddRange((await database.SendAsync(Actor.System, new LookAlikesOfReports([report.Id], 20)))[report.Id].Select(l => $"{report.Number}: {l.GapNumber} {l.ReportNumber} {l.Score}"));
        return JsonSerializer.Serialize(
            new
            {
                Gaps = gaps.Select(g => g with { Version = 0, LastActivityAt = default }),
                Members = gaps.Select(g => members[g.Id].Select(m => m with { UndoWith = default, UndoWithNumber = 0 })),
                Reports = reports.Select(r => r with { Version = 0 }),
                Stand = gapOf.OrderBy(g => g.Key.Value, StringComparer.Ordinal),
                constraints.MustLinks,
                Apart = constraints.CannotLinks.OrderBy(p => p.A.Value, StringComparer.Ordinal).ThenBy(p => p.B.Value, StringComparer.Ordinal),
                Alike = alike.Order(StringComparer.Ordinal),
            });
    }

    private async Task<OperationId?> AttemptAsync(List<OperationId> done)
    {
        await using var db = database.Open();
        var gaps = await db.Gaps.AsNoTracking().Where(g => g.EndedBy == null).OrderBy(g => g.Number).ToListAsync();
        var links = (await db.Links.AsNoTracking().Where(l => l.EndedBy == null).OrderBy(l => l.ReportId).ToListAsync()).ToLookup(l => l.GapId, l => l.ReportId);
        var gap = Any(gaps);
        var others = Several(gaps, 1 + Roll(3)).Where(g => g != gap).ToList();
        var members = links[gap.Id].ToList();
        var someMembers = Several(members, 1 + Roll(3)).Select(r => r.Value).ToList();
        switch (Roll(12))
        {
            case 0 or 1 or 2:
                var report = Any(await db.Reports.AsNoTracking().Where(r => r.State != ReportState.Draft).OrderBy(r => r.Number).ToListAsync());
                var opens = Roll(4) == 0;
                return await LinkedAsync(new LinkReport(
                    report.Id.Value, report.Version, opens ? null : gap.Id.Value, opens ? null : Roll(2) == 0 ? LinkRole.Same : LinkRole.Variant, opens ? null : "They ask the same.", null, null));
            case 4 when await UnlinkedAsync(db) is { Count: > 0 } unlinked:
                List<Report> joining = [.. Several(unlinked, 1 + Roll(3)).DistinctBy(r => r.Id)];
                return await DoneAsync(OperationKind.Group, new GroupLookAlikes(
                    [gap.Id.Value, .. others.Select(g => g.Id.Value)], [.. joining.Select(r => r.Id.Value)], gap.Id.Value, "They ask the same.",
                    [.. Seen([gap, .. others]), .. joining.Select(r => new SeenVersionForm(r.Id.Value, r.Version))], null));
            case 3 or 4:
                return await DoneAsync(OperationKind.Merge, new MergeGaps(gap.Id.Value, [.. others.Select(g => g.Id.Value)], "They ask the same.", Seen([gap, .. others]), null));
            case 5 or 6:
                var into = Roll(3) == 0 ? others.FirstOrDefault() : null;
                return await DoneAsync(OperationKind.Split, new SplitReports(
                    gap.Id.Value, someMembers, into?.Id.Value, Roll(3) == 0, "They ask about different clauses.", Seen(into is null ? [gap] : [gap, into]), null));
            case 7 or 8:
                return someMembers is [var chosen, ..]
                    ? await DoneAsync(OperationKind.Canonical, new SetCanonicalReport(gap.Id.Value, chosen, null, Seen([gap]), null)) : null;
            case 9:
                return await DoneAsync(OperationKind.KeepApart, new KeepApart([.. others.Append(gap).Select(g => g.Id.Value)], null, "One is about appeals.", Seen([gap, .. others]), null));
            default:
                return done.Count == 0 ? null
                    : await DoneAsync(OperationKind.Undo, new UndoOperation(done[Math.Max(0, done.Count - 1 - Roll(6))].Value, null, null, null));
        }
    }

    private static Task<List<Report>> UnlinkedAsync(InsightsDb db)
    {
        var linked = db.Links.Where(l => l.EndedBy == null).Select(l => l.ReportId);
        return db.Reports.AsNoTracking().Where(r => r.State == ReportState.Filed && !linked.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync();
    }

    private async Task<OperationId?> DoneAsync(OperationKind kind, IRequest<Outcome<OperationView>> request)
    {
        var outcome = await database.TryAsync(Somebody(), request);
        if (outcome.Refused)
            return null;
        Granted[kind] = Granted.GetValueOrDefault(kind) + 1;
        return outcome.Value.Id;
    }

    private async Task<OperationId?> LinkedAsync(LinkReport request)
    {
        var outcome = await database.TryAsync(Somebody(), request);
        if (outcome.Refused)
            return null;
        Granted[OperationKind.Link] = Granted.GetValueOrDefault(OperationKind.Link) + 1;
        await using var db = database.Open();
        return await db.Operations.AsNoTracking().OrderByDescending(o => o.Number).Select(o => o.Id).FirstAsync();
    }

    private static IReadOnlyList<SeenVersionForm> Seen(IEnumerable<Gap> gaps) => [.. gaps.Select(g => new SeenVersionForm(g.Id.Value, g.Version))];

    private Actor Somebody() => Any(SomePeople.Leads);

    private T Any<T>(IReadOnlyList<T> all) => all[Roll(all.Count)];

    private List<T> Several<T>(IReadOnlyList<T> all, int count) => all.Count == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => Any(all)).Distinct()];

    private int Roll(int sides)
    {
        _dice ^= _dice << 13;
        _dice ^= _dice >> 7;
        _dice ^= _dice << 17;
        return (int)(_dice % (ulong)sides);
    }
}
