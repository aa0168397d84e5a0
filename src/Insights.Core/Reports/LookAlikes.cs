using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;
using Insights.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>
/// The look-alike engine over all filed reports, in memory. It is built from the database at start and told of
/// each commit; it proposes and never links. Safe to share.
/// </summary>
public sealed class LookAlikes : IDisposable
{
    private readonly LookAlikeIndex _index = new(LookAlikeOptions.Default);
    private readonly IDbContextFactory<InsightsDb> _contexts;
    private readonly CaseAliases _aliases;

    public LookAlikes(IDbContextFactory<InsightsDb> contexts, CaseAliases aliases)
    {
        (_contexts, _aliases) = (contexts, aliases);
        aliases.Changed += PutAgain;
    }

    public string EngineVersion => _index.EngineVersion;

    public int Count => _index.Count;

    /// <summary>Reads every filed report into the index.</summary>
    public async Task RebuildAsync(CancellationToken ct)
    {
        await _aliases.ReadAsync(ct);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var reports = db.Reports.AsNoTracking()
            .Where(r => r.State != ReportState.Draft && r.State != ReportState.Withdrawn && r.State != ReportState.Purged)
            .OrderBy(r => r.Number).Select(r => new { r.Id, r.Content, Created = r.FiledAt ?? r.StartedAt }).AsAsyncEnumerable();
        await foreach (var report in reports.WithCancellation(ct))
            Put(report.Id, report.Content, report.Created);
    }

    public void Put(Report report) => Put(report.Id, report.Content, report.FiledAt ?? report.StartedAt);

    public void Put(ReportId id, ReportContent content, DateTimeOffset created) => _index.Put(DocumentOf(id.Value, content, created));

    public void Remove(ReportId id) => _index.Remove(id.Value);

    /// <summary>The other reports that look most like this one, best first, at most <paramref name="take"/>.</summary>
    public IReadOnlyList<(ReportId Report, Proposal Proposal)> Find(Report report, int take) =>
        Find(report.Content, report.FiledAt ?? report.StartedAt, report.Id, take);

    /// <summary>The reports that look most like this text, best first, at most <paramref name="take"/>.</summary>
    /// <param name="created">When the text was written.</param>
    public IReadOnlyList<(ReportId Report, Proposal Proposal)> Find(ReportContent content, DateTimeOffset created, ReportId? except, int take) =>
        [.. _index.Find(DocumentOf("query", content, created), take, except?.Value)
            .Select(hit => (ReportId.Of(hit.Key), new Proposal(Math.Round(hit.Score, 4), MatchesOf(hit), EngineVersion)))];

    public void Dispose() => _aliases.Changed -= PutAgain;

    /// <summary>What cites an older reference of a case agrees from now on with what cites its newest.</summary>
    private void PutAgain(IReadOnlyCollection<CaseToken> older)
    {
        using var db = _contexts.CreateDbContext();
        var citing = db.ReportCases.Where(c => older.Contains(c.Case)).Select(c => c.ReportId);
        var reports = db.Reports.AsNoTracking().Where(r => r.State != ReportState.Draft && r.State != ReportState.Withdrawn && citing.Contains(r.Id));
        foreach (var report in reports.Select(r => new { r.Id, r.Content, Created = r.FiledAt ?? r.StartedAt }).ToList())
            Put(report.Id, report.Content, report.Created);
    }

    private static List<MatchedTerm> MatchesOf(LookAlike hit) =>
        [.. hit.Matches.Select(m => new MatchedTerm(m.Field, m.Term, Math.Round(m.Share, 3)))];

    private AlikeDocument DocumentOf(string key, ReportContent c, DateTimeOffset created) => new(key)
    {
        Created = created,
        Texts = new Dictionary<string, string>
        {
            ["title"] = c.Title?.Value ?? "",
            ["question"] = Joined(c.Question, c.Pattern, c.Surprise),
            ["body"] = Joined([
                c.NearestMisfit, c.Expected, c.Discovery, c.HarmHypothesis, c.Disproof, c.InterimHandling, c.InterimRationale,
                c.MitigatingFactors, c.AggravatingFactors, c.ProposedRemedy,
                .. c.Readings.SelectMany(r => new[] { r.Text, r.Outcome }),
                .. c.CategoriesTried.SelectMany(t => new[] { t.Category, t.WhyItFailed })]),
        },
        Facts = new Dictionary<string, IReadOnlyList<string>>
        {
            ["kind"] = Fact(c.Kind?.ToString()),
            ["clause"] = Fact(c.Clause ?? c.NearestClause),
            ["area"] = Fact(c.Area),
            ["surface"] = Fact(c.Surface),
            ["language"] = Fact(c.Language),
            ["region"] = Fact(c.Region),
            ["case"] = [.. c.CaseReferences.Select(t => _aliases.NewestOf(t).Value).Distinct()],
        },
    };

    private static IReadOnlyList<string> Fact(string? value) => value is null ? [] : [value];

    private static string Joined(params IEnumerable<GuardedText?> texts) =>
        string.Join('\n', texts.OfType<GuardedText>().Select(t => t.Value));
}
