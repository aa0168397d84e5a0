using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>A case by any of its references: the reports that cite it and the gaps they stand in, as far as the caller may see them.</summary>
/// <param name="Reference">A reference of the case, under a key of any state.</param>
[Requires(Permission.ReadCases)]
public sealed record CitationsOf(string Reference) : IQuery<CaseView>, IChecked
{
    public void Check(Check check) => check.Must(CaseToken.TryParse(Reference, out _), RefusalCode.NotACaseReference, "This is not a case reference.", "reference");
}

/// <summary>A case of another system, known here by pseudonymous references only.</summary>
public sealed record CaseView
{
    /// <summary>The newest reference of the case.</summary>
    public required CaseToken Reference { get; init; }

    /// <summary>References of the same case under older keys.</summary>
    public required IReadOnlyList<CaseToken> Aliases { get; init; }

    /// <summary>The reports that cite it, the newest first, at most 100.</summary>
    public required IReadOnlyList<CitationView> Citations { get; init; }

    /// <summary>The gaps they stand in.</summary>
    public required IReadOnlyList<GapView> Gaps { get; init; }
}

/// <summary>That a report cites a case, and by which of its references.</summary>
/// <param name="Report">The report.</param>
/// <param name="Reference">The reference it cites, which may be an older one.</param>
public sealed record CitationView(ReportView Report, CaseToken Reference);

/// <summary>Reads the reports and gaps by the requests that decide who sees them.</summary>
internal sealed class CitationsOfHandler(IDbContextFactory<InsightsDb> contexts, IMediator mediator) : IRequestHandler<CitationsOf, Outcome<CaseView>>
{
    private const int Most = Page<CitationView>.MaxSize;

    public async Task<Outcome<CaseView>> Handle(CitationsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = CaseToken.Parse(request.Reference);
        var newest = await db.CaseAliases.Where(a => a.Old == asked).Select(a => (CaseToken?)a.New).FirstOrDefaultAsync(cancellationToken) ?? asked;
        var aliases = await db.CaseAliases.Where(a => a.New == newest).Select(a => a.Old).ToListAsync(cancellationToken);
        List<CaseToken> all = [newest, .. aliases];
        // More than are shown, since some of them may be for others only.
        var cited = await db.ReportCases.AsNoTracking().Where(c => all.Contains(c.Case))
            .Join(db.Reports, c => c.ReportId, r => r.Id, (c, r) => new { c.ReportId, c.Case, r.Number })
            .OrderByDescending(c => c.Number).Take(Most * 2).ToListAsync(cancellationToken);

        var visible = (await mediator.Send(new ReportsById([.. cited.Select(c => c.ReportId).Distinct()]), cancellationToken)).ValueOrDefault ?? [];
        var citations = cited.Where(c => visible.ContainsKey(c.ReportId)).DistinctBy(c => c.ReportId).Take(Most)
            .Select(c => new CitationView(visible[c.ReportId], c.Case)).ToList();
        if (citations.Count == 0)
            return Refusal.NotFound("case that a report you may see cites", "reference");
        return new CaseView
        {
            Reference = newest,
            Aliases = [.. aliases.OrderByDescending(a => a.KeyId)],
            Citations = citations,
            Gaps = await GapsAsync([.. citations.Select(c => c.Report.Id)], cancellationToken),
        };
    }

    private async Task<List<GapView>> GapsAsync(List<ReportId> reports, CancellationToken ct)
    {
        var standing = (await mediator.Send(new GapsOfReports(reports), ct)).ValueOrDefault ?? [];
        var gaps = (await mediator.Send(new GapsById([.. standing.Values.Distinct()]), ct)).ValueOrDefault ?? [];
        return [.. gaps.Values.OrderByDescending(g => g.Number)];
    }
}
