using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>What people have said about which reports are the same: what clustering must honour, and what it learns from.</summary>
[Requires(Permission.ReadGaps)]
public sealed record ReadClusterConstraints : IQuery<ClusterConstraints>;

/// <summary>What people have said about which reports are the same, as it holds now.</summary>
/// <param name="MustLinks">The reports of each gap, all of which belong together; by the gap's number.</param>
/// <param name="CannotLinks">Pairs that are kept apart. None of them stands in one gap.</param>
/// <param name="Labels">Single judgements, oldest first, contradicting ones included.</param>
public sealed record ClusterConstraints(IReadOnlyList<MustLink> MustLinks, IReadOnlyList<CannotLink> CannotLinks, IReadOnlyList<PairLabel> Labels);

/// <summary>Reports that people linked to one gap.</summary>
/// <param name="Gap">The gap.</param>
/// <param name="Canonical">The report that stands for it.</param>
/// <param name="Reports">All its reports.</param>
public sealed record MustLink(GapId Gap, ReportId Canonical, IReadOnlyList<ReportId> Reports);

/// <summary>Two reports that are kept apart.</summary>
/// <param name="A">One report.</param>
/// <param name="B">The other one.</param>
public sealed record CannotLink(ReportId A, ReportId B);

/// <summary>One person's judgement on two reports.</summary>
/// <param name="A">One report.</param>
/// <param name="B">The other one.</param>
/// <param name="Answer">Whether they are the same.</param>
/// <param name="By">Who said so; the product itself where it linked.</param>
/// <param name="At">When.</param>
public sealed record PairLabel(ReportId A, ReportId B, SameGap Answer, PersonId By, DateTimeOffset At);

internal sealed class ReadClusterConstraintsHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<ReadClusterConstraints, Outcome<ClusterConstraints>>
{
    public async Task<Outcome<ClusterConstraints>> Handle(ReadClusterConstraints request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, cancellationToken);
    }

    /// <summary>The same for whoever needs it without the words of any gap.</summary>
    internal static async Task<ClusterConstraints> ReadAsync(InsightsDb db, CancellationToken ct)
    {
        var gaps = await db.Gaps.AsNoTracking().Select(g => new { g.Id, g.Number, g.CanonicalReportId, Root = g.StandsIn ?? g.Id }).ToDictionaryAsync(g => g.Id, ct);
        var links = await db.Links.AsNoTracking().Where(l => l.EndedBy == null).Select(l => new Standing(l.ReportId, l.GapId)).ToListAsync(ct);
        var gapOf = links.ToDictionary(l => l.Report, l => l.Gap);
        var answers = await db.LookAlikeAnswers.AsNoTracking().OrderBy(a => a.Id).Select(a => new { a.ReportId, a.GapId, a.Answer, a.By, a.At }).ToListAsync(ct);
        var answered = answers.Select(a => (a.ReportId, a.At)).ToHashSet();
        var pairs = await (
            from pair in db.KeptApart.AsNoTracking()
            join operation in db.Operations on pair.Restores ?? pair.OperationId equals operation.Id
            where pair.EndedBy == null
            select new PairLabel(pair.ReportA, pair.ReportB, SameGap.No, operation.By, operation.At)).ToListAsync(ct);

        var labels = pairs.Concat(answers.Select(a => new PairLabel(a.ReportId, CanonicalOf(a.GapId), a.Answer, a.By, a.At)))
            .Concat(await SaidByActsAsync(db, ct)).Where(l => l.A != l.B).OrderBy(l => l.At).ToList();
        return new ClusterConstraints(
            [.. links.GroupBy(l => l.Gap).OrderBy(g => gaps[g.Key].Number).Select(g => new MustLink(g.Key, gaps[g.Key].CanonicalReportId, [.. g.Select(l => l.Report).OrderBy(r => r.Value, StringComparer.Ordinal)]))],
            [.. pairs.Concat(labels.Where(l => l.Answer is SameGap.No && answered.Contains((l.A, l.At))))
                .Where(l => !(gapOf.TryGetValue(l.A, out var a) && gapOf.TryGetValue(l.B, out var b) && a == b))
                .Select(l => string.CompareOrdinal(l.A.Value, l.B.Value) < 0 ? new CannotLink(l.A, l.B) : new CannotLink(l.B, l.A)).Distinct()],
            labels);

        ReportId CanonicalOf(GapId gap) => gaps[gaps[gap].Root].CanonicalReportId;
    }

    /// <summary>Links and merges say "same", splits and undone links say "not the same", each about the reports that stood for the gaps then.</summary>
    private static async Task<List<PairLabel>> SaidByActsAsync(InsightsDb db, CancellationToken ct)
    {
        var operations = await db.Operations.AsNoTracking().OrderBy(o => o.Number).ToListAsync(ct);
        var rows = (await db.OperationGaps.AsNoTracking().ToListAsync(ct)).ToLookup(r => r.OperationId);
        var made = (await db.Links.AsNoTracking().Select(l => new { l.OperationId, l.ReportId, l.GapId }).ToListAsync(ct)).ToLookup(l => l.OperationId);
        var byId = operations.ToDictionary(o => o.Id);
        return [.. operations.SelectMany(o => o.Kind switch
        {
            OperationKind.Link => made[o.Id].SelectMany(l => rows[o.Id].Where(r => r.GapId == l.GapId)
                .Select(r => Said(o, l.ReportId, (r.Before ?? r.After).CanonicalReportId, same: true))),
            OperationKind.Merge => rows[o.Id].Where(r => r.After.MergedInto is not null).SelectMany(r => rows[o.Id].Where(s => s.GapId == r.After.MergedInto)
                .Select(s => Said(o, r.After.CanonicalReportId, (s.Before ?? s.After).CanonicalReportId, same: true))),
            OperationKind.Split => made[o.Id].SelectMany(l => rows[o.Id].Where(r => r.GapId != l.GapId)
                .Select(r => Said(o, l.ReportId, r.After.CanonicalReportId, same: false))),
            _ => [],
        })];

        // An act that was undone says the opposite, in the name of whoever undid it; done again, it says the same as at first.
        PairLabel Said(Operation act, ReportId a, ReportId b, bool same)
        {
            var last = act;
            while (last.UndoneBy is { } next)
                (last, same) = (byId[next], !same);
            return new PairLabel(a, b, same ? SameGap.Yes : SameGap.No, last.By, last.At);
        }
    }

    private sealed record Standing(ReportId Report, GapId Gap);
}
